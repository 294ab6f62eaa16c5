"""Pairs of records that may be one person, as far as both are the actor's; and the rows compared to find them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from campanello.accounts.models import User
from campanello.core import audit
from campanello.core.access import NotFound, Right, require
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.people.models import ContactWay, DoubtfulPair, IdentityCode, Involvement, Person
from campanello.people.queries import records
from campanello.people.rules.pairs import SAME, Answers, State, shown_to, state_of
from campanello.people.rules.person import FIELDS, PersonFacts

PER_PAGE = 25
SORTS = {
    "probability": ("-probability_ppm", "pk"),
    "-probability": ("probability_ppm", "pk"),
    "found": ("-found_at", "pk"),
    "-found": ("found_at", "pk"),
}
CALLED = frozenset({"phone", "whatsapp"})


@dataclass(frozen=True)
class Line:
    """One pair in the list."""

    pair: DoubtfulPair
    state: State

    @property
    def percent(self) -> float:
        """The probability that the two are one person, in hundredths."""
        return self.pair.probability_ppm / 10_000


@dataclass(frozen=True)
class Field:
    """A field of both records, as it is stored."""

    part: str
    name: str
    one: Any
    other: Any

    @property
    def is_different(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.one) and bool(self.other) and self.one != self.other


@dataclass(frozen=True)
class Said:
    """What one of the two answered, by name and moment."""

    by: str
    answer: str
    at: datetime


@dataclass(frozen=True)
class Case:
    """A pair with all that is needed to decide it; `said` is empty for who has still to answer alone."""

    line: Line
    fields: tuple[Field, ...]
    said: tuple[Said, ...]
    own: str


def pairs(actor: Actor) -> QuerySet[DoubtfulPair]:
    """The pairs of which both records are the actor's to decide, and stand for themselves."""
    require(actor, Right.DECIDE_PAIRS)
    people = Person.objects.current().visible_to(actor, Right.DECIDE_PAIRS)
    # Asked of each pair: as two lists, SQLite looks up every one of the people with every other.
    one, other = (Exists(people.filter(pk=OuterRef(name))) for name in ("one", "other"))
    return DoubtfulPair.objects.filter(one, other)


def pair(actor: Actor, pair_id: int, *, lock: bool = False) -> DoubtfulPair:
    """One pair, if the actor may decide it.

    Raises:
        NotFound: Absent, merged meanwhile, or of people who are not the actor's.
    """
    found = pairs(actor).filter(pk=pair_id)
    if lock:
        found = found.select_for_update(of=["self"])
    one = found.first()
    if one is None:
        raise NotFound
    return one


def page_of(actor: Actor, *, state: State | None, sort: str, number: int | str) -> Page[Line]:
    """A page of the list; each name that is on it leaves a line in the audit.

    Args:
        actor: Who reads.
        state: Only pairs that are so far for this reader; all when None.
        sort: One of SORTS; another is taken as the first.
        number: Of the page; one that is none is taken as the nearest.
    """
    found = pairs(actor).select_related("one", "other")
    if state is not None:
        found = found.filter(_so_far(state, actor.user))
    page: Page[Any] = Paginator(found.order_by(*SORTS.get(sort, SORTS["probability"])), PER_PAGE).get_page(
        number
    )
    lines = [Line(one, state_of(answers_of(one), actor.user)) for one in page.object_list]
    audit.read_many(
        actor,
        "people.pairs-listed",
        sorted({key for line in lines for key in (line.pair.one_id, line.pair.other_id)}),
    )
    page.object_list = lines
    return page


def first(actor: Actor, state: State, *, most: int) -> tuple[list[Line], int]:
    """The likeliest pairs that are so far for the actor, and how many there are; names that are shown leave lines."""
    found = pairs(actor).filter(_so_far(state, actor.user)).select_related("one", "other")
    lines = [Line(one, state) for one in found.order_by(*SORTS["probability"])[:most]]
    named = {key for line in lines for key in (line.pair.one_id, line.pair.other_id)}
    audit.read_many(actor, "people.pairs-listed", sorted(named))
    return lines, found.count() if len(lines) == most else len(lines)


def counts(actor: Actor) -> dict[State, int]:
    """How many pairs are how far for the actor. One query."""
    rows = pairs(actor).values_list("first_answer", "first_by", "second_answer", "second_by")
    found = dict.fromkeys(State, 0)
    for row in rows:
        found[state_of(Answers(*row), actor.user)] += 1
    return found


