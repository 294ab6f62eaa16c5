"""Whom a lab looks for: rules as data, each with what may be asked of it, and what is allowed to be asked.

Source: FEATURES, section D (outreach lists); the labs' calls of spring 2020; docs/rules/neighbours.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

YOUNGEST, OLDEST = 1, 110
MOST_DAYS = 3650
# What may be asked of a rule: an age in years, a number of days, a house.
AGE, DAYS, HOUSE = "age", "days", "building"


class FigureOutOfRange(Refused):
    """An age or a number of days that can't be meant."""

    code = "lab.outreach-figure"
    text = _("%(found)s can't be meant: choose from %(least)s to %(most)s.")


class NoHouse(Refused):
    """Who was never met is looked for house by house."""

    code = "lab.outreach-without-house"
    text = _("Choose a street number first: those who were never met are looked for house by house.")


@dataclass(frozen=True)
class Rule:
    """One kind of list: its name and its sentence, to be translated; what may be asked, each with its parameter.

    `parameters` names for each what `core.params` calls the figure that holds unless another is asked.
    """

    name: str
    sentence: str
    parameters: Mapping[str, str]
    needs_house: bool = False


RULES: Mapping[str, Rule] = {
    "elderly": Rule(
        _("Elderly, alone, not heard of"),
        _(
            "People of %(age)s years or more who live alone and whom nobody has met or heard for %(days)s days."
        ),
        {AGE: "households.elderly_age", DAYS: "lab.outreach_silence_days"},
    ),
    "children": Rule(
        _("Families with children"),
        _("Reference persons of households with somebody younger than %(age)s years."),
        {AGE: "households.adult_age"},
    ),
    "permits": Rule(
        _("Permit ending"),
        _("People whose residence permit ends within %(days)s days, with no renewal asked for."),
        {DAYS: "lab.outreach_permit_days"},
    ),
    "silent": Rule(
        _("Not heard of"),
        _("People whom nobody has met or heard for %(days)s days."),
        {DAYS: "lab.outreach_silence_days"},
    ),
    "never": Rule(
        _("Never met"),
        _("People who live at the street number and whom nobody has ever met or heard."),
        {},
        needs_house=True,
    ),
}


@dataclass(frozen=True)
class Asked:
    """What a list is asked for: a key of `RULES`, and figures where the parameters' are not meant.

    `building` is a building's number in addresses, as text; empty for all.
    """

    rule: str
    age: int | None = None
    days: int | None = None
    building: str = ""


def settled(asked: Asked, held: Mapping[str, int]) -> Asked:
    """What is asked with the parameters' figures where none were given.

    Args:
        asked: As it was asked.
        held: The figures of the rule's parameters, by what may be asked.

    Raises:
        FigureOutOfRange, NoHouse.
    """
    rule = RULES[asked.rule]
    if rule.needs_house and not asked.building:
        raise NoHouse
    figures: dict[str, int | None] = {}
    for name, (least, most) in {AGE: (YOUNGEST, OLDEST), DAYS: (1, MOST_DAYS)}.items():
        if name not in rule.parameters:
            figures[name] = None
            continue
        given = getattr(asked, name)
        figure = held[name] if given is None else given
        if not least <= figure <= most:
            raise FigureOutOfRange(found=figure, least=least, most=most)
        figures[name] = figure
    return replace(asked, age=figures[AGE], days=figures[DAYS])


def born_by(age: int, on: date) -> date:
    """The last birth date with which somebody has completed `age` years on a day."""
    year = on.year - age
    # Who is born on 29 February has their birthday on 1 March in other years.
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, 2, 28) if (on.month, on.day) == (2, 29) and not is_leap else on.replace(year=year)
