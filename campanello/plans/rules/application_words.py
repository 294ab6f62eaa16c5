"""What an applicant is told of their application, in plain words: what was decided, why, and what comes next.

The same words for the page on line, for who reads them out, and for a letter. They name nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from campanello.core.errors import gettext_noop as _
from campanello.plans.rules.applications import State
from campanello.plans.rules.eligibility_why import Why, why

Sentence = tuple[str, Mapping[str, Any]]

_OPENINGS: Mapping[State, str] = {
    State.PENDING: _("We are looking at your application number %(number)s."),
    State.ELIGIBLE: _("You can have a plan: your application number %(number)s is accepted."),
    State.INELIGIBLE: _("With application number %(number)s you can't have a plan under this measure."),
    State.WITHDRAWN: _("You took your application number %(number)s back."),
    State.LAPSED: _("Your application number %(number)s has ended without a decision."),
}
_WAITS = _(
    "You can have a plan, but the money of this measure is all committed for now. "
    "You keep your place with number %(number)s."
)
_CLOSINGS: Mapping[State, str] = {
    State.PENDING: _("We tell you as soon as we know. You can ask at the desk at any time."),
    State.ELIGIBLE: _("We call you to write your plan together."),
    State.INELIGIBLE: _(
        "If something here is wrong, or changes, tell us: we look at it again. "
        "At the desk we also look together for other help."
    ),
    State.WITHDRAWN: _("If you change your mind, come to the desk."),
    State.LAPSED: _("Come to the desk if you still want a plan: we take your application up again."),
}
_WAITS_ON = _("We call you as soon as there is money again.")
_LACKING = _("We still need this, by %(day)s at the latest:")
_BECAUSE = _("This is why:")


@dataclass(frozen=True)
class Letter:
    """What is told: an opening, the reasons under a heading, each with what would change it, a word, a closing.

    `heading` is empty where there are no reasons. Sentences are to be translated and then formatted.
    """

    opening: Sentence
    heading: Sentence
    reasons: tuple[Why, ...]
    note: str
    closing: Sentence


@dataclass(frozen=True)
class Standing:
    """Where an application stands. `results` are those of its last check; `asked` the codes that were asked for."""

    state: str
    number: int
    has_funds: bool = True
    results: Sequence[Mapping[str, Any]] = ()
    asked: Sequence[str] = ()
    due_on: date | None = None
    note: str = ""


def letter(one: Standing) -> Letter:
    """What an applicant is told of where their application stands.

    Not met requirements are told of a refusal; of one that waits, what was asked for, until its last day.

    Source: docs/rules/applications.md; the reasons are the sentences of `eligibility_why`.
    """
    state = State(one.state)
    waits = state is State.ELIGIBLE and not one.has_funds
    number = {"number": one.number}
    reasons: tuple[Why, ...] = ()
    heading: Sentence = ("", {})
    if state is State.INELIGIBLE:
        reasons = _whys(one.results, {"not_met"}, None)
        heading = (_BECAUSE, {})
    elif state is State.PENDING and one.due_on:
        reasons = _whys(one.results, {"unknown"}, one.asked or None)
        heading = (_LACKING, {"day": f"{one.due_on:%d/%m/%Y}"})
    return Letter(
        (_WAITS if waits else _OPENINGS[state], number),
        heading if reasons else ("", {}),
        reasons,
        one.note,
        (_WAITS_ON if waits else _CLOSINGS[state], {}),
    )


def _whys(
    results: Sequence[Mapping[str, Any]], verdicts: set[str], among: Sequence[str] | None
) -> tuple[Why, ...]:
    return tuple(
        why(one["code"], one["verdict"], one.get("figures", {}))
        for one in results
        if one["verdict"] in verdicts and (among is None or one["code"] in among)
    )
