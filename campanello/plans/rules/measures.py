"""What a measure must say: a title in Italian, its days, its requirements, its funds.

Source: FEATURES, sections E and F; docs/rules/applications.md.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.language import LANGUAGES
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong

LONGEST_TITLE = 120
FIRST_LANGUAGE = "it"
TITLE = _("Title")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_CODE = 40


class MeasureUntitled(Refused):
    """A measure without an Italian title."""

    code = "plans.measure-untitled"
    text = _("Give the measure a title in Italian at least: it is shown where another language has none.")


class MeasureDays(Refused):
    """A measure that closes before it opens."""

    code = "plans.measure-days"
    text = _("The measure opens on %(opens)s and can't close on %(closes)s. Correct one of the two days.")


class MeasureCode(Refused):
    """A code that can't stand in an address."""

    code = "plans.measure-code"
    text = _(
        "“%(code)s” can't be the code. Use up to %(most)s small letters and digits, with hyphens between words."
    )


class MeasureTaken(Refused):
    """Two measures of one code."""

    code = "plans.measure-taken"
    text = _("There is a measure with the code “%(code)s” already. Choose another code.")


@dataclass(frozen=True)
class NewMeasure:
    """A measure as it is written down. `closes_on` is the first day on which it is closed."""

    code: str
    requirement_set: str
    opens_on: date
    closes_on: date | None = None
    is_public: bool = False
    is_evaluated: bool = True
    services_cents: int = 0
    allowance_cents: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)


def checked(given: NewMeasure, sets: Collection[str]) -> NewMeasure:
    """A measure with its titles made tidy.

    Args:
        given: As it was written.
        sets: The codes of the sets of requirements that there are.

    Raises:
        MeasureCode, MeasureUntitled, MeasureDays, NotInTheList, TooLong.
    """
    if len(given.code) > LONGEST_CODE or not CODE.fullmatch(given.code):
        raise MeasureCode(code=given.code[:LONGEST_CODE], most=LONGEST_CODE)
    if given.requirement_set not in sets:
        raise NotInTheList(value=given.requirement_set[:40])
    if given.closes_on and given.closes_on <= given.opens_on:
        raise MeasureDays(opens=f"{given.opens_on:%d/%m/%Y}", closes=f"{given.closes_on:%d/%m/%Y}")
    titles = {language: tidy(given.titles.get(language, "")) for language in LANGUAGES}
    if not titles[FIRST_LANGUAGE]:
        raise MeasureUntitled
    longest = max(len(title) for title in titles.values())
    if longest > LONGEST_TITLE:
        raise TooLong(field=(TITLE, {}), found=longest, most=LONGEST_TITLE)
    return replace(given, titles={language: title for language, title in titles.items() if title})


def title_in(titles: Mapping[str, str], language: str) -> str:
    """A title in a language, in Italian where it has none in that."""
    return titles.get(language) or titles.get(FIRST_LANGUAGE, "")
