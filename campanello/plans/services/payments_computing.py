"""Computes a payment run: a line a plan, what is set aside of each person's purse, the payments, the seal.

All in the one transaction of whoever calls: a run is computed to its end, or was never begun. The memory it takes does
not grow with the plans: people are gone through some hundred at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import F

from campanello.core import bulk
from campanello.core.actor import Actor
from campanello.plans.models import Measure, Payment, PaymentLine, PaymentRun, Purse
from campanello.plans.queries import allowance, payment_facts
from campanello.plans.queries.allowance import PersonDue
from campanello.plans.queries.payment_facts import Gathered, Lost, PlanRow, PurseRow
from campanello.plans.rules import payments as rules
from campanello.plans.rules.allowance import Part, Terms
from campanello.plans.services import measures, payments_checking

PEOPLE_AT_ONCE, LINES_AT_ONCE = 1_000, 2_000
NOTHING_LOST = Lost()
LINE = (
    *("run", "plan", "person", "attended_minutes", "counted_minutes", "services_cents", "allowance_cents"),
    *("before_cents", "due_cents", "to_arrears_cents", "to_person_cents", "capped", "changed", "held_why"),
    "frozen",
)
SEALED = ("plan_id", "person_id", *LINE[3:])
# Of all ways the quickest by far for some hundred rows, each with figures of its own.
MAKE = (
    "INSERT INTO plans_purse (person_id, services_cents, allowance_cents) VALUES (%s, 0, 0) "
    "ON CONFLICT (person_id) DO NOTHING"
)
FILL = (
    "UPDATE plans_purse SET services_cents = services_cents + %s, allowance_cents = allowance_cents + %s "
    "WHERE id = %s"
)
PAYMENT = ("line", "run", "payee", "creditor", "pact", "cents", "account")

Progress = Callable[[int], None]


@dataclass
class _Run:
    """What is kept while a run is computed: no more of it for more plans."""

    actor: Actor
    run: PaymentRun
    on: date
    at: datetime
    terms: Terms
    takes_demo: bool
    uncommitted: dict[int, int] = field(default_factory=dict)
    creditor_accounts: dict[int, int] = field(default_factory=dict)


def compute(
    *, actor: Actor, run: PaymentRun, on: date, at: datetime, takes_demo: bool, progress: Progress
) -> None:
    """Fill a run that has no lines yet, and seal it. In the caller's transaction; the caller proposes it.

    Args:
        actor: Who asked for it.
        run: Held by the caller.
        on: The day: caps, requirements and accounts are those of it.
        at: The moment, for the checks that are written down.
        takes_demo: Whether invented hourly values may be paid: in a demonstration alone.
        progress: Is told how many people are done.
    """
    it = _Run(actor, run, on, at, allowance.terms(on), takes_demo)
    done = 0
    stream = allowance.dues(project=run.project_id, before=run.through_on, held_to=it.terms)
    while people := list(islice(stream, PEOPLE_AT_ONCE)):
        _compute_some(it, people)
        done += len(people)
        progress(done)
    for measure in sorted(it.uncommitted):
        _commit(it, measure, it.uncommitted[measure])
    _pay(it)


def _compute_some(it: _Run, people: list[PersonDue]) -> None:
    plans = [plan for one in people for plan, project in one.plans.items() if project == it.run.project_id]
    _make_purses(one.person for one in people)
    about = payment_facts.gathered([one.person for one in people], plans, before=it.run.through_on)
    asked = _to_check(people, about)
    outcomes = payments_checking.checked(actor=it.actor, applications=asked, on=it.on, at=it.at)
    wanted = {share.creditor for share in about.shares.values()}
    wanted |= {lost.creditor for lost in about.lost.values() if lost.creditor}
    if unknown := wanted - it.creditor_accounts.keys():
        it.creditor_accounts |= payment_facts.creditor_accounts(unknown)
    rows = [row for one in people for row in _lines(it, one, about, outcomes)]
    bulk.insert(PaymentLine, LINE, rows)
    _fill_purses(about.purses.values())


def _to_check(people: Iterable[PersonDue], about: Gathered) -> list[int]:
    """The applications of the plans of which something is due: of the others nothing needs to be known."""
    due = {part.plan: part.allowance_cents for one in people for part in one.due.parts}
    return [
        row.application
        for plan, row in about.plans.items()
        if row.application is not None and due.get(plan, 0) > about.before.get(plan, 0)
    ]


def _lines(
    it: _Run, person: PersonDue, about: Gathered, outcomes: Mapping[int, str]
) -> Iterator[tuple[Any, ...]]:
    parts = {part.plan: part for part in person.due.parts}
    for plan, project in sorted(person.plans.items()):
        if project == it.run.project_id:
            part = parts.get(plan, Part(plan, 0, 0, 0, 0))
            one = _One.of(it, person, part, about, outcomes)
            told = _with_accounts(it, rules.line(one.standing(it)), one.account)
            more = _more_services(it, one)
            if told.due or told.why or more:
                yield _row(it, one, told, more)


@dataclass(frozen=True)
class _One:
    """One plan, and all that is looked at for its line."""

    person: PersonDue
    plan: PlanRow
    part: Part
    purse: PurseRow
    before: int
    last: rules.Before | None
    lost: Lost
    share: rules.Share | None
    pacts: Mapping[tuple[int, int], int]
    account: int | None
    minutes: Mapping[str, int]
    outcome: str
    hold: str

    @classmethod
    def of(
        cls, it: _Run, person: PersonDue, part: Part, about: Gathered, outcomes: Mapping[int, str]
    ) -> "_One":
        """What has been gathered, put together."""
        key, plan = part.plan, about.plans[part.plan]
        outcome = outcomes.get(plan.application or 0, "")
        return cls(
            person=person,
            plan=plan,
            part=part,
            purse=about.purses[person.person],
            before=about.before.get(key, 0),
            last=about.last.get(key),
            lost=about.lost.get(key, NOTHING_LOST),
            share=about.shares.get(key),
            pacts=about.pacts,
            account=about.accounts.get(person.person),
            minutes=about.minutes.get(key, {}),
            outcome=outcome,
            hold=_hold(it, person, plan, about, outcome),
        )

    def standing(self, it: _Run) -> rules.Standing:
        """The same as the rule looks at it."""
        plan, purse = self.plan, self.purse
        return rules.Standing(
            allowance=self.part.allowance_cents,
            before=self.before,
            room=it.terms.allowance_cap_cents - purse.allowance - purse.more_allowance,
            fund=None if plan.committed is None else plan.committed - self.before,
            share=self.share,
            lost_person=self.lost.person,
            lost_landlord=self.lost.landlord,
            lost_creditor=self.lost.creditor,
            hold=self.hold,
            capped=self.person.due.capped,
        )


def _more_services(it: _Run, one: _One) -> int:
    """By how much the plan's value of services grows, within the person's cap; less than nothing where it shrinks."""
    had = one.last.services if one.last else 0
    room = it.terms.services_cap_cents - one.purse.services - one.purse.more_services
    return max(-had, min(one.part.services_cents - had, room))


def _row(it: _Run, one: _One, told: rules.Line, more: int) -> tuple[Any, ...]:
    """A line as it is stored; what it sets aside is noted in the person's purse."""
    plan, part = one.plan, one.part
    one.purse.more_services += more
    one.purse.more_allowance += told.due
    if plan.committed is None and told.due:
        it.uncommitted[plan.measure] = it.uncommitted.get(plan.measure, 0) + told.due
    changed = rules.changes(
        one.last,
        allowance=part.allowance_cents,
        account=one.account,
        share=tuple(one.share or ()),
        again=bool(one.lost.payments and told.due),
        is_unknown=one.outcome == payments_checking.UNKNOWN,
    )
    had = one.last.services if one.last else 0
    return (
        *(it.run.pk, plan.plan, one.person.person, part.attended_minutes, part.counted_minutes),
        *(had + more, part.allowance_cents, one.before, told.due, told.to_landlord, told.to_person),
        *(",".join(told.capped), ",".join(changed), told.why, _frozen(one, told, had, more)),
    )


