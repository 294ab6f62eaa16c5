"""What an applicant may answer, which steps are asked, what is missing, and what of it counts towards requirements.

Answers are kept as they were given, by question. Nothing here knows a table or a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import completed_years
from campanello.people.rules import world
from campanello.people.rules.facts import email, telephone, why_not_born_on
from campanello.people.rules.names import tidy, why_not_name
from campanello.people.rules.values import ANSWERS_FOR_ALL, DECLINED
from campanello.plans.rules.applying_steps import DOCUMENTS, STEPS, UNKNOWN, YES, Question, Shape, Step
from campanello.plans.rules.eligibility import Facts, RequirementSet, facts_for

Answers = Mapping[str, object]
# Asked of everybody, whatever the measure's requirements are: it tells two people of one name apart.
_ALWAYS = frozenset({"birth_date"})
_OF_CONTRACT = frozenset(one.name for one in fields(Facts)) - _ALWAYS
_FARTHEST_YEARS = 30


class AnswerMissing(Refused):
    """A question that must be answered is not."""

    code = "plans.answer-missing"
    text = _("This is still empty. Fill it in, or choose one of the answers, then go on.")


class AnswerNotOffered(Refused):
    """An answer that no list has."""

    code = "plans.answer-not-offered"
    text = _("This answer is not one of those to choose from. Choose again.")


class AnswerTooLong(Refused):
    """More letters than are kept."""

    code = "plans.answer-too-long"
    text = _(
        "You wrote %(found)s letters, and %(most)s are kept. Write it shorter; you can tell us the rest."
    )


class NotADay(Refused):
    """No day of the calendar."""

    code = "plans.not-a-day"
    text = _("This is no date. Write the day, the month and the year in figures: 27 3 1985.")


class DayTooFar(Refused):
    """A permit that outlives everybody."""

    code = "plans.day-too-far"
    text = _("%(day)s is more than %(years)s years away. Look at the year again.")


class NobodyToReach(Refused):
    """Neither a telephone nor an address nor anybody else."""

    code = "plans.nobody-to-reach"
    text = _("Tell us at least one way to reach you: a telephone, an e-mail, or somebody whom we can ask.")


class NothingBeside(Refused):
    """None, or no answer, beside something."""

    code = "plans.nothing-beside"
    text = _("You chose “%(answer)s” and something else. Keep one of the two.")


class TooYoung(Refused):
    """The measure is for adults."""

    code = "plans.too-young"
    text = _(
        "This measure is for people of %(age)s years and over. Come to the desk with a parent or guardian: "
        "there is other help."
    )


class AnswersWrong(Refused):
    """Some answers of a step can't be kept; `problems` says which, by question."""

    code = "plans.answers-wrong"
    text = _("This was not saved: something needs your attention.")

    def __init__(self, problems: Mapping[str, DomainError]) -> None:
        """Keep what is wrong with which question."""
        super().__init__(details=[(one.text, one.facts) for one in problems.values()])
        self.problems = dict(problems)


class StepsMissing(Refused):
    """The form is sent before all is answered; `steps` says which are open."""

    code = "plans.steps-missing"
    text = _("%(missing)s questions are not answered yet. Answer them, then send.")

    def __init__(self, steps: Sequence[Step]) -> None:
        """Keep which steps are open."""
        super().__init__(missing=len(steps))
        self.steps = tuple(steps)


@dataclass(frozen=True)
class Asking:
    """What decides about questions and answers: the facts that the measure's requirements turn on, and its figures.

    `least_age` is None where the measure asks for no age.
    """

    needs: frozenset[str]
    free_movement: frozenset[str]
    least_age: int | None
    on: date


def asking_of(requirement_set: RequirementSet, on: date) -> Asking:
    """What a set of requirements makes the form ask on a day."""
    figures = requirement_set.figures
    has_age = any(one.code == "age" for one in requirement_set.requirements)
    return Asking(
        frozenset(facts_for(requirement_set)),
        figures.free_movement,
        figures.adult_age if has_age else None,
        on,
    )


def steps_of(asking: Asking, answers: Answers) -> list[Step]:
    """The steps in their order: what the measure turns on, and of that what the answers so far leave open.

    Source: the table of requirements of the spreadsheet contract.
    """
    asked = [replace(step, questions=_needed(step, asking)) for step in STEPS]
    asked = [step for step in asked if step.questions]
    if answers.get("citizenship") in asking.free_movement:
        asked = [step for step in asked if step.code != "permit"]
    return [*asked, DOCUMENTS]


def _needed(step: Step, asking: Asking) -> tuple[Question, ...]:
    def serves(one: Question) -> str:
        return one.serves or (one.name if one.name in _OF_CONTRACT else "")

    return tuple(one for one in step.questions if not serves(one) or serves(one) in asking.needs)


