"""Who may join a plan: requirements with three answers, and the outcome that follows. No clock, no table.

*Met*, *not met* and *not known yet* are three answers; nothing that nobody asked is ever taken for a no.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campanello.core.period import completed_years

STATELESS = "XX"
NO_DISADVANTAGE, DECLINED = "none", "declined"
UNEMPLOYED = frozenset({"unemployed", "first_job_seeker"})


class Verdict(StrEnum):
    """The answer to one requirement."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Decision(StrEnum):
    """What follows from all answers together."""

    ELIGIBLE = "eligible"
    PENDING = "pending"
    INELIGIBLE = "ineligible"


@dataclass(frozen=True)
class Facts:
    """What is known of an applicant, by the columns of the spreadsheet contract; None and "" are *not known*."""

    applied_on: date
    birth_date: date | None = None
    citizenship: str = ""
    permit_expires_on: date | None = None
    resident_in_area: bool | None = None
    employment_status: str = ""
    economic_hardship: bool | None = None
    housing_hardship: bool | None = None
    receives_naspi: bool | None = None
    other_public_policy: bool | None = None
    lab_participation: bool | None = None
    disadvantages: tuple[str, ...] = ()
    sex: str = ""


@dataclass(frozen=True)
class Requirement:
    """One requirement of a set: its code, where it is written, and whether each payment asks for it again."""

    code: str
    source: str
    is_for_payments: bool = False


@dataclass(frozen=True)
class Figures:
    """The figures that requirements turn on, as they hold on a day."""

    adult_age: int
    young_below: int
    older_above: int
    free_movement: frozenset[str]


@dataclass(frozen=True)
class RequirementSet:
    """The requirements of a measure as they hold from a day on, in order, with its priority flags in order."""

    code: str
    starts_on: date
    requirements: tuple[Requirement, ...]
    priority: tuple[str, ...]
    figures: Figures


@dataclass(frozen=True)
class Result:
    """The answer to one requirement, with where the requirement is written."""

    code: str
    verdict: Verdict
    source: str


@dataclass(frozen=True)
class Outcome:
    """What follows for an applicant: the decision, each answer in the set's order, and the priority flags."""

    outcome: Decision
    results: tuple[Result, ...]
    priority: tuple[str, ...]

    def codes(self, verdict: Verdict) -> tuple[str, ...]:
        """The requirements with one answer, in the set's order."""
        return tuple(one.code for one in self.results if one.verdict is verdict)


def outcome(facts: Facts, requirement_set: RequirementSet) -> Outcome:
    """Whether an applicant may join, and why.

    *Ineligible* when any requirement is not met; else *pending* when any is not known; else *eligible*. Priority flags
    are told whatever the outcome is.

    Source: `docs/rules/eligibility.md`; Tavole 4.2 and 4.4 of the report, citizen information of the regional call.
    """
    figures = requirement_set.figures
    results = tuple(
        Result(one.code, TESTS[one.code](facts, figures), one.source) for one in requirement_set.requirements
    )
    priority = tuple(code for code in requirement_set.priority if FLAGS[code](facts, figures))
    return Outcome(decision({one.verdict for one in results}), results, priority)


def decision(verdicts: set[Verdict]) -> Decision:
    """What follows from a set of answers; from none at all, that nothing stands in the way.

    Source: spreadsheet contract, "Who may join".
    """
    if Verdict.NOT_MET in verdicts:
        return Decision.INELIGIBLE
    return Decision.PENDING if Verdict.UNKNOWN in verdicts else Decision.ELIGIBLE


def age_of(facts: Facts) -> int | None:
    """Completed years on the day of the application; None where the birth date is not known.

    Source: c.c. art. 2; the birthday itself counts.
    """
    return completed_years(facts.birth_date, facts.applied_on) if facts.birth_date else None


def _age(facts: Facts, figures: Figures) -> Verdict:
    age = age_of(facts)
    return Verdict.UNKNOWN if age is None else _met(age >= figures.adult_age)