def _frozen(one: _One, told: rules.Line, had: int, more: int) -> dict[str, Any]:
    kept: dict[str, Any] = {"services_before": had, "services_more": more, "account": one.account}
    kept |= {"minutes": one.minutes, "share": list(one.share or ())}
    if one.outcome:
        kept["requirements"] = one.outcome
    if told.creditor:
        kept |= {"creditor": told.creditor, "pact": one.pacts.get((one.plan.plan, told.creditor))}
    if one.lost.payments and told.due:
        kept["again"] = list(one.lost.payments)
    if told.held or told.over:
        kept |= {"held": told.held, "over": told.over}
    return kept


def _hold(it: _Run, person: PersonDue, plan: PlanRow, about: Gathered, outcome: str) -> str:
    """Why nothing is paid of a plan, whatever is due; the first reason in order of weight."""
    reasons = (
        (person.person in about.restricted, "plans.person-restricted"),
        (plan.state == "suspended", "plans.plan-suspended"),
        (outcome in payments_checking.HOLDS, payments_checking.HOLDS.get(outcome, "")),
        (plan.plan in person.without_value, "plans.no-hourly-value"),
        (not it.takes_demo and plan.plan in person.demo, "plans.demo-values"),
    )
    return next((why for holds, why in reasons if holds), "")


