"""What one must know of the demo's figures: which printed ones no whole numbers give, and what was chosen instead."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from campanello.core.errors import gettext_noop
from campanello.demo.crowd import DISADVANTAGE_CELLS, NOTHING, Crowd, Ints, position
from campanello.demo.days import completed_years, is_day
from campanello.demo.margins import ONE_DECIMAL, least_total
from campanello.demo.targets import Sizes, sizes, targets
from campanello.evaluation.contract import DECLINED, NO_DISADVANTAGE, OCCUPATIONS

PRINTED_PLAN_SHARE = Decimal("63.1")
PENSION_AGE = 65

Facts = dict[str, str | int | float]
"""Names to numbers, as JSON can keep them; whoever prints them writes them as the reader's language does."""


@dataclass(frozen=True)
class Note:
    """One thing to know. `text` is a message identifier, formatted with `facts` after translation."""

    code: str
    text: str
    facts: Facts

    def __str__(self) -> str:
        """The sentence in English."""
        return self.text % self.facts


MADE_LARGER = gettext_noop(
    "These %(people)s people are made from the demo's %(originals)s: shares and means are about the same, not exact."
)
SHARE_IMPOSSIBLE = gettext_noop(
    "%(printed)s per cent of people with a plan can't be: %(plan)s of %(all)s are %(computed)s per cent."
)
SHARE_HOLDS = gettext_noop(
    "With the two numbers of Table 3.1 exchanged, %(plan)s of %(all)s people have a plan: "
    "%(printed)s per cent, as printed."
)
STATUS_IMPOSSIBLE = gettext_noop(
    "No whole numbers out of %(people)s round to %(completed)s / %(in_progress)s / %(withdrawn)s per cent. "
    "%(plans)s plans can be split so: here %(twice)s people have two."
)
STATUS_HOLDS = gettext_noop(
    "%(plans)s plans, one a person, can be split into %(completed)s / %(in_progress)s / %(withdrawn)s per cent, "
    "as printed."
)
CITIZENSHIP_COMPLETE = gettext_noop(
    "%(foreign)s foreign people, and Italians who round to %(italian)s per cent, leave nobody over: "
    "citizenship is recorded for everyone."
)
EDUCATION_REST = gettext_noop(
    "The printed shares of education add up to %(sum)s: education is not recorded for %(people)s people here."
)
UNIDENTIFIED = gettext_noop(
    "The sources print none found and not recorded as one, %(printed)s per cent. Here they are %(none)s people with "
    "none found, %(unknown)s not recorded and %(declined)s who declined to answer: a choice."
)
AREA_ORDER = gettext_noop(
    "The sources print 14-15 per cent for Eastern Europe and Sub-Saharan Africa without saying which is which. "
    "Here Eastern Europe has %(eastern)s per cent, Sub-Saharan Africa %(sub_saharan)s: a choice."
)
YOUNG_PENSIONERS = gettext_noop(
    "%(retired)s people in labs are retired, as printed, and %(young)s of them are under %(age)s: "
    "no more than %(old)s people in labs are older."
)
UNNAMED_PROJECT = gettext_noop(
    "The sources name 14 of the 15 leads of round 1. The fifteenth project stands here with that said in its name; "
    "its type of lead and its province, the commonest ones, are a choice."
)
INVENTED = gettext_noop(
    "Invented throughout: the people, all titles and costs but those of Mantova, Giussano and Bergamo, all partners "
    "but the leads. ALER and Comuni are real, their taking part as partners is not taken from the sources."
)


def notes(crowd: Crowd, reading: str, people: int) -> list[Note]:
    """What to know of a demo with so many people; `crowd` is the 830 from which they are made."""
    numbers = sizes(reading)
    found = [*_plan_notes(numbers), *_people_notes(crowd), Note("unnamed-project", UNNAMED_PROJECT, {})]
    found.append(Note("invented", INVENTED, {}))
    if people != numbers.all:
        found.insert(0, Note("made-larger", MADE_LARGER, {"people": people, "originals": numbers.all}))
    return found


def _plan_notes(numbers: Sizes) -> list[Note]:
    computed = (Decimal(100 * numbers.plan) / numbers.all).quantize(ONE_DECIMAL, ROUND_HALF_UP)
    facts: Facts = {
        "printed": float(PRINTED_PLAN_SHARE),
        "computed": float(computed),
        "plan": numbers.plan,
        "all": numbers.all,
    }
    holds = computed == PRINTED_PLAN_SHARE
    plans = least_total(targets("plan_status"), numbers.plan)
    status: Facts = {
        "people": numbers.plan,
        "plans": plans,
        "twice": plans - numbers.plan,
        **_printed("plan_status", "plan"),
    }
    return [
        Note("plan-share", SHARE_HOLDS if holds else SHARE_IMPOSSIBLE, facts),
        Note("plan-status", STATUS_HOLDS if plans == numbers.plan else STATUS_IMPOSSIBLE, status),
    ]


def _people_notes(crowd: Crowd) -> list[Note]:
    return [_citizenship(crowd), _education(crowd), _unidentified(crowd), _areas(), _pensioners(crowd)]


def _printed(figure: str, population: str = "all") -> dict[str, int | float]:
    """The printed shares of a population by category: whole, or with a decimal, as they are printed."""
    return {
        target.category: float(target.printed) if "." in target.printed else int(target.printed)
        for target in targets(figure)
        if target.population == population and target.printed
    }


def _citizenship(crowd: Crowd) -> Note:
    foreign = int((crowd.citizenship > 0).sum())
    facts: Facts = {"foreign": foreign, "italian": _printed("citizenship")["italian"]}
    return Note("citizenship", CITIZENSHIP_COMPLETE, facts)


def _education(crowd: Crowd) -> Note:
    total = sum(_printed("education").values())
    return Note("education", EDUCATION_REST, {"sum": total, "people": _having(crowd.education, NOTHING)})


def _unidentified(crowd: Crowd) -> Note:
    none, declined = (position(DISADVANTAGE_CELLS, code) for code in (NO_DISADVANTAGE, DECLINED))
    facts: Facts = {
        "printed": _printed("disadvantage")["unidentified"],
        "none": _having(crowd.disadvantages, none),
        "declined": _having(crowd.disadvantages, declined),
        "unknown": _having(crowd.disadvantages, NOTHING),
    }
    return Note("disadvantage", UNIDENTIFIED, facts)


def _having(column: Ints, value: int) -> int:
    return int((column == value).sum())


def _areas() -> Note:
    shares = _printed("origin_area")
    facts: Facts = {"eastern": shares["eastern_europe"], "sub_saharan": shares["sub_saharan_africa"]}
    return Note("origin-area", AREA_ORDER, facts)


def _pensioners(crowd: Crowd) -> Note:
    labs = crowd.take(is_day(crowd.lab_entry).nonzero()[0])
    old = completed_years(labs.birth, labs.lab_entry) >= PENSION_AGE
    retired = labs.occupation == position(OCCUPATIONS, "retired")
    facts: Facts = {
        "retired": int(retired.sum()),
        "young": int((retired & ~old).sum()),
        "old": int(old.sum()),
        "age": PENSION_AGE,
    }
    return Note("pensioners", YOUNG_PENSIONERS, facts)
