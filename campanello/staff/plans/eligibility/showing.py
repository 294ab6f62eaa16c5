"""Requirements in words: each answer with its sentence, its evidence, and what would change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.people.rules.values import SEXES
from campanello.people.rules.world import STATELESS, STATELESS_NAME, country_name
from campanello.plans.queries.eligibility import Knowns
from campanello.plans.rules.eligibility_changes import Change
from campanello.plans.rules.eligibility_reading import DISADVANTAGES, NAMES, SPECIAL, WORK, YES_NO
from campanello.plans.rules.eligibility_why import FLAG_TITLES, TITLES, why
from campanello.plans.rules.values import CHECK_OCCASIONS, EVIDENCE, VERDICTS

ICONS = {"met": "check-circle", "not_met": "close-circle", "unknown": "help-circle"}
TONES = {"met": "success", "not_met": "danger", "unknown": "warning"}
OUTCOMES = {
    "eligible": (gettext_lazy("All requirements are met"), "success"),
    "pending": (gettext_lazy("Something is not known yet"), "warning"),
    "ineligible": (gettext_lazy("A requirement is not met"), "danger"),
}
RECORDED = gettext_lazy("recorded; who may see special facts sees which")
WORDS: Mapping[str, Mapping[str, str]] = {
    "employment_status": WORK,
    "sex": SEXES,
    "disadvantages": DISADVANTAGES,
}


@dataclass(frozen=True)
class FactShown:
    """A fact in words, with its evidence, its source and the day it is of; what the record says otherwise."""

    name: str
    label: str
    value: str
    evidence: str
    source: str
    on: date | None
    otherwise: str = ""


@dataclass(frozen=True)
class Shown:
    """A requirement in words: the answer with its icon, why, what would change it, where it is written."""

    code: str
    title: str
    word: str
    tone: str
    icon: str
    sentence: str
    change: str
    source: str
    facts: tuple[FactShown, ...]


@dataclass(frozen=True)
class ChangeShown:
    """What is not as it was, in words: the requirement, its answer before and after, and its facts."""

    title: str
    before: str
    after: str
    is_another_answer: bool
    facts: tuple[tuple[str, str, str], ...]


def verdicts(
    results: Iterable[Mapping[str, Any]], known: Knowns | None = None, *, sees_special: bool = False
) -> list[Shown]:
    """The results of a check in words.

    Args:
        results: As `RequirementCheck.results` keeps them.
        known: What is known today, for the facts that a check does not hold, and what the record says otherwise.
        sees_special: Whether facts of special categories may be told.
    """
    return [_verdict(one, known or {}, sees_special=sees_special) for one in results]


def _verdict(result: Mapping[str, Any], known: Knowns, *, sees_special: bool) -> Shown:
    told = why(result["code"], result["verdict"], result["figures"])
    facts = (fact(one, known, sees_special=sees_special) for one in result["facts"])
    return Shown(
        code=result["code"],
        title=gettext(told.title),
        word=gettext(VERDICTS[result["verdict"]]),
        tone=TONES[result["verdict"]],
        icon=ICONS[result["verdict"]],
        sentence=gettext(told.sentence) % told.figures,
        change=gettext(told.change) % told.figures if told.change else "",
        source=result["source"],
        facts=tuple(facts),
    )


def fact(kept: Mapping[str, Any], known: Knowns, *, sees_special: bool) -> FactShown:
    """A fact that a check keeps, in words."""
    name, now = kept["name"], known.get(kept["name"])
    text = now.value if now and name in SPECIAL else kept["value"]
    return FactShown(
        name=name,
        label=gettext(NAMES[name]),
        value=value(name, text, sees_special=sees_special),
        evidence=gettext(EVIDENCE[kept["evidence"]]),
        source=gettext(kept["source"]) if kept["source"] else "",
        on=date.fromisoformat(kept["on"]),
        otherwise=value(name, now.record, sees_special=sees_special) if now and now.record else "",
    )


def value(name: str, text: str, *, sees_special: bool) -> str:
    """A fact's value in words."""
    if name in SPECIAL and not sees_special:
        return str(RECORDED)
    if not text:
        return str(RECORDED) if name in SPECIAL else gettext("Not known")
    if name in {"birth_date", "permit_expires_on"}:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if name == "citizenship":
        return gettext(STATELESS_NAME) if text == STATELESS else country_name(text, get_language() or "it")
    words = WORDS.get(name, YES_NO)
    return ", ".join(gettext(words[one]) if one in words else one for one in text.split(";"))


def changes(found: Iterable[Change], *, sees_special: bool = False) -> list[ChangeShown]:
    """What changed between two checks, in words."""
    return [
        ChangeShown(
            title=gettext(TITLES[one.code]),
            before=_word(one.before),
            after=_word(one.after),
            is_another_answer=one.is_another_answer,
            facts=tuple(
                (gettext(NAMES[fact.name]), _kept(fact.name, fact.before), _kept(fact.name, fact.after))
                for fact in one.facts
            ),
        )
        for one in found
    ]


def _word(verdict: str | None) -> str:
    return gettext(VERDICTS[verdict]) if verdict else gettext("Not asked")


def _kept(name: str, kept: Mapping[str, Any] | None) -> str:
    if kept is None:
        return gettext("Not known")
    told = value(name, kept["value"], sees_special=True)
    return f"{told} ({gettext(EVIDENCE[kept['evidence']])})"


def flags(codes: Iterable[str]) -> list[str]:
    """The priority flags in words."""
    return [gettext(FLAG_TITLES[code]) for code in codes]


def occasion(code: str) -> str:
    """When a check was made, in words."""
    return gettext(CHECK_OCCASIONS[code])