def _with_accounts(it: _Run, told: rules.Line, account: int | None) -> rules.Line:
    """The line, held where one of its two parts could not be paid to any account."""
    if told.to_person and account is None:
        return rules.Line(held=told.due, why="plans.no-account", capped=told.capped)
    if told.to_landlord and told.creditor not in it.creditor_accounts:
        return rules.Line(held=told.due, why="plans.creditor-without-account", capped=told.capped)
    return told


def _make_purses(people: Iterable[int]) -> None:
    # In the order of keys, so that two runs that make them at once wait for one another.
    with connection.cursor() as cursor:
        cursor.executemany(MAKE, [(key,) for key in sorted(people)])


def _fill_purses(purses: Iterable[PurseRow]) -> None:
    changed = [(one.more_services, one.more_allowance, one.key) for one in purses]
    with connection.cursor() as cursor:
        cursor.executemany(FILL, [one for one in changed if one[0] or one[1]])


def _commit(it: _Run, measure: int, wanted: int) -> None:
    """Take of a fund for plans without an application: in the order they were made, as far as it reaches.

    The first that does not fit stops the round: none is served before one that came earlier.
    """
    held = measures.hold(measure)
    left = held.allowance_cents - held.committed_allowance_cents
    if wanted > left:
        wanted = _cut(it, measure, left)
    Measure.objects.filter(pk=measure).update(
        committed_allowance_cents=F("committed_allowance_cents") + wanted
    )


def _cut(it: _Run, measure: int, left: int) -> int:
    lines = PaymentLine.objects.filter(
        run=it.run, plan__measure=measure, plan__application=None, due_cents__gt=0
    ).order_by("plan_id", "pk")
    spent, is_over = 0, False
    for line in lines.iterator(LINES_AT_ONCE):
        is_over = is_over or spent + line.due_cents > left
        if is_over:
            _hold_for_funds(line)
        else:
            spent += line.due_cents
    return spent


def _hold_for_funds(line: PaymentLine) -> None:
    Purse.objects.filter(person=line.person_id).update(allowance_cents=F("allowance_cents") - line.due_cents)
    line.frozen = {name: value for name, value in line.frozen.items() if name != "again"}
    line.frozen["held"] = line.due_cents
    line.held_why = rules.FUND_ENDED
    line.capped = ",".join(filter(None, (line.capped, rules.FUND)))
    line.due_cents = line.to_arrears_cents = line.to_person_cents = 0
    line.save()


def _pay(it: _Run) -> None:
    """Make the payments out of the lines as they are stored, in their order, and seal those."""
    seal, after = rules.Seal(), 0
    run = it.run
    run.plans = run.to_person_cents = run.to_arrears_cents = 0
    while lines := list(_stored(run.pk, after)):
        again: dict[int, int] = {}
        rows: list[tuple[Any, ...]] = []
        for key, *line in lines:
            seal.add(tuple(line))
            told = dict(zip(SEALED, line, strict=True))
            rows += _payments(it, key, told)
            run.plans += bool(told["due_cents"])
            run.to_person_cents += told["to_person_cents"]
            run.to_arrears_cents += told["to_arrears_cents"]
            again |= dict.fromkeys(told["frozen"].get("again", ()), key)
        bulk.insert(Payment, PAYMENT, rows)
        for payment, line_key in again.items():
            Payment.objects.filter(pk=payment).update(again_in=line_key)
        after = lines[-1][0]
    run.lines_sha256 = seal.text()


def _payments(it: _Run, key: int, line: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    frozen = line["frozen"]
    if line["to_person_cents"]:
        yield key, it.run.pk, "person", None, None, line["to_person_cents"], frozen["account"]
    if line["to_arrears_cents"]:
        creditor = frozen["creditor"]
        account = it.creditor_accounts[creditor]
        yield key, it.run.pk, "landlord", creditor, frozen["pact"], line["to_arrears_cents"], account


def _stored(run: int, after: int) -> Iterable[tuple[Any, ...]]:
    rows = PaymentLine.objects.filter(run=run, pk__gt=after).order_by("pk")
    return rows.values_list("pk", *SEALED)[:LINES_AT_ONCE]


def seal_of(run: int) -> str:
    """The seal of a run's lines as they are stored now."""
    seal, after = rules.Seal(), 0
    while lines := list(_stored(run, after)):
        for _key, *line in lines:
            seal.add(tuple(line))
        after = lines[-1][0]
    return seal.text()
