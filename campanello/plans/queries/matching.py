"""Who fits a vacancy, and which vacancies fit a person: as many queries for ten people as for ten thousand.

Skills count only of who agreed to be on the map with them; restricted people are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.people.models import Consent, Involvement, Language, Person, PersonSet, Skill
from campanello.people.queries import merges, records
from campanello.people.rules import consents
from campanello.people.rules.consents import SKILLS_MAP, Given, SkillShown
from campanello.plans.models import Candidacy, Plan, Vacancy, WorkWish
from campanello.plans.rules import matching as rules
from campanello.plans.rules.matching import Fit, Offered, Wanted

MOST_CANDIDATES = 50
MOST_VACANCIES = 500


@dataclass(frozen=True)
class Candidate:
    """Somebody who fits a vacancy, and how well."""

    person: UUID
    key: int
    name: str
    fit: Fit
    has_plan: bool


@dataclass(frozen=True)
class Candidates:
    """The best for a vacancy; `total` counts all whom something fits."""

    best: tuple[Candidate, ...]
    total: int
    looked_at: int


@dataclass(frozen=True)
class Opening:
    """A vacancy that fits a person, and how well."""

    vacancy: Vacancy
    fit: Fit
    is_put_forward: bool


def wanted_of(vacancy: Vacancy) -> Wanted:
    """What a vacancy asks for, as the rules see it."""
    return Wanted(
        skills=rules.parts_of(vacancy.skills),
        languages=rules.parts_of(vacancy.languages),
        municipality=vacancy.municipality,
        weekly_minutes=vacancy.weekly_minutes,
    )


@transaction.atomic
def candidates(actor: Actor, vacancy: Vacancy, on: date) -> Candidates:
    """The best candidates for a vacancy among those with an open plan, or with skills that they agreed to show.

    Leaves a line for each who is named.
    """
    already = Candidacy.objects.filter(vacancy=vacancy).annotate(root=merges.standing_for("person"))
    people = _pool(actor, vacancy.project_id).exclude(pk__in=already.values("root"))
    offers, with_plan = _offers(people, on)
    wanted = wanted_of(vacancy)
    fits = [(key, fit) for key, offered in offers.items() if (fit := rules.fit(wanted, offered))]
    best = rules.ranked(fits)[:MOST_CANDIDATES]
    named = Person.objects.in_bulk([key for key, _ in best])
    audit.read_many(actor, "plans.candidate-ranked", [key for key, _ in best], vacancy=vacancy.pk)
    return Candidates(
        best=tuple(
            Candidate(named[key].uid, key, named[key].name, fit, key in with_plan) for key, fit in best
        ),
        total=len(fits),
        looked_at=len(offers),
    )


@transaction.atomic
def openings(actor: Actor, person: UUID, on: date) -> tuple[Person, tuple[Opening, ...]]:
    """The open vacancies that fit a person, the best first; leaves a line.

    Raises:
        NotFound.
    """
    one = records.person(actor, person, right=Right.READ_PLANS)
    audit.read(actor, "plans.openings-read", one, person=one.pk)
    return one, ranked_for(actor, one, on)


def ranked_for(actor: Actor, person: Person, on: date) -> tuple[Opening, ...]:
    """The open vacancies that fit a person who is the actor's to see, the best first. Seven queries at most."""
    offers, _ = _offers(Person.objects.filter(pk=person.pk, restricted_at=None), on, is_all=True)
    offered = offers.get(person.pk)
    if offered is None:
        return ()
    mine = projects_with(actor, Right.READ_PLANS)
    rows = Vacancy.objects.filter(open_on(on), project__in=mine)[:MOST_VACANCIES]
    vacancies = {one.pk: one for one in rows}
    put = set(
        Candidacy.objects.filter(merges.of_people("person", [person.pk])).values_list("vacancy", flat=True)
    )
    fits = [(pk, fit) for pk, one in vacancies.items() if (fit := rules.fit(wanted_of(one), offered))]
    return tuple(Opening(vacancies[pk], fit, pk in put) for pk, fit in rules.ranked(fits))


