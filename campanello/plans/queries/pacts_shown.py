"""Pacts as pages show them: lists, one pact with all that came of it, a plan's, and a resident's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.lab.models import Attendance
from campanello.people.models import Person
from campanello.people.queries import merges
from campanello.plans.models import (
    GivenBack,
    Pact,
    PactParty,
    PactReview,
    PactTerms,
    Plan,
    Signature,
)
from campanello.plans.queries import pacts
from campanello.plans.queries.pacts import Party
from campanello.plans.rules import allowance, pacts_kept
from campanello.plans.rules import pacts as rules
from campanello.plans.rules.pacts import Terms

SORTS = {"new": ("-starts_on", "-pk"), "old": ("starts_on", "pk"), "review": ("next_review", "-pk")}
REVIEW_LATE, REVIEW_DUE, TO_SIGN = "late", "review", "sign"
MOST_SUGGESTED = 60


@dataclass(frozen=True)
class Wanted:
    """What a list of pacts is asked for; each that is empty leaves all. `waits`: a review, a late one, signatures."""

    words: str = ""
    state: str = ""
    kind: str = ""
    waits: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """A pact as a list shows it. `terms` are those that hold, or else those proposed."""

    pact: Pact
    people: tuple[Party, ...]
    terms: Terms | None
    given_minutes: int
    review_on: date | None
    days_late: int
    waits_for_signatures: bool
    has_run_out: bool

    @property
    def share(self) -> str:
        """The share to arrears as people write it; "" for none."""
        told = self.terms
        return rules.share_text(told.numerator, told.denominator) if told and told.numerator else ""


@dataclass(frozen=True)
class Worked:
    """A share worked out on an amount: what goes to the rent, what is the person's."""

    cents: int
    to_arrears: int
    to_person: int


@dataclass(frozen=True)
class Suggested:
    """Time in the lab's signed registers that one of a pact's people may have given."""

    attendance: int
    session: int
    person: int
    on: date
    minutes: int
    what: str


@dataclass(frozen=True)
class Shown:
    """A pact with all that its page shows."""

    pact: Pact
    people: tuple[Party, ...]
    rows: tuple[PactTerms, ...]
    held: Terms | None
    proposed: Terms | None
    worked: Mapping[int, tuple[Worked, ...]]  # by the terms' number
    signatures: tuple[Signature, ...]
    to_sign: tuple[Party, ...]
    lacks_team: bool
    reviews: tuple[PactReview, ...]
    given: tuple[GivenBack, ...]
    given_minutes: int
    has_run_out: bool

    @property
    def says(self) -> Terms | None:
        """The terms that hold, or else those that are proposed."""
        return self.held or self.proposed

    @property
    def own_worked(self) -> tuple[Worked, ...]:
        """The share of those terms, worked out."""
        return self.worked.get(self.says.number, ()) if self.says else ()

    @property
    def new_worked(self) -> tuple[Worked, ...]:
        """The share of the terms that are proposed, worked out."""
        return self.worked.get(self.proposed.number, ()) if self.proposed else ()

    @property
    def next_review(self) -> date | None:
        """When the pact is looked at next."""
        is_open = self.pact.state == "signed"
        return min((one.due_on for one in self.reviews if is_open and not one.held_on), default=None)


def listed(actor: Actor, wanted: Wanted, on: date, right: Right = Right.READ_PLANS) -> QuerySet[Any]:
    """The pacts of the actor's projects as a list asks for them; each with `next_review`."""
    open_reviews = PactReview.objects.filter(pact=OuterRef("pk"), held_on=None).order_by("due_on")
    found: Any = Pact.objects.visible_to(actor, right).annotate(next_review=open_reviews.values("due_on")[:1])
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.waits == TO_SIGN:
        unsigned = PactTerms.objects.filter(pact=OuterRef("pk"), signed_on=None)
        newer = PactTerms.objects.filter(pact=OuterRef("pact"), number__gt=OuterRef("number"))
        found = found.filter(Exists(unsigned.filter(~Exists(newer))), state__in=["draft", "signed"])
    elif wanted.waits:
        found = found.filter(state="signed", next_review__isnull=False)
        if wanted.waits == REVIEW_LATE:
            found = found.filter(next_review__lt=on)
    for word in wanted.words.split()[:6]:
        found = found.filter(_has(actor, word))
    ordered: QuerySet[Any] = found.order_by(*SORTS.get(wanted.sort, SORTS["new"]))
    return ordered.select_related("creditor", "plan")


