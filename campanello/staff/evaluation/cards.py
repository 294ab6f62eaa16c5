"""The indicators as cards, and the typical profiles: a number, the people behind it, the day, what it means."""

from dataclasses import dataclass
from datetime import date

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.registry import INDICATORS
from campanello.evaluation.report import numbers
from campanello.evaluation.report.wording import NOTHING, Wording
from campanello.evaluation.result import Evaluation, IndicatorValue, Profile

GROUPS = {
    _("Whom the programme reached"): (
        "recipients.total",
        "recipients.lab",
        "recipients.plan",
        "recipients.both",
    ),
    _("What became of it"): (
        "plan_share",
        "plans.total",
        "plans.completed_share",
        "plans.in_progress_share",
        "plans.withdrawn_share",
    ),
    _("Who the recipients are"): ("vulnerable_share", "age.mean.all", "age.mean.lab", "age.mean.plan"),
    _("The projects and who carries them"): (
        "projects.funded",
        "projects.cost",
        "partners.non_lead",
        "partners.non_accredited_share",
    ),
}


@dataclass(frozen=True)
class Card:
    """One indicator: value and unit, or why there is none; the people behind it, the population, the day."""

    code: str
    name: str
    value: str
    unit: str
    withheld: str
    behind: str
    population: str
    as_of: str
    definition: str


@dataclass(frozen=True)
class ProfileCard:
    """The typical person of a population: the commonest category of every figure."""

    population: str
    people: str
    traits: tuple[tuple[str, str], ...]


def groups(evaluation: Evaluation, words: Wording) -> list[tuple[str, list[Card]]]:
    """All cards under their headings."""
    return [
        (words.gettext(heading), [card(evaluation, evaluation.indicator(code), words) for code in codes])
        for heading, codes in GROUPS.items()
    ]


def card(evaluation: Evaluation, indicator: IndicatorValue, words: Wording) -> Card:
    """One indicator as a card."""
    definition = INDICATORS[indicator.code]
    value, unit = _apart(indicator, words)
    return Card(
        code=indicator.code,
        name=words.indicator_name(indicator.code),
        value=value,
        unit=unit,
        withheld=_why_withheld(evaluation, words) if indicator.suppressed else "",
        behind=behind(indicator, words),
        population=words.population(definition.population) if definition.population else "",
        as_of=as_of(evaluation.as_of, words),
        definition=words.indicator_definition(indicator.code),
    )


def _apart(indicator: IndicatorValue, words: Wording) -> tuple[str, str]:
    """A value and its unit, to be printed large and small."""
    if indicator.value is None:
        return words.value(indicator), ""
    if indicator.unit == "%":
        return words.share(indicator.value), ""
    if indicator.unit == "EUR":
        return numbers.money(indicator.value, words.language).removesuffix("EUR").rstrip(), "EUR"
    if indicator.unit == "years":
        return words.decimal(indicator.value), words.unit("years")
    return words.value(indicator), words.unit(indicator.unit)


def _why_withheld(evaluation: Evaluation, words: Wording) -> str:
    return words.gettext(
        "(fewer than %(threshold)s, or it would tell about so few)",
        threshold=words.count(evaluation.threshold),
    )


def with_unit(indicator: IndicatorValue, words: Wording) -> str:
    """An indicator's value with its unit, counts with what they count."""
    value = words.value(indicator)
    if indicator.value is None or indicator.unit in {"%", "EUR", "years"}:
        return value
    return words.gettext("%(number)s %(unit)s", number=value, unit=words.unit(indicator.unit))


def behind(indicator: IndicatorValue, words: Wording) -> str:
    """The counts behind a share or a mean, in a sentence; empty where the value is itself a count."""
    definition = INDICATORS[indicator.code]
    if indicator.suppressed or not definition.denominator:
        return ""
    if indicator.numerator is None or indicator.denominator is None:
        return "" if indicator.value is None else words.gettext("the people behind it cannot be shown")
    if indicator.unit == "years":
        return words.ngettext("over %(n)s person", "over %(n)s people", indicator.denominator)
    return words.gettext(
        "%(count)s of %(base)s",
        count=words.count(indicator.numerator),
        base=words.count(indicator.denominator),
    )


def day(one: date | None, words: Wording) -> str:
    """A day in words; empty where there is none."""
    return numbers.day(one, words.language) if one else ""


def as_of(one: date | None, words: Wording) -> str:
    """The day that the data describe, as a sentence part."""
    return words.gettext("as of %(day)s", day=day(one, words)) if one else ""


def profiles(evaluation: Evaluation, words: Wording) -> list[ProfileCard]:
    """The typical person of every population that has anybody to be typical of."""
    return [_profile(one, words) for one in evaluation.profiles if one.traits]


def _profile(profile: Profile, words: Wording) -> ProfileCard:
    people = (
        words.withheld()
        if profile.people is None
        else words.ngettext("%(n)s person", "%(n)s people", profile.people)
    )
    age = NOTHING if profile.mean_age is None else words.measured(profile.mean_age, "years")
    traits = [(words.gettext("Mean age"), age)]
    traits += [
        (
            words.figure_name(one.figure),
            f"{words.category(one.figure, one.category)} ({words.share(one.share)})",
        )
        for one in profile.traits
    ]
    return ProfileCard(words.population(profile.population), people, tuple(traits))
