"""A person's plans and pacts in words: versions, signatures, acts, registers, payments, results, terms, reviews."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext

from campanello.plans.queries.case_folder import OnePact, OnePlan
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import hours, last_day
from campanello.plans.rules.values import (
    PACT_KINDS,
    PACT_STATES,
    PAYEES,
    PAYMENT_STATES,
    PLAN_ACTS,
    PRESENCES,
    RESULT_MOMENTS,
    RESULT_STATUSES,
    REVIEW_JUDGEMENTS,
    RUN_STATES,
    SIGNED_BY,
    SIGNED_HOW,
    TRY_OUTCOMES,
)
from campanello.staff.plans.papers import parts
from campanello.staff.plans.papers.blocks import Section, pairs, table
from campanello.staff.plans.papers.parts import day, listed, moment, user
from campanello.staff.plans.plans.words import money


def plan(one: OnePlan) -> list[Section]:
    """A plan with all its parts."""
    shown = one.shown
    title = gettext("Plan %(code)s") % {"code": shown.plan.code}
    return [
        Section(title, (parts.plan(shown),)),
        *_versions(one),
        *table(
            gettext("Acts"),
            (gettext("Day"), gettext("Act"), gettext("Number"), gettext("Reason"), gettext("By")),
            [
                (day(act.on), listed(PLAN_ACTS, act.kind), act.number, act.reason, user(act.by))
                for act in shown.acts
            ],
            (2, 3, 3, 6, 3),
        ),
        *table(
            gettext("Attendance"),
            (
                gettext("Day"),
                gettext("Service"),
                gettext("Presence"),
                gettext("Minutes"),
                gettext("Attendance register"),
            ),
            [_mark(mark) for mark in one.marks],
            (2, 6, 3, 2, 5),
        ),
        *_payments(one),
        *table(
            gettext("Results"),
            (gettext("Moment"), gettext("Status"), gettext("Of"), gettext("Source"), gettext("Tries")),
            [_result(result) for result in one.results],
            (3, 4, 2, 4, 5),
        ),
    ]


def _versions(one: OnePlan) -> list[Section]:
    sections = []
    for version in one.shown.versions:
        row = version.row
        title = gettext("Version %(number)s, from %(day)s") % {
            "number": row.number,
            "day": day(row.starts_on),
        }
        about = pairs(
            (gettext("Why it was amended"), row.reason),
            (gettext("Signed by both sides on"), day(row.signed_on)),
            *(_signature(held) for held in version.signatures),
        )
        sections.append(Section(title, (about, parts.services(version)), level=2))
    return sections


def _signature(one: Any) -> tuple[str, str]:
    return gettext(SIGNED_BY[one.by]), f"{day(one.on)}, {gettext(SIGNED_HOW[one.how])}"


def _mark(one: Any) -> tuple[str, ...]:
    register = gettext("signed") if one.is_signed else gettext("not signed yet")
    if one.is_replaced:
        register = gettext("corrected afterwards")
    elif one.reason:
        register = gettext("correction: %(why)s") % {"why": one.reason}
    minutes = f"{one.minutes} / {one.planned_minutes}"
    service = in_language(one.service.names, get_language() or "it")
    return day(one.on), service, listed(PRESENCES, one.presence), minutes, register


def _payments(one: OnePlan) -> list[Section]:
    lines, payments = [], []
    for row in one.payments.rows:
        line = row.line
        run = f"{line.run.number} ({listed(RUN_STATES, line.run.state)})"
        figures = (line.services_cents, line.allowance_cents, line.due_cents)
        lines.append((run, hours(line.counted_minutes), *map(money, figures)))
        payments += [
            (
                run,
                held.creditor.name if held.creditor else listed(PAYEES, held.payee),
                money(held.cents),
                listed(PAYMENT_STATES, held.state),
                day(held.value_on),
            )
            for held in row.payments
        ]
    return [
        *table(
            gettext("What was found due"),
            (
                gettext("Run"),
                gettext("Hours"),
                gettext("Services to the day"),
                gettext("Allowance to the day"),
                gettext("Due now"),
            ),
            lines,
            (4, 2, 4, 4, 3),
        ),
        *table(
            gettext("Payments"),
            (gettext("Run"), gettext("Payee"), gettext("Amount"), gettext("State"), gettext("On")),
            payments,
            (4, 4, 3, 3, 2),
        ),
    ]


def _result(one: Any) -> tuple[str, ...]:
    tries = "; ".join(f"{moment(held.at)} {listed(TRY_OUTCOMES, held.outcome)}" for held in one.tries.all())
    due = gettext("due by %(day)s") % {"day": day(one.due_on)}
    status = listed(RESULT_STATUSES, one.status) or due
    return listed(RESULT_MOMENTS, one.moment), status, day(one.status_on), one.source, tries


def pacts(rows: Iterable[OnePact]) -> list[Section]:
    """The pacts that a person made."""
    sections: list[Section] = []
    for one in rows:
        row = one.row
        ends = day(last_day(row.ends_on)) if row.ends_on and row.ends_on > row.starts_on else day(row.ends_on)
        about = pairs(
            (gettext("State"), listed(PACT_STATES, row.state)),
            (gettext("From"), day(row.starts_on)),
            (gettext("To"), ends),
            (gettext("Why it ended"), row.ended_why),
            (gettext("Arrears with"), row.creditor.name if row.creditor else ""),
            (gettext("Made with others"), str(one.others or "")),
        )
        title = " · ".join(part for part in (listed(PACT_KINDS, row.kind), row.title) if part)
        sections += [Section(title, (about,)), *_terms(row), *_reviews(row), *_given(one)]
    return sections


def _terms(pact: Any) -> list[Section]:
    rows = [
        (
            str(one.number),
            one.gets,
            one.gives,
            f"{one.share_numerator}/{one.share_denominator}" if one.share_numerator else "–",
            "; ".join(f"{gettext(SIGNED_BY[held.by])} {day(held.on)}" for held in one.signatures.all()),
        )
        for one in pact.terms.all()
    ]
    heads = (
        gettext("Terms"),
        gettext("What one gets"),
        gettext("What one gives"),
        gettext("Share to arrears"),
        gettext("Signed"),
    )
    return table(gettext("Terms"), heads, rows, (1, 5, 5, 2, 4))


def _reviews(pact: Any) -> list[Section]:
    rows = [
        (day(one.due_on), day(one.held_on), listed(REVIEW_JUDGEMENTS, one.judgement), one.note)
        for one in pact.reviews.all()
    ]
    heads = (gettext("Due on"), gettext("Held on"), gettext("Judgement"), gettext("Note"))
    return table(gettext("Reviews"), heads, rows, (2, 2, 3, 7))


def _given(one: OnePact) -> list[Section]:
    rows = [(day(held.on), held.what, hours(held.minutes)) for held in one.given]
    heads = (gettext("Day"), gettext("What was given back"), gettext("Hours"))
    return table(gettext("Given back"), heads, rows, (2, 8, 2))
