"""What an import adds to people besides their own fields: only what is not recorded yet, many rows at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campanello.core import bulk
from campanello.people.models import (
    Citizenship,
    ContactWay,
    EmploymentStatus,
    IdentityCode,
    Involvement,
    Language,
)
from campanello.people.rules.facts import NewEmployment
from campanello.people.rules.person import Details, PersonFacts

EMPTY = Details(PersonFacts())


@dataclass(frozen=True)
class Held:
    """What known people have already, so that a row adds only what is new."""

    here: frozenset[int]
    kinds: Mapping[int, set[str]]
    contacts: Mapping[int, set[str]]
    languages: Mapping[int, set[str]]
    countries: Mapping[int, set[str]]
    work: Mapping[int, tuple[str, date]]

    @classmethod
    def of(cls, people: Sequence[int], project: int) -> "Held":
        """Look it up, a query a table."""
        these = bulk.among(people)
        latest = EmploymentStatus.objects.filter(person__in=these).order_by("starts_on")
        work = {
            person: (status, starts_on)
            for person, status, starts_on in latest.values_list("person", "status", "starts_on")
        }
        return cls(
            frozenset(
                Involvement.objects.filter(person__in=these, project=project).values_list("person", flat=True)
            ),
            _sets(IdentityCode.objects.filter(person__in=these, ends_on=None).values_list("person", "kind")),
            _sets(ContactWay.objects.filter(person__in=these, ends_on=None).values_list("person", "normal")),
            _sets(Language.objects.filter(person__in=these).values_list("person", "code")),
            _sets(Citizenship.objects.filter(person__in=these).values_list("person", "country")),
            work,
        )

    def missing(self, person: int, details: Details) -> Details:
        """What a row says besides the person's own fields and is not recorded yet."""
        work = details.employment
        return replace(
            EMPTY,
            codes=tuple(code for code in details.codes if code.kind not in self.kinds.get(person, set())),
            contacts=tuple(
                one for one in details.contacts if one.normal not in self.contacts.get(person, set())
            ),
            languages=tuple(
                one for one in details.languages if one.code not in self.languages.get(person, set())
            ),
            # A citizenship from a list does not push aside what the person said.
            citizenships=() if self.countries.get(person) else details.citizenships,
            employment=work if work and self._is_news(person, work) else None,
        )

    def _is_news(self, person: int, work: NewEmployment) -> bool:
        status, starts_on = self.work.get(person, ("", date.min))
        return status != work.status and starts_on < work.starts_on


def _sets(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for person, value in pairs:
        found[person].add(value)
    return found


def add_facts(pairs: Sequence[tuple[int, Details]], on: date) -> None:
    """Write what people's other tables get of some rows."""
    bulk.insert(
        ContactWay,
        ["person", "kind", "value", "normal", "starts_on"],
        [(key, one.kind, one.value, one.normal, on) for key, details in pairs for one in details.contacts],
    )
    bulk.insert(
        Language,
        ["person", "code"],
        [(key, one.code) for key, details in pairs for one in details.languages],
    )
    bulk.insert(
        Citizenship,
        ["person", "country", "is_first", "basis"],
        [(key, one.country, True, one.basis) for key, details in pairs for one in details.citizenships],
    )
    bulk.insert(
        EmploymentStatus,
        ["person", "status", "starts_on", "basis"],
        [
            (key, details.employment.status, details.employment.starts_on, details.employment.basis)
            for key, details in pairs
            if details.employment
        ],
    )
