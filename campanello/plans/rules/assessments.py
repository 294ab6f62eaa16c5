"""What an assessment is made of, when it may be signed, and how a review differs from the one at entry. Pure.

Source: D.lgs. 15 September 2017 n. 147, art. 5 (preliminary analysis, framework of six dimensions, team);
docs/rules/assessment.md with worked examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy, tidy_lines
from campanello.people.rules.person import TooLong
from campanello.plans.rules.values import ASSESSMENT_KINDS

LEAST, MOST = 1, 5
LONGEST_REASON, LONGEST_SUMMARY = 500, 4000
PRELIMINARY, ENTRY = "preliminary", "entry"
AFTER_ENTRY = frozenset({"review", "exit"})
SCORES = {
    1: _("1: serious need, help at once"),
    2: _("2: strong need"),
    3: _("3: some need"),
    4: _("4: little need"),
    5: _("5: no need"),
}
_SOURCE = "D.lgs. 15.9.2017 n. 147, art. 5 c. 2"
_IN_FORCE = Period(date(2017, 10, 14), None)


class AssessmentInFuture(Refused):
    """An assessment of a day that has not come."""

    code = "plans.assessment-in-future"
    text = _("The assessment is dated %(day)s, after today, %(today)s. Correct the day.")


class NotSignable(Refused):
    """Something is missing that a signed assessment has; the details say what."""

    code = "plans.assessment-not-signable"
    text = _(
        "The assessment can't be signed yet. Still missing: %(missing)s. Complete it, save it, then sign."
    )


class AssessmentSigned(Conflict):
    """What is signed stays."""

    code = "plans.assessment-signed"
    text = _(
        "This assessment was signed on %(day)s and stays as it is. Make a review to write down what changed."
    )


class NoEntryYet(Refused):
    """A review compares with what was found at entry."""

    code = "plans.assessment-no-entry"
    text = _(
        "No assessment at entry signed up to %(day)s is there to compare with. Sign the one at entry first."
    )


class EntryThere(Refused):
    """One assessment at entry for one plan, or one project where there is no plan."""

    code = "plans.assessment-entry-there"
    text = _(
        "There is an assessment at entry already, dated %(day)s. Open that one, or make a review if it is signed."
    )


@dataclass(frozen=True)
class Dimension:
    """One of the sides from which a situation is looked at: its code, letter in the law, names, days and source."""

    code: str
    letter: str
    name: str
    short: str
    asks: str
    period: Period = _IN_FORCE
    source: str = _SOURCE


ALL_DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "personal",
        "a",
        _("Personal and social conditions and functioning"),
        _("Person"),
        _("Health, autonomy, care of oneself and of others, children and elderly at home."),
    ),
    Dimension(
        "economic",
        "b",
        _("Economic situation"),
        _("Money"),
        _("Income, debts and arrears, benefits received or possible."),
    ),
    Dimension(
        "work",
        "c",
        _("Work and employability"),
        _("Work"),
        _("Work now and before, skills, time and transport, what stands in the way."),
    ),
    Dimension(
        "education",
        "d",
        _("Education and training"),
        _("Learning"),
        _("School, qualifications and their recognition, Italian, digital skills."),
    ),
    Dimension(
        "housing",
        "e",
        _("Housing conditions"),
        _("Housing"),
        _("Contract, state of the home, crowding, risk of losing it."),
    ),
    Dimension(
        "networks",
        "f",
        _("Family, neighbourhood and social networks"),
        _("Networks"),
        _("Whom one can count on, neighbours, associations, isolation."),
    ),
)


@dataclass(frozen=True)
class Scored:
    """How one dimension stands and why; a draft may lack either."""

    score: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Written:
    """What an assessment says. `scores` is by the dimensions' codes."""

    kind: str
    on: date
    summary: str = ""
    needs_team: bool = False
    scores: Mapping[str, Scored] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One dimension at entry and at a review; `change` is positive where it is better than it was."""

    dimension: Dimension
    entry: Scored
    review: Scored
    change: int


def dimensions(on: date) -> tuple[Dimension, ...]:
    """The dimensions that an assessment of a day has, in the order of the law.

    Source: D.lgs. 147/2017, art. 5 c. 2, letters a to f.
    """
    return tuple(one for one in ALL_DIMENSIONS if on in one.period)


def dimension(code: str) -> Dimension | None:
    """A dimension by its code, of whatever day; None where no list has it."""
    return next((one for one in ALL_DIMENSIONS if one.code == code), None)


def checked(told: Written, *, today: date) -> Written:
    """An assessment as a draft is stored: tidy texts, known values, nothing that was left empty.

    Raises:
        NotInTheList, AssessmentInFuture, TooLong.
    """
    if told.kind not in ASSESSMENT_KINDS:
        raise NotInTheList(value=told.kind[:40])
    if told.on > today:
        raise AssessmentInFuture(day=f"{told.on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    summary = tidy_lines(told.summary)
    if len(summary) > LONGEST_SUMMARY:
        raise TooLong(field=(_("Summary"), {}), found=len(summary), most=LONGEST_SUMMARY)
    known = {one.code for one in dimensions(told.on)}
    scores = {} if told.kind == PRELIMINARY else told.scores
    if strange := next((code for code in scores if code not in known), None):
        raise NotInTheList(value=strange[:40])
    neat = {code: _neat(code, one) for code, one in scores.items()}
    return replace(told, summary=summary, scores={code: one for code, one in neat.items() if one != Scored()})


def _neat(code: str, one: Scored) -> Scored:
    if one.score is not None and not LEAST <= one.score <= MOST:
        raise NotInTheList(value=str(one.score)[:40])
    reason = tidy(one.reason)
    if len(reason) > LONGEST_REASON:
        named = dimension(code)
        raise TooLong(field=(named.name if named else code, {}), found=len(reason), most=LONGEST_REASON)
    return Scored(one.score, reason)


def why_not_sign(told: Written) -> NotSignable | None:
    """Why an assessment may not be signed: a dimension without score or reason, or nothing said in all.

    A preliminary analysis says in words what was found and whether a team is needed; the others have every dimension
    of their day with a score from 1 to 5 and its reason.

    Source: D.lgs. 147/2017, art. 5 c. 2 to 4.
    """
    missing: list[tuple[str, dict[str, Any]]] = []
    if told.kind == PRELIMINARY:
        if not told.summary:
            missing.append((_("What was found, in a few words."), {}))
    else:
        for one in dimensions(told.on):
            held = told.scores.get(one.code, Scored())
            named: dict[str, Any] = {"dimension": (one.name, {})}
            if held.score is None:
                missing.append((_("%(dimension)s: the score."), named))
            if not held.reason:
                missing.append((_("%(dimension)s: the reason."), named))
    return NotSignable(missing=len(missing), details=missing) if missing else None


def differences(entry: Written, review: Written) -> tuple[Difference, ...]:
    """Dimension by dimension, a review against the assessment at entry, where both have a score."""
    found = []
    for one in ALL_DIMENSIONS:
        was, now = (told.scores.get(one.code, Scored()) for told in (entry, review))
        if was.score is not None and now.score is not None:
            found.append(Difference(one, was, now, now.score - was.score))
    return tuple(found)