def _has(actor: Actor, word: str) -> Q:
    people = Person.objects.visible_to(actor).filter(
        Q(family_name__icontains=word) | Q(given_name__icontains=word)
    )
    named = PactParty.objects.filter(pact=OuterRef("pk")).filter(
        Q(person__in=people.values("pk")) | Q(person__merged_into__in=people.values("pk"))
    )
    return Q(title__icontains=word) | Q(plan__code__iexact=word) | Q(Exists(named))


def lines(actor: Actor, rows: Iterable[Any], on: date, verb: str = "plans.pacts-listed") -> list[Line]:
    """Pacts out of `listed` as a list shows them; leaves a line for each person named. Four queries for any number."""
    found = list(rows)
    keys = [one.pk for one in found]
    people, terms = _people(actor, keys), _terms(keys)
    given = dict(_given(keys).values_list("pact").annotate(total=Sum("minutes")).order_by())
    audit.read_many(actor, verb, sorted({one.key for told in people.values() for one in told if one.uid}))
    return [
        _line(row, people.get(row.pk, ()), terms.get(row.pk, []), given.get(row.pk, 0), on) for row in found
    ]


def _line(row: Any, people: tuple[Party, ...], terms: Sequence[Terms], given: int, on: date) -> Line:
    is_open = row.state in {"draft", "signed"}
    review_on = row.next_review if row.state == "signed" else None
    return Line(
        pact=row,
        people=people,
        terms=rules.terms_on(terms, on) or (terms[-1] if terms else None),
        given_minutes=given or 0,
        review_on=review_on,
        days_late=pacts_kept.days_late(review_on, on) if review_on else 0,
        waits_for_signatures=is_open and rules.proposed(terms) is not None,
        has_run_out=_has_run_out(row, on),
    )


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The pacts of a list for who takes people along, without those of restricted people; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    restricted = PactParty.objects.filter(person__restricted_at__isnull=False)
    rows = listed(actor, wanted, on).filter(project__in=mine).exclude(pk__in=restricted.values("pact"))
    found = lines(actor, rows, on, "plans.pact-exported")
    audit.exported(actor, "plans.pacts-exported", rows=len(found))
    return found


def late_reviews(actor: Actor, on: date) -> int:
    """How many pacts of the actor's projects have a review that is late."""
    return int(listed(actor, Wanted(waits=REVIEW_LATE), on).count())


@transaction.atomic
def shown(actor: Actor, uid: UUID, on: date) -> Shown:
    """One pact as its page shows it; leaves a line for each of its people."""
    pact = pacts.pact(actor, uid)
    people = tuple(pacts.parties(actor, pact.pk))
    audit.read_many(actor, "plans.pact-read", [one.key for one in people if one.uid], pact=pact.pk)
    return _shown(pact, people, on)


def own(actor: Actor, on: date) -> list[Shown]:
    """A resident's own pacts, signed or proposed to them, the latest first; leaves a line. Nothing for anybody else."""
    if actor.own is None or not may(actor, Right.READ_OWN):
        return []
    mine = PactParty.objects.filter(merges.of_people("person", [actor.own]))
    found = Pact.objects.filter(pk__in=mine.values("pact")).select_related("creditor", "project", "plan")
    audit.read(actor, "plans.own-pacts-read", person=actor.own)
    return [_shown(one, (Party(actor.own, None, ""),), on) for one in found[:10]]


@transaction.atomic
def of_plan(actor: Actor, plan: Plan, on: date) -> list[Line]:
    """The pacts of a plan as the plan's page shows them; leaves lines. Constant queries."""
    rows = listed(actor, Wanted(), on).filter(plan=plan)
    return lines(actor, rows, on, "plans.pact-read")