def case(actor: Actor, pair_id: int) -> Case:
    """One pair with both records side by side; leaves a line on both.

    Raises:
        NotFound: As for `pair`.
    """
    found = pair(actor, pair_id)
    people = {one.pk: one for one in Person.objects.filter(pk__in=[found.one_id, found.other_id])}
    one, other = people[found.one_id], people[found.other_id]
    for person in (one, other):
        audit.read(actor, "people.pair-read", found, person=person.pk)
    found.one, found.other = one, other
    answers = answers_of(found)
    return Case(
        line=Line(found, state_of(answers, actor.user)),
        fields=(*_own_fields(one, other), *_other_fields(one, other)),
        said=tuple(_said(found, shown_to(answers, actor.user))),
        own=answers.of(actor.user),
    )


def answers_of(found: DoubtfulPair) -> Answers:
    """The answers of a pair, as rules take them."""
    return Answers(found.first_answer, found.first_by_id, found.second_answer, found.second_by_id)


def _so_far(state: State, user: int | None) -> Q:
    nobody, one, two = Q(first_answer=""), ~Q(first_answer="") & Q(second_answer=""), ~Q(second_answer="")
    agreed = two & Q(first_answer=F("second_answer")) & ~Q(first_answer="unsure")
    return {
        State.TO_ANSWER: nobody | (one & ~Q(first_by=user)),
        State.WAITING: one & Q(first_by=user),
        State.TO_TALK: two & ~(Q(first_answer=F("second_answer")) & ~Q(first_answer="unsure")),
        State.SAME: agreed & Q(first_answer=SAME),
        State.DIFFERENT: agreed & ~Q(first_answer=SAME),
    }[state]


def _own_fields(one: Person, other: Person) -> list[Field]:
    mine, theirs = records.facts_of(one), records.facts_of(other)
    return [
        Field("person", name, _value(mine, name), _value(theirs, name)) for name in FIELDS if name != "note"
    ]


def _value(facts: PersonFacts, name: str) -> Any:
    return getattr(facts, name)


def _other_fields(one: Person, other: Person) -> list[Field]:
    """Codes, ways to reach them and projects, each as one text a record."""
    both = [one.pk, other.pk]
    codes = IdentityCode.objects.filter(person__in=both, ends_on=None).order_by("kind")
    ways = ContactWay.objects.filter(person__in=both, ends_on=None).order_by("kind", "pk")
    projects = Project.objects.in_bulk(
        Involvement.objects.filter(person__in=both).values_list("project", flat=True)
    )
    known = Involvement.objects.filter(person__in=both).order_by("project")
    columns = (
        ("codes", [(row.person_id, row.value) for row in codes]),
        ("contacts", [(row.person_id, row.value) for row in ways if row.value]),
        ("projects", [(row.person_id, projects[row.project_id].title) for row in known]),
    )
    return [
        Field(
            "pair",
            name,
            ", ".join(text for key, text in rows if key == one.pk),
            ", ".join(text for key, text in rows if key == other.pk),
        )
        for name, rows in columns
    ]


def _said(found: DoubtfulPair, answers: Answers) -> list[Said]:
    given = [
        (answers.first_by, answers.first, found.first_at),
        (answers.second_by, answers.second, found.second_at),
    ]
    names = dict(
        User.objects.filter(pk__in=[by for by, _answer, _at in given if by]).values_list("pk", "name")
    )
    return [Said(names.get(by, ""), answer, at) for by, answer, at in given if by and answer and at]


def people_to_compare() -> list[dict[str, str | None]]:
    """Everybody who stands for themselves, as rows that records are linked by. For the job alone; no page shows them.

    A restricted record is kept and not used, so it is not among them.
    """
    codes = IdentityCode.objects.filter(person=OuterRef("pk"), ends_on=None).exclude(kind="local")
    phones = ContactWay.objects.filter(person=OuterRef("pk"), ends_on=None, kind__in=CALLED).exclude(
        normal=""
    )
    people = Person.objects.current().filter(restricted_at=None)
    rows = people.annotate(
        code_now=Subquery(codes.order_by("kind").values("normal")[:1]),
        phone_now=Subquery(phones.order_by("-is_preferred", "pk").values("normal")[:1]),
    ).values_list(
        "pk",
        "family_name",
        "given_name",
        "sex",
        "born_on",
        "birth_place",
        "residence_address",
        "residence_istat",
        "code_now",
        "phone_now",
    )
    return [_as_row(row) for row in rows.order_by("pk").iterator(chunk_size=10_000)]


def _as_row(row: tuple[Any, ...]) -> dict[str, str | None]:
    key, family, given, sex, born, birth_place, address, municipality, code, phone = row
    return {
        "record_id": str(key),
        "family_name": family,
        "given_name": given,
        "sex": sex,
        "birth_date": born.isoformat() if born else None,
        "birth_place": birth_place,
        "address": address,
        "municipality": municipality,
        "code": code,
        "phone": phone,
    }
