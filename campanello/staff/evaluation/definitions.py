"""What each indicator and figure of an evaluation means, with its value, to be read and searched."""

from dataclasses import dataclass
from unicodedata import combining, normalize

from campanello.core.errors import Missing
from campanello.core.errors import gettext_noop as _
from campanello.evaluation.registry import FIGURES, INDICATORS
from campanello.evaluation.report import findings
from campanello.evaluation.report.wording import Wording, capital
from campanello.evaluation.result import Evaluation
from campanello.staff.evaluation import cards


class NoDefinition(Missing):
    """No indicator and no figure has that code."""

    code = "evaluation.no-definition"
    text = _("There is no indicator or figure “%(code)s”. Choose one from the list of definitions.")


@dataclass(frozen=True)
class Definition:
    """An indicator or figure: what it is called and means, what it is worth here, and its facts as (term, text)."""

    code: str
    kind: str
    name: str
    meaning: str
    value: str
    facts: tuple[tuple[str, str], ...]

    def has(self, searched: str) -> bool:
        """Whether every word searched for stands somewhere in it, whatever its accents and capitals."""
        text = _folded(" ".join((self.code, self.name, self.meaning, *(text for _term, text in self.facts))))
        return all(word in text for word in _folded(searched).split())


def of_all(evaluation: Evaluation | None, words: Wording) -> list[Definition]:
    """Every definition, indicators first; without values where nothing may be shown."""
    return [one(code, evaluation, words) for code in (*INDICATORS, *FIGURES)]


def one(code: str, evaluation: Evaluation | None, words: Wording) -> Definition:
    """The definition of an indicator or figure.

    Raises:
        NoDefinition: Nothing has that code.
    """
    if code in INDICATORS:
        return _of_indicator(code, evaluation, words)
    if code in FIGURES:
        return _of_figure(code, evaluation, words)
    raise NoDefinition(code=code)


def _of_indicator(code: str, evaluation: Evaluation | None, words: Wording) -> Definition:
    indicator = INDICATORS[code]
    found = evaluation.indicator(code) if evaluation else None
    counts = cards.behind(found, words) if found else ""
    return Definition(
        code,
        words.gettext("Indicator"),
        words.indicator_name(code),
        words.indicator_definition(code),
        cards.with_unit(found, words) if found else words.withheld(),
        _facts(
            {
                _("Counted"): counts,
                _("Population"): words.population(indicator.population) if indicator.population else "",
                _("Numerator"): words.gettext(indicator.numerator),
                _("Denominator"): words.gettext(indicator.denominator),
                _("Unit"): words.unit(indicator.unit),
                _("Source"): words.source(indicator.source),
                _("Data as of"): _day(evaluation, words),
            },
            words,
        ),
    )


def _of_figure(code: str, evaluation: Evaluation | None, words: Wording) -> Definition:
    figure = FIGURES[code]
    populations = ", ".join(words.population(one) for one in figure.populations)
    return Definition(
        code,
        words.gettext("Figure %(number)s", number=figure.number),
        words.figure_title(code),
        words.figure_definition(code),
        findings.headline(evaluation, code, words) if evaluation else words.withheld(),
        _facts(
            {
                _("Population"): populations,
                _("Numerator"): words.gettext("plans") if code == "plan_status" else words.gettext("people"),
                _("Denominator"): words.figure_base(code),
                _("Unit"): "%",
                _("Categories"): _categories(code, words),
                _("Source"): words.source(figure.source),
                _("Data as of"): _day(evaluation, words),
            },
            words,
        ),
    )


def _categories(code: str, words: Wording) -> str:
    if code == "province":
        return words.gettext("the provinces of Italy, and not recorded")
    return ", ".join(words.in_sentence(code, one) for one in FIGURES[code].categories)


def _day(evaluation: Evaluation | None, words: Wording) -> str:
    return cards.day(evaluation.as_of, words) if evaluation else ""


def _facts(facts: dict[str, str], words: Wording) -> tuple[tuple[str, str], ...]:
    return tuple((words.gettext(term), capital(text)) for term, text in facts.items() if text)


def _folded(text: str) -> str:
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
