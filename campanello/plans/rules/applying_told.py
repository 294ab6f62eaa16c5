"""Answers in words, for who gave them and for who helps them. Translation is the caller's."""

from collections.abc import Callable, Iterator
from datetime import date

from campanello.core.errors import gettext_noop as _
from campanello.people.rules import world
from campanello.plans.rules.applying import Answers
from campanello.plans.rules.applying_steps import YES, Question, Shape, Step

Translate = Callable[[str], str]
_YES, _NO = _("Yes"), _("No")


def told(step: Step, answers: Answers, language: str, translate: Translate) -> Iterator[tuple[str, str]]:
    """Each question of a step that was answered, with the answer in words, both in the reader's language.

    What was left empty is left out.
    """
    for question in step.questions:
        if words := words_of(question, answers.get(question.name), language, translate):
            yield translate(question.label), words


def words_of(question: Question, given: object, language: str, translate: Translate) -> str:
    """One answer in words; empty where there is none."""
    if isinstance(given, list):
        return ", ".join(_one(question, str(value), language, translate) for value in given)
    return _one(question, str(given), language, translate) if given else ""


def _one(question: Question, value: str, language: str, translate: Translate) -> str:
    if question.shape is Shape.TICK:
        return translate(_YES if value == YES else _NO)
    if question.shape is Shape.COUNTRY:
        if value == world.STATELESS:
            return translate(world.STATELESS_NAME)
        return world.country_name(value, language)
    if question.shape is Shape.LANGUAGES:
        return world.language_name(value, language)
    if question.shape in {Shape.BIRTH, Shape.DAY}:
        return _day(value)
    if question.values is not None:
        return translate(question.values[value]) if value in question.values else value
    return value


def _day(value: str) -> str:
    """A day in figures; what came in otherwise, from a table or another program, as it was written."""
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value
