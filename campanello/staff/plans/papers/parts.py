"""Parts that several papers hold: the person, requirements, a plan's services, signatures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from campanello.core.period import day_of
from campanello.people.rules.codes import NEVER_EXPORTED
from campanello.people.rules.record import PersonRecord
from campanello.people.rules.values import CODE_KINDS, EDUCATION, EMPLOYMENT, SEXES
from campanello.plans.queries.eligibility import Known
from campanello.plans.queries.plan_shown import Shown, Version
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import hours, last_day
from campanello.plans.rules.signing import PERSON, STAFF
from campanello.plans.rules.values import BLOCKS, SIGNED_BY, SIGNED_HOW
from campanello.staff.people import words
from campanello.staff.plans.eligibility import showing
from campanello.staff.plans.papers.blocks import Grid, Pairs, Signatures, grid, pairs


def day(value: date | None) -> str:
    """A day as it is written in Italy; nothing for none."""
    return f"{value:%d/%m/%Y}" if value else ""


def moment(value: Any) -> str:
    """The day of a moment, as it is written in Italy; nothing for none."""
    return day(day_of(value)) if value else ""


def listed(values: dict[str, str], code: str) -> str:
    """A code in words; nothing for none."""
    return gettext(values[code]) if code in values else ""


def user(one: Any) -> str:
    """A colleague's name."""
    return str(one.name or one.username) if one else ""


def name_of(record: PersonRecord) -> str:
    """A person's name as papers write it."""
    return f"{record.facts.given_name} {record.facts.family_name}".strip()


def person(record: PersonRecord) -> Pairs:
    """Who somebody is. Codes that tell of somebody without a permit leave the system on no paper."""
    facts = record.facts
    codes = [one for one in record.codes if one.ends_on is None and one.kind not in NEVER_EXPORTED]
    work = next((one for one in record.employment if one.starts_on <= record.on), None)
    return pairs(
        (gettext("Name"), name_of(record)),
        (gettext("Sex"), listed(SEXES, facts.sex)),
        (gettext("Date of birth"), day(facts.born_on)),
        (gettext("Place of birth"), facts.birth_place),
        *((gettext(CODE_KINDS[one.kind]), one.value) for one in codes),
        (gettext("Citizenship"), ", ".join(words.country(one.country) for one in record.citizenships)),
        (gettext("Lives at"), facts.residence_address),
        (gettext("Education"), listed(EDUCATION, facts.education)),
        (gettext("Work"), listed(EMPLOYMENT, work.status) if work else ""),
        (gettext("Languages"), ", ".join(words.language(one.code) for one in record.languages)),
    )


def requirements(results: Iterable[dict[str, Any]], known: dict[str, Known] | None = None) -> Grid:
    """The answers of a check with their evidence; which special facts there are is on no paper."""
    rows = []
    for one in showing.verdicts(results, known):
        evidence = "; ".join(
            f"{fact.label}: {fact.value} ({fact.evidence}{', ' if fact.source else ''}{fact.source}, {day(fact.on)})"
            for fact in one.facts
        )
        rows.append((one.title, one.word, one.sentence, evidence))
    heads = (gettext("Requirement"), gettext("Verdict"), gettext("Why"), gettext("Evidence"))
    return grid(heads, rows, (4, 2, 5, 6))


def services(version: Version) -> Grid:
    """What a version of a plan holds."""
    language = get_language() or "it"
    rows = [
        (
            gettext(BLOCKS[row.service.block]),
            in_language(row.service.names, language),
            hours(row.minutes),
            row.deliverer.name if row.deliverer else "",
            ", ".join(one for one in (_days(row), row.calendar) if one),
        )
        for row in version.services
    ]
    total = hours(sum(row.minutes for row in version.services))
    heads = (
        gettext("Block"),
        gettext("Service"),
        gettext("Hours"),
        gettext("Who delivers it"),
        gettext("When"),
    )
    return grid(heads, [*rows, (gettext("In all"), "", total, "", "")], (3, 5, 2, 4, 4))


def _days(row: Any) -> str:
    ends_on = last_day(row.ends_on) if row.ends_on else None
    return " – ".join(day(one) for one in (row.starts_on, ends_on) if one)


def signed(version: Version, names: dict[str, str]) -> Signatures:
    """Both sides of a version: signed, on which day and how, or a place to sign."""
    given = {one.by: one for one in version.signatures}
    guardian = given.get("guardian")
    sides = [(PERSON, given.get(PERSON) or guardian), (STAFF, given.get(STAFF))]
    return Signatures(
        tuple((gettext(SIGNED_BY[by]), names.get(by, ""), _signature(one)) for by, one in sides)
    )


def _signature(one: Any) -> str:
    if one is None:
        return ""
    how = {"day": day(one.on), "how": gettext(SIGNED_HOW[one.how])}
    return gettext("Signed on %(day)s: %(how)s") % how


def plan(shown: Shown) -> Pairs:
    """Which plan it is, and on which days it runs."""
    one = shown.plan
    return pairs(
        (gettext("Plan"), one.code),
        (gettext("Measure"), in_language(one.measure.titles, get_language() or "it")),
        (gettext("State"), gettext(one.get_state_display())),
        (gettext("From"), day(one.starts_on)),
        (gettext("To"), day(last_day(one.ends_on))),
        (gettext("Case manager"), user(one.case_manager)),
        (gettext("What the person wants to reach"), one.goal),
    )
