"""A person's case in words: applications with their checks, plans with registers and payments, pacts, assessments."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from campanello.plans.queries.case_folder import Folder, OneApplication
from campanello.plans.rules.assessments import dimension
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.eligibility_reading import NAMES
from campanello.plans.rules.plans import hours, last_day
from campanello.plans.rules.values import (
    APPLICATION_STATES,
    ASSESSMENT_KINDS,
    CHANNELS,
    COMMON_GOOD_AREAS,
    DOCUMENT_KINDS,
    DOCUMENT_STATES,
    EVIDENCE,
    GOAL_STATES,
    TRAINEESHIP_STATES,
    TRY_OUTCOMES,
)
from campanello.staff.plans.applications import words as application_words
from campanello.staff.plans.eligibility import showing
from campanello.staff.plans.papers import folder_plans, parts
from campanello.staff.plans.papers.blocks import Block, Pairs, Paper, Section, Words, grid, pairs, table
from campanello.staff.plans.papers.parts import day, listed, moment, user


def in_words(found: Folder, on: date) -> Paper:
    """The whole folder, with a table of contents."""
    sections = [Section(gettext("Person"), (parts.person(found.record),))]
    for one in found.applications:
        sections += _application(one)
    for plan in found.plans:
        sections += folder_plans.plan(plan)
    sections += folder_plans.pacts(found.pacts)
    sections += _beside(found)
    if found.assessments is not None:
        sections += _assessments(found.assessments)
    held = Words(gettext("Assessments are not in this copy: its reader does not read them."))
    if found.assessments is None:
        sections.append(Section(gettext("Assessments"), (held,)))
    return Paper(
        title=gettext("Case folder"),
        subtitle=parts.name_of(found.record),
        made=gettext(
            "Made on %(day)s from what is on record. It names people: keep it where nobody else reads it."
        )
        % {"day": day(on)},
        sections=tuple(sections),
        contents=gettext("Contents"),
        labels={"sign": gettext("Day and signature")},
    )


def _application(one: OneApplication) -> list[Section]:
    row = one.row
    title = gettext("Application %(number)s, %(measure)s") % {
        "number": row.number,
        "measure": in_language(row.measure.titles, get_language() or "it"),
    }
    about = pairs(
        (gettext("Received on"), day(row.received_on)),
        (gettext("How it came"), listed(CHANNELS, row.channel)),
        (gettext("Came through"), row.came_through),
        (gettext("State"), listed(APPLICATION_STATES, row.state)),
        (gettext("Decided on"), moment(row.decided_at)),
        (gettext("Decided by"), user(row.decided_by)),
    )
    sections = [Section(title, (about,))]
    if answers := application_words.answers(row.answers, special=one.sees_special):
        sections.append(Section(gettext("What was answered"), (Pairs(tuple(answers)),), level=2))
    facts = sorted(one.facts, key=lambda fact: (fact.recorded_at, fact.pk))
    return [
        *sections,
        *table(
            gettext("What is known, and how"),
            (gettext("Fact"), gettext("Value"), gettext("How it is known"), gettext("Of"), gettext("Noted")),
            [_fact(fact, one) for fact in facts],
            (4, 3, 5, 2, 4),
        ),
        *_checks(one),
        *_done(one),
    ]


def _done(one: OneApplication) -> list[Section]:
    """What was done with an application: its steps, documents, and tries to reach the person."""
    return [
        *table(
            gettext("What was done"),
            (gettext("Day"), gettext("State"), gettext("In words"), gettext("By")),
            [
                (moment(step.at), listed(APPLICATION_STATES, step.after), step.note, user(step.by))
                for step in one.steps
            ],
            (2, 3, 7, 3),
        ),
        *table(
            gettext("Documents"),
            (gettext("Document"), gettext("State"), gettext("Brought on"), gettext("Valid until")),
            [
                (
                    listed(DOCUMENT_KINDS, held.kind),
                    " ".join((listed(DOCUMENT_STATES, held.state), held.reason)).strip(),
                    moment(held.uploaded_at),
                    day(held.expires_on),
                )
                for held in one.documents
            ],
            (5, 5, 3, 3),
        ),
        *table(
            gettext("Tries to reach the person"),
            (gettext("Day"), gettext("Outcome"), gettext("Note"), gettext("By")),
            [
                (moment(held.at), listed(TRY_OUTCOMES, held.outcome), held.note, user(held.by))
                for held in reversed(one.tries)
            ],
            (2, 4, 6, 3),
        ),
    ]


def _fact(fact: Any, one: OneApplication) -> tuple[str, ...]:
    value = showing.value(fact.name, fact.value, sees_special=one.sees_special)
    source = f", {fact.source}" if fact.source else ""
    noted = " ".join((moment(fact.recorded_at), user(fact.recorded_by)))
    return (
        gettext(NAMES[fact.name]),
        gettext("%(value)s (replaced)") % {"value": value} if fact.is_replaced else value,
        listed(EVIDENCE, fact.evidence) + source,
        day(fact.on),
        noted,
    )


def _checks(one: OneApplication) -> list[Section]:
    sections = []
    for step in reversed(one.checks):
        check = step.check
        outcome, _tone = showing.OUTCOMES[check.outcome]
        told = gettext("%(outcome)s. Requirements “%(set)s” of %(since)s, asked of %(on)s.") % {
            "outcome": outcome,
            "set": check.requirement_set,
            "since": day(check.set_starts_on),
            "on": day(check.on),
        }
        title = f"{showing.occasion(check.occasion)}, {moment(check.at)}"
        sections.append(Section(title, (Words(told), parts.requirements(check.results)), level=3))
    if sections:
        sections.insert(0, Section(gettext("Checks of the requirements"), (), level=2))
    return sections


def _beside(found: Folder) -> list[Section]:
    """What is not of one plan: traineeships, jobs, goals, work for the common good."""
    trained = [
        (
            one.host.name,
            one.role,
            f"{day(one.starts_on)} – {day(last_day(one.ends_on))}",
            listed(TRAINEESHIP_STATES, one.state),
            "; ".join(f"{day(visit.on)} {visit.note}".strip() for visit in one.visits.all()),
        )
        for one in found.traineeships
    ]
    found_jobs = [(day(one.starts_on), one.employer, one.contract) for one in found.jobs]
    return [
        *table(
            gettext("Traineeships"),
            (gettext("Host"), gettext("Task"), gettext("Days"), gettext("State"), gettext("Tutor's visits")),
            trained,
            (4, 4, 4, 3, 5),
            level=1,
        ),
        *table(
            gettext("Jobs found"),
            (gettext("From"), gettext("Employer"), gettext("Contract")),
            found_jobs,
            (2, 5, 5),
            level=1,
        ),
        *_goals_and_work(found),
    ]


def _goals_and_work(found: Folder) -> list[Section]:
    # Not within the f-string: what collects the strings does not look there.
    to_do = gettext("not done yet")
    goals = [
        (
            one.title,
            day(one.due_on),
            listed(GOAL_STATES, one.state),
            "; ".join(f"{task.title} ({day(task.done_on) or to_do})" for task in one.tasks.all()),
        )
        for one in found.goals
    ]
    worked = [
        (day(one.on), listed(COMMON_GOOD_AREAS, one.area), one.what, hours(one.minutes))
        for one in found.common_good
    ]
    return [
        *table(
            gettext("Goals and tasks"),
            (gettext("Goal"), gettext("By when"), gettext("State"), gettext("Tasks")),
            goals,
            (5, 2, 3, 6),
            level=1,
        ),
        *table(
            gettext("Work for the common good"),
            (gettext("Day"), gettext("Field"), gettext("What was done"), gettext("Hours")),
            worked,
            (2, 3, 7, 2),
            level=1,
        ),
    ]


def _assessments(rows: Iterable[Any]) -> list[Section]:
    sections = []
    for one in rows:
        signed = {"day": moment(one.signed_at), "who": user(one.signed_by)}
        told = (
            gettext("Signed on %(day)s by %(who)s.") % signed
            if one.signed_at
            else gettext("A draft, not signed.")
        )
        scores = [
            (_dimension(held.dimension), str(held.score or "–"), held.reason) for held in one.scores.all()
        ]
        blocks: list[Block] = [Words(told), *([Words(one.summary)] if one.summary else [])]
        heads = (gettext("Dimension"), gettext("Score, 1 to 5"), gettext("Why"))
        if scores:
            blocks.append(grid(heads, scores, (5, 2, 8)))
        sections.append(Section(f"{listed(ASSESSMENT_KINDS, one.kind)}, {day(one.on)}", tuple(blocks)))
    return sections


def _dimension(code: str) -> str:
    known = dimension(code)
    return gettext(known.name) if known else code
