"""Every code of an evaluation as words: categories, populations, figures, indicators, units. Decides no number."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from typing import Any

from campanello.core.errors import gettext_noop as _
from campanello.core.language import catalogue
from campanello.evaluation import contract
from campanello.evaluation import indicators as _registered  # noqa: F401  # importing it fills the registry
from campanello.evaluation.figures import UNKNOWN
from campanello.evaluation.registry import FIGURES, INDICATORS
from campanello.evaluation.report import numbers
from campanello.evaluation.result import IndicatorValue, Number


def pgettext_noop(context: str, message: str) -> str:
    """Mark a text for translation that has other words elsewhere; returned unchanged, looked up with its context."""
    return message


NOTHING = "–"
"""Printed for a share of nobody and for what a dataset has no table for."""

CATEGORIES = {
    "age_band": {
        "under-18": _("under 18 years"),
        "18-35": _("18 to 35 years"),
        "36-54": _("36 to 54 years"),
        "55-64": _("55 to 64 years"),
        "65+": _("65 years and over"),
    },
    "sex": {"F": _("women"), "M": _("men")},
    "citizenship": {"italian": _("Italian citizens"), "foreign": _("foreign citizens")},
    "origin_area": {
        "maghreb_near_east": _("Maghreb and Near East"),
        "eastern_europe": _("Eastern Europe"),
        "sub_saharan_africa": _("Sub-Saharan Africa"),
        "asia": _("Asia"),
        "latin_america": _("Latin America"),
        "other": _("other areas, and stateless"),
    },
    "education": {
        "none": _("no qualification"),
        "primary": _("primary school"),
        "lower_secondary": _("lower secondary school"),
        "upper_secondary": _("upper secondary school"),
        "tertiary": _("post-secondary or degree"),
    },
    "disadvantage": {
        "migrant": _("migrant or foreign citizen"),
        "disability": _("disability"),
        "detention_or_addiction": _("detention or addiction"),
        "other": _("other disadvantage"),
        "none": _("none found"),
        "declined": _("declined to answer"),
    },
    "occupational_status": {
        "employed": _("employed"),
        "unemployed": _("unemployed"),
        "first_job_seeker": _("looking for a first job"),
        "inactive": _("inactive"),
        "student": _("student"),
        "retired": _("retired"),
    },
    "plan_status": {
        "in_progress": _("in progress"),
        "completed": _("completed"),
        "withdrawn": _("withdrawn"),
    },
}
NOT_RECORDED = _("not recorded")

# What stands before "are 69.2% of all recipients": a subject in the plural, with the article where there is one.
SUBJECTS = {
    "age_band": {
        "under-18": pgettext_noop("subject", "People under 18"),
        "18-35": pgettext_noop("subject", "People aged 18 to 35"),
        "36-54": pgettext_noop("subject", "People aged 36 to 54"),
        "55-64": pgettext_noop("subject", "People aged 55 to 64"),
        "65+": pgettext_noop("subject", "People aged 65 and over"),
    },
    "sex": {"F": pgettext_noop("subject", "Women"), "M": pgettext_noop("subject", "Men")},
    "citizenship": {
        "italian": pgettext_noop("subject", "People with Italian citizenship"),
        "foreign": pgettext_noop("subject", "People with foreign citizenship"),
    },
    "origin_area": {
        "maghreb_near_east": pgettext_noop("subject", "People from the Maghreb and the Near East"),
        "eastern_europe": pgettext_noop("subject", "People from Eastern Europe"),
        "sub_saharan_africa": pgettext_noop("subject", "People from Sub-Saharan Africa"),
        "asia": pgettext_noop("subject", "People from Asia"),
        "latin_america": pgettext_noop("subject", "People from Latin America"),
        "other": pgettext_noop("subject", "People from other areas, or stateless"),
    },
    "education": {
        "none": pgettext_noop("subject", "People without a qualification"),
        "primary": pgettext_noop("subject", "People who completed primary school"),
        "lower_secondary": pgettext_noop("subject", "People who completed lower secondary school"),
        "upper_secondary": pgettext_noop("subject", "People who completed upper secondary school"),
        "tertiary": pgettext_noop("subject", "People with a post-secondary diploma or a degree"),
    },
    "disadvantage": {
        "migrant": pgettext_noop("subject", "Migrants or foreign citizens at a disadvantage"),
        "disability": pgettext_noop("subject", "People with a disability"),
        "detention_or_addiction": pgettext_noop(
            "subject", "People with an experience of detention or addiction"
        ),
        "other": pgettext_noop("subject", "People with another disadvantage"),
        "none": pgettext_noop("subject", "People without any disadvantage found"),
        "declined": pgettext_noop("subject", "People who declined to answer"),
    },
    "occupational_status": {
        "employed": pgettext_noop("subject", "Employed people"),
        "unemployed": pgettext_noop("subject", "Unemployed people"),
        "first_job_seeker": pgettext_noop("subject", "People looking for a first job"),
        "inactive": pgettext_noop("subject", "Inactive people"),
        "student": pgettext_noop("subject", "Students"),
        "retired": pgettext_noop("subject", "Retired people"),
    },
    "plan_status": {
        "in_progress": pgettext_noop("subject", "Plans in progress"),
        "completed": pgettext_noop("subject", "Completed plans"),
        "withdrawn": pgettext_noop("subject", "Withdrawn plans"),
    },
}
LIVING_IN = _("People living in the province of %(province)s")

POPULATIONS = {"all": _("all recipients"), "lab": _("social labs"), "plan": _("personal plans (PIP)")}
# The same on a chart, where a phone has room for little.
SERIES = {"all": _("everybody"), "lab": _("labs"), "plan": _("plans (PIP)")}
UNITS = {
    "people": _("people"),
    "projects": _("projects"),
    "plans": _("plans"),
    "organisations": _("organisations"),
    "years": _("years"),
}
COLUMNS = {
    "sex": _("sex"),
    "citizenship": _("citizenship"),
    "education": _("education"),
    "disadvantages": _("disadvantages"),
    "residence_province": _("province of residence"),
}
# The same where there is little room.
COLUMN_HEADS = {**COLUMNS, "residence_province": _("province")}
FIGURE_TITLES = {
    "age_band": _("Recipients by age"),
    "sex": _("Recipients by sex"),
    "citizenship": _("Recipients by citizenship"),
    "origin_area": _("Foreign recipients by area of origin"),
    "education": _("Recipients by education"),
    "disadvantage": _("Recipients by disadvantage"),
    "occupational_status": _("Recipients of the social labs by occupational status"),
    "province": _("Recipients by province of residence"),
    "plan_status": _("Personal plans by status"),
}


@dataclass(frozen=True)
class Wording:
    """The words of one language. `gettext` and `ngettext` fill a translated sentence with named facts."""

    language: str
    messages: NullTranslations

    def gettext(self, message: str, **facts: Any) -> str:
        """A sentence in the language, with its facts."""
        text = self.messages.gettext(message) if message else ""
        return text % facts if facts else text

    def ngettext(self, one: str, many: str, number: int, **facts: Any) -> str:
        """A sentence that depends on a number; the fact `n` is that number as the language writes it."""
        return self.messages.ngettext(one, many, number) % {"n": self.count(number), **facts}

    def count(self, number: int) -> str:
        """A whole number."""
        return numbers.count(number, self.language)

    def share(self, per_cent: Number) -> str:
        """A share in per cent."""
        return numbers.share(per_cent, self.language)

    def the_share(self, per_cent: Number) -> str:
        """A share with its article, for a sentence."""
        return numbers.the_share(per_cent, self.language)

    def decimal(self, number: Number) -> str:
        """A number with one decimal."""
        return numbers.decimal(number, self.language)

    def category(self, figure: str, category: str) -> str:
        """A category as it stands in a table or on a chart, with a capital."""
        return capital(self.in_sentence(figure, category))

    def category_of(self, message: str) -> str:
        """Any short message as a category: with a capital."""
        return capital(self.gettext(message))

    def in_sentence(self, figure: str, category: str) -> str:
        """A category as it stands inside a sentence."""
        if category == UNKNOWN:
            return self.gettext(NOT_RECORDED)
        if figure == "province":
            return contract.provinces()[category]
        return self.gettext(CATEGORIES[figure][category])

    def subject(self, figure: str, category: str) -> str:
        """A category as the plural subject of a sentence."""
        if figure == "province":
            return self.gettext(LIVING_IN, province=contract.provinces()[category])
        return self.messages.pgettext("subject", SUBJECTS[figure][category])

    def population(self, population: str) -> str:
        """A population as the head of a column or the name of a series."""
        return capital(self.gettext(POPULATIONS[population]))

    def series(self, population: str) -> str:
        """A population in the key of a chart."""
        return capital(self.gettext(SERIES[population]))

    def figure_title(self, figure: str) -> str:
        """What a figure distributes, and whom: Recipients by age."""
        return self.gettext(FIGURE_TITLES[figure])

    def figure_name(self, figure: str) -> str:
        """A figure's short name: Age."""
        return self.gettext(FIGURES[figure].name)

    def figure_definition(self, figure: str) -> str:
        """What a figure counts and how."""
        return self.gettext(FIGURES[figure].definition)

    def figure_base(self, figure: str) -> str:
        """What a figure's shares are taken of."""
        return self.gettext(FIGURES[figure].base)

    def indicator_name(self, code: str) -> str:
        """An indicator's name."""
        return self.gettext(INDICATORS[code].name)

    def indicator_definition(self, code: str) -> str:
        """What an indicator means."""
        return self.gettext(INDICATORS[code].definition)

    def source(self, chapter: str) -> str:
        """Where in the printed evaluation a figure or indicator comes from."""
        figure = self.messages.pgettext("chart", "Figure")
        named = chapter.replace("Figure", figure).replace("Table", self.gettext("Table"))
        return self.gettext("evaluation report, %(chapter)s", chapter=named)

    def withheld(self) -> str:
        """Instead of a number that is not shown."""
        return self.gettext("cannot be shown")

    def withheld_rule(self, threshold: int) -> str:
        """Why a number is not shown, under every table that has one."""
        return self.gettext(
            "“Cannot be shown”: fewer than %(threshold)s people, or a number from which so few could be worked out.",
            threshold=self.count(threshold),
        )

    def value(self, indicator: IndicatorValue) -> str:
        """An indicator's value with its unit."""
        if indicator.suppressed:
            return self.withheld()
        if indicator.value is None:
            return NOTHING
        return self.measured(indicator.value, indicator.unit)

    def measured(self, value: Number, unit: str) -> str:
        """A value in a unit; counts stand without one."""
        if unit == "%":
            return self.share(value)
        if unit == "EUR":
            return numbers.money(value, self.language)
        if unit == "years":
            return self.gettext("%(years)s years", years=self.decimal(value))
        return self.count(int(value)) if not isinstance(value, Decimal) else self.decimal(value)

    def divided(self, code: str) -> str:
        """What an indicator divides by what; a dash where it divides nothing."""
        definition = INDICATORS[code]
        if not definition.denominator:
            return NOTHING
        numerator, denominator = (
            uncapital(self.gettext(text)).rstrip(".")
            for text in (definition.numerator, definition.denominator)
        )
        return f"{numerator} / {denominator}"

    def unit(self, unit: str) -> str:
        """A unit's name; signs like % stay as they are."""
        return self.gettext(UNITS[unit]) if unit in UNITS else unit


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The text with its first letter small, unless the word is all capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@cache
def wording(language: str) -> Wording:
    """The words of a language."""
    return Wording(language, catalogue(language))