def open_on(day: date) -> Q:
    """The vacancies that are open on a day."""
    return Q(opens_on__lte=day) & (Q(closes_on=None) | Q(closes_on__gt=day))


def _pool(actor: Actor, project: int) -> PersonSet:
    """The people of a project whom the actor may see and whose data may be used."""
    known = Involvement.objects.filter(project=project)
    own, absorbed = known.filter(person=OuterRef("pk")), known.filter(person__merged_into=OuterRef("pk"))
    mine = Person.objects.current().visible_to(actor, Right.READ_PLANS).filter(restricted_at=None)
    return mine.filter(Q(Exists(own)) | Q(Exists(absorbed)))


def _offers(people: PersonSet, on: date, *, is_all: bool = False) -> tuple[dict[int, Offered], set[int]]:
    """What people offer, by key, and who of them has an open plan. Six queries, however many people.

    Args:
        people: Whose.
        on: The day on which consents and skills hold.
        is_all: Also of who has neither an open plan nor skills to show.
    """
    places = dict(people.order_by().values_list("pk", "residence_istat"))
    keys = people.order_by().values("pk")
    with_plan = _roots(Plan.objects.filter(closed_on=None), keys)
    skills = _skills(keys, on)
    agreed = _agreed(keys, on)
    spoken = _languages(keys)
    wishes = _rows(WorkWish.objects.all(), keys).values_list("root", "weekly_minutes", "travels")
    found = {
        key: Offered(
            skills=skills.get(key, ()) if key in agreed else (),
            languages=frozenset(spoken.get(key, ())),
            municipality=place,
        )
        for key, place in places.items()
        if is_all or key in with_plan or (key in agreed and key in skills)
    }
    for key, minutes, travels in wishes:
        if key in found:
            found[key] = replace(found[key], weekly_minutes=minutes, travels=travels)
    return found, with_plan


def _rows(found: Any, keys: Any) -> Any:
    """Rows of some people and of what they absorbed, each with `root`, the key of who stands for it."""
    either = Q(person__in=keys) | Q(person__merged_into__in=keys)
    return found.filter(either).annotate(root=merges.standing_for("person")).order_by()


def _roots(found: Any, keys: Any) -> set[int]:
    return set(_rows(found, keys).values_list("root", flat=True))


def _skills(keys: Any, on: date) -> dict[int, tuple[str, ...]]:
    rows = _rows(Skill.objects.filter(starts_on__lte=on, direction="offered"), keys)
    sides: dict[int, tuple[list[SkillShown], list[SkillShown]]] = {}
    for pk, person, root, text, ends_on in rows.values_list("pk", "person", "root", "text", "ends_on"):
        side = sides.setdefault(root, ([], []))[person != root]
        side.append(SkillShown(pk, root, "offered", text, ends_on))
    said = {
        root: tuple(one.text for one in consents.skills_said(own, absorbed, on))
        for root, (own, absorbed) in sides.items()
    }
    return {root: texts for root, texts in said.items() if texts}


def _agreed(keys: Any, on: date) -> frozenset[int]:
    rows = _rows(Consent.objects.filter(purpose=SKILLS_MAP), keys)
    given: dict[int, list[Given]] = {}
    values: Sequence[str] = ("root", "pk", "person", "notice__version", "given_on", "withdrawn_on")
    for root, *facts in rows.values_list(*values):
        given.setdefault(root, []).append(Given(*facts))
    return frozenset(root for root, held in given.items() if consents.standing(held, None, on).is_yes)


def _languages(keys: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = _rows(Language.objects.filter(is_spoken=True), keys)
    for root, code in rows.values_list("root", "code"):
        found.setdefault(root, []).append(code)
    return found


def wish_of(actor: Actor, person: Person, on: date) -> dict[str, Any]:
    """What a person said last of how much and where they can work; leaves a line. Empty where nobody asked."""
    audit.read(actor, "plans.work-wish-read", person, person=person.pk)
    rows = WorkWish.objects.filter(merges.of_people("person", [person.pk]), said_on__lte=on)
    return dict(rows.order_by("said_on").values("weekly_minutes", "travels").last() or {})