def suggestions(actor: Actor, pact: Pact, on: date) -> list[Suggested]:
    """Time in signed registers of the actor's labs in the pact's days that was not taken over yet. Three queries."""
    keys = pacts.party_keys(pact.pk)
    taken = GivenBack.objects.filter(session=OuterRef("session"), cancelled_at=None).filter(
        Q(person=OuterRef("person")) | Q(person=OuterRef("person__merged_into"))
    )
    found = Attendance.objects.filter(
        ~Exists(taken),
        merges.of_people("person", keys),
        session__project__in=projects_with(actor, Right.READ_LAB),
        session__signed_at__isnull=False,
        session__on__gte=pact.starts_on,
        session__on__lte=on,
        is_replaced=False,
        presence="present",
        minutes__gt=0,
    )
    if pact.ends_on:
        found = found.filter(session__on__lt=pact.ends_on)
    rows = found.annotate(root=merges.standing_for("person"), title=F("session__activity__titles"))
    return [
        Suggested(
            row.pk, row.session_id, row.root, row.session.on, row.minutes, str(row.title.get("it", ""))[:200]
        )
        for row in rows.select_related("session").order_by("-session__on", "pk")[:MOST_SUGGESTED]
    ]


def worked(terms: Terms, on: date) -> tuple[Worked, ...]:
    """A share worked out on a month's example and on the whole allowance that a person may get."""
    if not terms.numerator:
        return ()
    amounts = [params.value("plans.pact_example", on), params.value("plans.allowance_cap", on)]
    return tuple(Worked(one, *allowance.split(one, terms.numerator, terms.denominator)) for one in amounts)


def _shown(pact: Pact, people: tuple[Party, ...], on: date) -> Shown:
    rows = pacts.terms(pact.pk)
    terms = [pacts.terms_of(one) for one in rows]
    held, proposed = rules.terms_on(terms, on), None
    if pact.state in {"draft", "signed"}:
        proposed = rules.proposed(terms)
    signatures = Signature.objects.filter(pact_terms__in=rows).select_related("recorded_by")
    signed = [
        None if one.by == rules.TEAM else one.root
        for one in signatures.annotate(root=merges.standing_for("person"))
        if proposed and one.pact_terms_id == rows[-1].pk
    ]
    missing, lacks_team = rules.unsigned([one.key for one in people], signed)
    given = list(_given([pact.pk]).select_related("person").order_by("-on", "-pk"))
    return Shown(
        pact=pact,
        people=people,
        rows=tuple(rows),
        held=held,
        proposed=proposed,
        worked={one.number: worked(one, on) for one in (held, proposed) if one},
        signatures=tuple(signatures),
        to_sign=tuple(one for one in people if one.key in missing) if proposed else (),
        lacks_team=lacks_team and proposed is not None,
        reviews=tuple(PactReview.objects.filter(pact=pact).select_related("by").order_by("-due_on", "-pk")),
        given=tuple(given),
        given_minutes=sum(one.minutes for one in given),
        has_run_out=_has_run_out(pact, on),
    )


def _has_run_out(pact: Pact, on: date) -> bool:
    """Whether a signed pact's days are over, though nobody has ended it."""
    return pact.state == "signed" and pact.ends_on is not None and pact.ends_on <= on


def _given(keys: Sequence[int]) -> QuerySet[GivenBack]:
    return GivenBack.objects.filter(pact__in=keys, cancelled_at=None)


def _people(actor: Actor, keys: Sequence[int]) -> dict[int, tuple[Party, ...]]:
    rows = PactParty.objects.filter(pact__in=keys).select_related("person__merged_into").order_by("pk")
    told = [(row.pact_id, row.person.merged_into or row.person) for row in rows]
    seen = set(
        Person.objects.current()
        .visible_to(actor)
        .filter(pk__in={person.pk for _, person in told})
        .values_list("pk", flat=True)
    )
    found: dict[int, dict[int, Party]] = {}
    for pact, one in told:
        is_seen = one.pk in seen
        party = Party(one.pk, one.uid if is_seen else None, one.name if is_seen else "")
        found.setdefault(pact, {})[one.pk] = party
    return {pact: tuple(people.values()) for pact, people in found.items()}


def _terms(keys: Sequence[int]) -> dict[int, list[Terms]]:
    found: dict[int, list[Terms]] = {}
    for row in PactTerms.objects.filter(pact__in=keys).order_by("pact", "number"):
        found.setdefault(row.pact_id, []).append(pacts.terms_of(row))
    return found
