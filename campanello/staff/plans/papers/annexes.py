"""The forms of the management manual of the regional call: Allegato 2, Allegato 3, Allegato 4, from what is on file.

What a form asks for and nobody recorded is said on it, so that an office sees what is still missing before it is sent.
Source: STANDARDS 4, "Documents of the management manual"; D.d.s. 14207 of 15.11.2017.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import get_language, gettext, ngettext

from campanello.people.rules.values import EMPLOYMENT
from campanello.plans.queries.papers import Filed
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import hours
from campanello.plans.rules.signing import PERSON, STAFF
from campanello.plans.rules.values import APPLICATION_STATES, CHANNELS, DOCUMENT_KINDS, DOCUMENT_STATES
from campanello.staff.plans.applications import words as application_words
from campanello.staff.plans.eligibility import showing
from campanello.staff.plans.papers import parts
from campanello.staff.plans.papers.blocks import (
    Block,
    Pairs,
    Paper,
    Points,
    Section,
    Signatures,
    Words,
    grid,
    pairs,
)
from campanello.staff.plans.papers.parts import day, listed
from campanello.staff.plans.plans.words import money

LAB = ("lab", "hardship", "residence")


def participation(found: Filed, on: date) -> Paper:
    """Allegato 2: that somebody takes part in the social lab."""
    entry = found.lab.entry
    lab: list[Block] = [
        pairs(
            (gettext("Takes part since"), day(entry.entry_on) if entry else ""),
            (gettext("Work at the entry"), listed(EMPLOYMENT, entry.occupational_status) if entry else ""),
            (gettext("Activities attended, by signed registers"), _attended(found)),
            (gettext("Visits at the lab's desk"), str(found.lab.visits or "")),
        )
    ]
    if entry is None:
        text = gettext("No entry into the lab is on record. Record it before this communication is sent.")
        lab.append(Words(text, is_grave=True))
    check = found.check
    answers = [one for one in check.results if one["code"] in LAB] if check else []
    sections = [
        Section(gettext("Project"), (_project(found),)),
        Section(gettext("Person"), (parts.person(found.record),)),
        Section(gettext("Part in the social lab"), tuple(lab)),
    ]
    if answers:
        sections.append(Section(gettext("Situation as it was found"), (parts.requirements(answers),)))
    declared = gettext(
        "%(body)s communicates that the person named above takes part in the activities of the social lab of the "
        "project named above."
    ) % {"body": found.lead.name}
    sections.append(Section(gettext("Communication"), (Words(declared), _to_sign(found))))
    title = gettext("Annex 2: communication of participation in the social labs")
    return _paper(title, found, sections, on)


def application(found: Filed, on: date) -> Paper:
    """Allegato 3: the application and the personal plan."""
    asked = found.application
    sections = [
        Section(gettext("Project"), (_project(found),)),
        Section(gettext("Person"), (parts.person(found.record),)),
        Section(gettext("Application"), tuple(_application(found))),
    ]
    if asked and asked.answers:
        answers = application_words.answers(asked.answers, special=found.sees_special)
        sections.append(Section(gettext("What was answered"), (Pairs(tuple(answers)),)))
    sections.append(Section(gettext("Requirements"), tuple(_requirements(found))))
    version = found.shown.holding
    sections.append(
        Section(gettext("Personal plan (PIP)"), (parts.plan(found.shown), parts.services(version)))
    )
    names = {PERSON: parts.name_of(found.record), STAFF: found.lead.name}
    sections.append(Section(gettext("Signatures"), (parts.signed(version, names),)))
    return _paper(gettext("Annex 3: application and personal plan (PIP)"), found, sections, on)


def declaration(found: Filed, on: date) -> Paper:
    """Allegato 4: that what the plan rests on is on file (DRU)."""
    shown, missing = found.shown, _missing(found)
    euros = shown.euros
    figures = pairs(
        (gettext("Hours planned"), hours(sum(bar.planned for bar in shown.bars))),
        (gettext("Hours attended"), hours(sum(bar.done for bar in shown.bars))),
        (gettext("Services attended under this plan"), money(euros.own_services_cents)),
        (gettext("Allowance due under this plan"), money(euros.own_allowance_cents)),
    )
    on_file = Points(tuple(_on_file(found)) or (gettext("Nothing is on file yet."),))
    sections = [
        Section(gettext("Project"), (_project(found),)),
        Section(gettext("Person"), (parts.person(found.record),)),
        Section(gettext("Plan"), (parts.plan(shown), figures)),
        Section(gettext("On file"), (on_file, *_documents(found))),
        Section(gettext("Requirements"), tuple(_requirements(found))),
    ]
    if missing:
        text = gettext("This declaration can't be signed yet. What is missing:")
        sections.append(Section(gettext("Missing"), (Words(text, is_grave=True), Points(tuple(missing)))))
    declared = gettext(
        "For %(body)s, and knowing what follows from false declarations (D.P.R. 445/2000, art. 46, 47 and 76), I "
        "declare that what is listed above is on file and can be shown at any check."
    ) % {"body": found.lead.name}
    who = (gettext("For the body"), found.lead.name, "")
    sections.append(Section(gettext("Declaration"), (Words(declared), Signatures((who,)))))
    return _paper(gettext("Annex 4: single summary declaration (DRU)"), found, sections, on)


# By the word in the address.
ANNEXES: Mapping[str, Callable[[Filed, date], Paper]] = {
    "allegato-2": participation,
    "allegato-3": application,
    "allegato-4": declaration,
}


def _paper(title: str, found: Filed, sections: list[Section], on: date) -> Paper:
    plan = found.shown.plan
    return Paper(
        title=title,
        subtitle=f"{plan.project.title} · {plan.code}",
        made=gettext("Made on %(day)s from what is on record.") % {"day": day(on)},
        sections=tuple(sections),
        labels={"sign": gettext("Day and signature")},
    )


def _project(found: Filed) -> Pairs:
    project = found.shown.plan.project
    return pairs(
        (gettext("Project"), f"{project.code} {project.title}"),
        (gettext("Lead"), found.lead.name),
        (gettext("Measure"), in_language(found.shown.plan.measure.titles, get_language() or "it")),
    )


def _attended(found: Filed) -> str:
    if not found.lab.sessions:
        return ""
    told = ngettext("%(n)s session, %(hours)s hours", "%(n)s sessions, %(hours)s hours", found.lab.sessions)
    return told % {"n": found.lab.sessions, "hours": hours(found.lab.minutes)}


def _to_sign(found: Filed) -> Signatures:
    return Signatures(
        (
            (gettext("The person"), parts.name_of(found.record), ""),
            (gettext("For the lab"), found.lead.name, ""),
        )
    )


def _application(found: Filed) -> list[Block]:
    asked = found.application
    if asked is None:
        return [
            Words(gettext("No application is on record: the plan was drafted without one."), is_grave=True)
        ]
    return [
        pairs(
            (gettext("Number"), str(asked.number)),
            (gettext("Received on"), day(asked.received_on)),
            (gettext("How it came"), listed(CHANNELS, asked.channel)),
            (gettext("Came through"), asked.came_through),
            (gettext("State"), listed(APPLICATION_STATES, asked.state)),
            (gettext("Decided on"), parts.moment(asked.decided_at)),
            (gettext("Decided by"), parts.user(asked.decided_by)),
        )
    ]


def _requirements(found: Filed) -> list[Block]:
    check = found.check
    if check is None:
        return [Words(gettext("The requirements were not checked."), is_grave=True)]
    outcome, _tone = showing.OUTCOMES[check.outcome]
    told = gettext("%(outcome)s. Checked on %(day)s, by the requirements “%(set)s” of %(since)s.") % {
        "outcome": outcome,
        "day": parts.moment(check.at),
        "set": check.requirement_set,
        "since": day(check.set_starts_on),
    }
    return [Words(told), parts.requirements(check.results)]


def _on_file(found: Filed) -> list[str]:
    lines = []
    if found.lab.entry:
        lines.append(
            gettext("Entry into the social lab on %(day)s.") % {"day": day(found.lab.entry.entry_on)}
        )
    if found.application:
        facts = {"number": found.application.number, "day": day(found.application.received_on)}
        lines.append(gettext("Application %(number)s, received on %(day)s.") % facts)
    if found.check:
        lines.append(gettext("Check of the requirements of %(day)s.") % {"day": parts.moment(found.check.at)})
    version = found.shown.holding
    if version.row.signed_on:
        facts = {"number": version.row.number, "day": day(version.row.signed_on)}
        lines.append(gettext("Plan, version %(number)s, signed by both sides on %(day)s.") % facts)
    for act in found.shown.acts:
        facts = {"act": gettext(act.get_kind_display()), "day": day(act.on), "number": act.number}
        told = (
            gettext("%(act)s of %(day)s, act %(number)s.") if act.number else gettext("%(act)s of %(day)s.")
        )
        lines.append(told % facts)
    return lines


def _documents(found: Filed) -> list[Block]:
    if not found.documents:
        return []
    rows = [
        (
            listed(DOCUMENT_KINDS, one.kind),
            listed(DOCUMENT_STATES, one.state),
            parts.moment(one.uploaded_at),
            day(one.expires_on),
        )
        for one in found.documents
    ]
    heads = (gettext("Document"), gettext("State"), gettext("Brought on"), gettext("Valid until"))
    return [grid(heads, rows, (5, 3, 3, 3))]


def _missing(found: Filed) -> list[str]:
    asks_for_lab = any(one["code"] == "lab" for one in found.check.results) if found.check else True
    told = (
        (found.application is None, gettext("The application.")),
        (asks_for_lab and found.lab.entry is None, gettext("The entry into the social lab.")),
        (found.check is None, gettext("A check of the requirements.")),
        (
            found.check is not None and found.check.outcome != "eligible",
            gettext("A check by which all requirements are met."),
        ),
        (found.shown.holding.row.signed_on is None, gettext("The plan, signed by both sides.")),
    )
    return [text for is_missing, text in told if is_missing]