def _employment(facts: Facts, _figures: Figures) -> Verdict:
    if facts.employment_status in {"", DECLINED}:
        return Verdict.UNKNOWN
    return _met(facts.employment_status in UNEMPLOYED)


def _hardship(facts: Facts, _figures: Figures) -> Verdict:
    either = (facts.economic_hardship, facts.housing_hardship)
    if True in either:
        return Verdict.MET
    return Verdict.NOT_MET if either == (False, False) else Verdict.UNKNOWN


def _permit(facts: Facts, figures: Figures) -> Verdict:
    expires_on = facts.permit_expires_on
    if facts.citizenship in figures.free_movement:
        return Verdict.MET
    if expires_on is not None and expires_on >= facts.applied_on:
        return Verdict.MET
    # Of whom the citizenship is not known, an expired permit says nothing: they may be citizens by now.
    return Verdict.NOT_MET if expires_on is not None and facts.citizenship else Verdict.UNKNOWN


def _disadvantage(facts: Facts, _figures: Figures) -> Verdict:
    # By the contract's letter any code but `none` will do, also `declined`; what people decline here is not noted.
    if not facts.disadvantages:
        return Verdict.UNKNOWN
    return _met(facts.disadvantages != (NO_DISADVANTAGE,))


def _met(is_met: bool) -> Verdict:
    return Verdict.MET if is_met else Verdict.NOT_MET


def _says(name: str, wanted: bool) -> Callable[[Facts, Figures], Verdict]:
    def test(facts: Facts, _figures: Figures) -> Verdict:
        told = getattr(facts, name)
        return Verdict.UNKNOWN if told is None else _met(told is wanted)

    return test


Test = Callable[[Facts, Figures], Verdict]
TESTS: Mapping[str, Test] = {
    "age": _age,
    "residence": _says("resident_in_area", True),
    "employment": _employment,
    "hardship": _hardship,
    "housing": _says("housing_hardship", True),
    "naspi": _says("receives_naspi", False),
    "other_policy": _says("other_public_policy", False),
    "permit": _permit,
    "lab": _says("lab_participation", True),
    "disadvantage": _disadvantage,
}
# Which facts answer a requirement.
FACTS_OF: Mapping[str, tuple[str, ...]] = {
    "age": ("birth_date",),
    "residence": ("resident_in_area",),
    "employment": ("employment_status",),
    "hardship": ("economic_hardship", "housing_hardship"),
    "housing": ("housing_hardship",),
    "naspi": ("receives_naspi",),
    "other_policy": ("other_public_policy",),
    "permit": ("citizenship", "permit_expires_on"),
    "lab": ("lab_participation",),
    "disadvantage": ("disadvantages",),
}


def _is_young_or_older(facts: Facts, figures: Figures) -> bool:
    age = age_of(facts)
    return age is not None and (age < figures.young_below or age > figures.older_above)


FLAGS: Mapping[str, Callable[[Facts, Figures], bool]] = {
    "woman": lambda facts, _figures: facts.sex == "F",
    "age": _is_young_or_older,
    "disadvantage": lambda facts, figures: _disadvantage(facts, figures) is Verdict.MET,
    "hardship": lambda facts, figures: _hardship(facts, figures) is Verdict.MET,
}
FACTS_OF_FLAGS: Mapping[str, tuple[str, ...]] = {
    "woman": ("sex",),
    "age": ("birth_date",),
    "disadvantage": ("disadvantages",),
    "hardship": ("economic_hardship", "housing_hardship"),
}


def facts_for(requirement_set: RequirementSet) -> tuple[str, ...]:
    """The facts that a set asks for, each once, in the order of its requirements and then of its flags.

    Source: the table of requirements of the spreadsheet contract.
    """
    asked = [name for one in requirement_set.requirements for name in FACTS_OF[one.code]]
    asked += [name for code in requirement_set.priority for name in FACTS_OF_FLAGS[code]]
    return tuple(dict.fromkeys(asked))
