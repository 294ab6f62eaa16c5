"""Who the rows of a table of people may be among those that are there: by code, or by names and birth date."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from campanello.core import bulk
from campanello.people.models import IdentityCode, Person
from campanello.people.rules import duplicates
from campanello.people.rules.duplicates import Known, Names
from campanello.people.rules.person import Details


@dataclass(frozen=True)
class Read:
    """A row that was read: its number, the code it names in a form that compares, and what it says."""

    number: int
    code: tuple[str, str] | None
    details: Details


def holders(rows: Sequence[Read]) -> dict[tuple[str, str] | None, Person]:
    """Who holds each code now; of a merged record who stands for it."""
    wanted = {row.code for row in rows if row.code}
    normals = bulk.among({normal for _kind, normal in wanted})
    found = IdentityCode.objects.filter(normal__in=normals, ends_on=None)
    return {
        (code.kind, code.normal): code.person.merged_into or code.person
        for code in found.select_related("person__merged_into")
        if (code.kind, code.normal) in wanted
    }


Alike = dict[date, list[tuple[Person, bool]]]


def born_alike(rows: Sequence[Read], project: int, last: int) -> Alike:
    """The project's people by birth date, of those dates alone that rows have; and whether each has a tax code.

    None behind the `last` key: they came with the import.
    """
    days = {row.details.facts.born_on for row in rows if row.details.facts.born_on}
    people = (
        Person.objects.current()
        .filter(involvements__project=project, born_on__in=days, pk__lte=last)
        .order_by("pk")
    )
    coded = set(
        IdentityCode.objects.filter(person__in=people.values("pk"), kind="cf", ends_on=None).values_list(
            "person", flat=True
        )
    )
    found: Alike = defaultdict(list)
    for person in people:
        if person.born_on:
            found[person.born_on].append((person, person.pk in coded))
    return found


def comparable(row: Read, here: Alike) -> Iterator[Person]:
    """People of the project with the row's birth date who may be the row's: two tax codes are two people."""
    for person, is_coded in here.get(row.details.facts.born_on, []) if row.details.facts.born_on else []:
        if not (is_coded and row.code and row.code[0] == "cf"):
            yield person


def doubt(row: Read, here: Alike) -> str:
    """Why a row may be somebody who is there: a sentence to translate; empty when nobody comes near."""
    facts = row.details.facts
    draft: Known | None = None
    for person in comparable(row, here):
        draft = draft or Known(Names.of(facts.family_name, facts.given_name), facts.born_on)
        names = Names.of(person.family_name, person.given_name, person.other_names, person.native_name)
        if found := duplicates.likeness(draft, Known(names, person.born_on)):
            return found[1][0].text
    return ""
