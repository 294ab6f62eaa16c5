"""Applications in words: states, answers as they were given, what is read out to the applicant in their language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, get_language_bidi, gettext, gettext_lazy, override

from campanello.core.language import LANGUAGES
from campanello.plans.rules import application_words
from campanello.plans.rules.application_words import Sentence, Standing
from campanello.plans.rules.applying_steps import STEPS
from campanello.plans.rules.applying_told import words_of
from campanello.plans.rules.eligibility_why import TITLES

TONES = {
    "pending": "info",
    "eligible": "success",
    "ineligible": "danger",
    "withdrawn": "neutral",
    "lapsed": "warning",
}
DUES = {
    "decidable": gettext_lazy("All is known: to be decided"),
    "lapsing": gettext_lazy("The day for what is missing is over"),
    "late": gettext_lazy("Undecided for too long"),
    "funds": gettext_lazy("Eligible, waits for funds"),
    "untold": gettext_lazy("Not told yet"),
    "who": gettext_lazy("Not linked to a person"),
}
SORTS = {
    "new": gettext_lazy("Newest"),
    "old": gettext_lazy("Oldest"),
    "number": gettext_lazy("By number"),
    "due": gettext_lazy("By the day for what is missing"),
}


@dataclass(frozen=True)
class ReadOut:
    """What is told to an applicant, in a language: lines, and which way it is written."""

    language: str
    is_right_to_left: bool
    opening: str
    heading: str
    reasons: Sequence[tuple[str, str]]
    note: str
    closing: str


def read_out(one: Standing, language: str) -> ReadOut:
    """What is told, in the applicant's language where the site has it, else in Italian."""
    chosen = language if language in LANGUAGES else "it"
    told = application_words.letter(one)
    with override(chosen):
        return ReadOut(
            chosen,
            get_language_bidi(),
            _said(told.opening),
            _said(told.heading),
            [
                (gettext(why.sentence) % why.figures, gettext(why.change) % why.figures if why.change else "")
                for why in told.reasons
            ],
            told.note,
            _said(told.closing),
        )


def requirements(codes: Sequence[str]) -> list[str]:
    """Requirements by their names."""
    return [gettext(TITLES[code]) for code in codes if code in TITLES]


def answers(given: Mapping[str, Any], *, special: bool) -> list[tuple[str, str]]:
    """What was answered, question by question; those of special categories only where they may be read."""
    rows = []
    for step in STEPS:
        if step.code == "notice" or (step.is_special and not special):
            continue
        for question in step.questions:
            value = given.get(question.name)
            if told := words_of(question, value, get_language() or "it", gettext):
                rows.append((gettext(question.label), told))
    return rows


def _said(sentence: Sentence) -> str:
    text, facts = sentence
    return gettext(text) % facts if text else ""