def step_named(code: str, asking: Asking, answers: Answers) -> Step | None:
    """A step that is asked; None for any other."""
    return next((step for step in steps_of(asking, answers) if step.code == code), None)


def is_answered(step: Step, answers: Answers) -> bool:
    """Whether a step was answered: what may stay empty was at least seen. Documents need not be."""
    return all(one.name in answers for one in step.questions)


def open_steps(asking: Asking, answers: Answers) -> list[Step]:
    """The steps that must still be answered before sending."""
    return [step for step in steps_of(asking, answers) if not is_answered(step, answers)]


def checked(step: Step, given: Answers, asking: Asking) -> dict[str, object]:
    """A step's answers, ready to be kept. Every question of the step is in them, the empty ones too.

    Raises:
        AnswersWrong.
    """
    kept: dict[str, object] = {}
    problems: dict[str, DomainError] = {}
    for question in step.questions:
        try:
            kept[question.name] = _checked(question, given.get(question.name), asking)
        except DomainError as problem:
            problems[question.name] = problem
    problems = problems or _lacking(kept)
    if problems:
        raise AnswersWrong(problems)
    return kept


# Of which questions at least one is answered, and what is said beside the first when none is.
_ONE_OF: tuple[tuple[tuple[str, ...], type[DomainError]], ...] = (
    (("phone", "email", "other_way"), NobodyToReach),
    (("languages", "more_languages"), AnswerMissing),
)


def _lacking(kept: Answers) -> dict[str, DomainError]:
    found = {
        names[0]: refusal()
        for names, refusal in _ONE_OF
        if names[0] in kept and not any(kept[name] for name in names)
    }
    if kept.get("permit") == "valid" and not kept["permit_expires_on"]:
        found["permit_expires_on"] = AnswerMissing()
    return found


def _checked(question: Question, given: object, asking: Asking) -> object:
    if question.shape in {Shape.MANY, Shape.LANGUAGES}:
        return _chosen(question, given)
    text = tidy(str(given or ""))
    if not text:
        if question.is_required:
            raise AnswerMissing
        return ""
    if len(text) > question.longest:
        raise AnswerTooLong(found=len(text), most=question.longest)
    return _checked_text(question, text, asking)


def _checked_text(question: Question, text: str, asking: Asking) -> str:
    match question.shape:
        case Shape.NAME:
            if refusal := why_not_name(text):
                raise refusal
        case Shape.PHONE:
            telephone(text)
        case Shape.EMAIL:
            return email(text)
        case Shape.BIRTH:
            return _born(text, asking).isoformat()
        case Shape.DAY:
            return _until(text, asking).isoformat()
        case Shape.TICK:
            return _offered(text, (YES,))
        case Shape.ONE:
            return _offered(text, question.values or ())
        case Shape.COUNTRY:
            return _offered(text, world.COUNTRIES)
    return text


def _chosen(question: Question, given: object) -> list[str]:
    chosen = list(dict.fromkeys(str(one) for one in given)) if isinstance(given, list | tuple) else []
    if not chosen and question.is_required:
        raise AnswerMissing
    offered = question.values or world.LANGUAGES
    for one in chosen:
        _offered(one, offered)
    if question.values and len(chosen) > 1 and (alone := ANSWERS_FOR_ALL.intersection(chosen)):
        raise NothingBeside(answer=(question.values[min(alone)], {}))
    return chosen


def _offered(text: str, offered: Mapping[str, str] | Sequence[str]) -> str:
    if text not in offered:
        raise AnswerNotOffered
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay from None


def _born(text: str, asking: Asking) -> date:
    born_on = _day(text)
    if refusal := why_not_born_on(born_on, asking.on):
        raise refusal
    if asking.least_age is not None and completed_years(born_on, asking.on) < asking.least_age:
        raise TooYoung(age=asking.least_age)
    return born_on


def _until(text: str, asking: Asking) -> date:
    day = _day(text)
    if refusal := why_not_born_on(min(day, asking.on), asking.on):
        raise refusal
    if day.year > asking.on.year + _FARTHEST_YEARS:
        raise DayTooFar(day=day.isoformat(), years=_FARTHEST_YEARS)
    return day


def facts_of(answers: Answers, asking: Asking) -> dict[str, str]:
    """What the answers tell of the columns of the eligibility contract; what is not known or not said is left out."""
    told = {name: answers.get(name) for name in (*sorted(_OF_CONTRACT), *_ALWAYS) if name in answers}
    if answers.get("permit", "valid") != "valid" or told.get("citizenship") in asking.free_movement:
        told.pop("permit_expires_on", None)
    chosen = told.get("disadvantages")
    if isinstance(chosen, list):
        told["disadvantages"] = ";".join(chosen)
    return {name: str(value) for name, value in told.items() if value and value not in {UNKNOWN, DECLINED}}
