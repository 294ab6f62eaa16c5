"""How the report is to be read, how it was computed, and every indicator's definition."""

from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract
from campanello.evaluation.registry import INDICATORS
from campanello.evaluation.report import numbers, overview
from campanello.evaluation.report.blocks import (
    Block,
    Cell,
    Column,
    Form,
    Line,
    Paragraph,
    Section,
    Table,
    Terms,
)
from campanello.evaluation.report.wording import NOTHING, POPULATIONS, Wording, capital
from campanello.evaluation.result import Evaluation, IndicatorValue

TABLES = {
    "projects": _("projects"),
    "partners": _("partners"),
    "people": _("people"),
    "lab_participations": _("lab participations"),
    "plans": _("personal plans"),
}

METHOD = (
    (
        _("People"),
        _(
            "A person in several projects, labs or plans counts once in each population. "
            "What describes a person is taken at the first entry in the population."
        ),
    ),
    (
        _("Age"),
        _(
            "Completed years on the day of the first entry in the population. "
            "So a person may be in one age band among all recipients and in the next one among people with a plan."
        ),
    ),
    (
        _("Shares"),
        _(
            "Per cent of the base printed with them, people not recorded included, rounded to one decimal, "
            "half away from zero. Rounded shares may not add up to 100 exactly."
        ),
    ),
    (
        _("Disadvantage"),
        _(
            "A person is vulnerable with at least one recorded kind. Not recorded is not vulnerable, "
            "so the share of vulnerable people is a floor."
        ),
    ),
    (
        _("Plans"),
        _("Shares of plans are of plans, not of people: the two numbers differ when a person has several."),
    ),
)


def reading(words: Wording) -> Terms:
    """The four things a reader must know before the first table."""
    return Terms(
        (
            (
                words.gettext("All recipients"),
                words.gettext("everybody in a lab, with a personal plan, or both; each person counts once"),
            ),
            (words.gettext("Social labs"), words.gettext("people with at least one participation in a lab")),
            (
                words.gettext("Personal plans (PIP)"),
                words.gettext(
                    "people with at least one plan, whatever became of it; a person may have several"
                ),
            ),
            (
                words.gettext("Not recorded"),
                words.gettext(
                    "nobody asked, or it was lost: neither “none found” nor “declined to answer”; "
                    "it stays in the base of the shares and is drawn with a dashed outline"
                ),
            ),
        )
    )


def method(evaluation: Evaluation, words: Wording) -> Section:
    """How everything was computed, so that somebody else can do it again."""
    rows = [(words.gettext(name), words.gettext(text)) for name, text in METHOD]
    rows += [
        (
            words.gettext("Areas of origin"),
            words.gettext(
                "By citizenship, from the table of areas, version %(version)s. Turkey counts as Eastern Europe.",
                version=contract.AREAS_VERSION,
            ),
        ),
        (words.gettext("Small numbers"), _rule(evaluation, words)),
        (words.gettext("Data read"), _data_read(evaluation, words)),
        (words.gettext("Fingerprint of the data"), str(evaluation.source.get("cube_sha256", ""))),
        (words.gettext("Engine"), evaluation.engine),
    ]
    known = tuple((name, text) for name, text in rows if text)
    return Section("method", words.gettext("Method"), (Terms(known),))


def _rule(evaluation: Evaluation, words: Wording) -> str:
    if not evaluation.threshold:
        return words.gettext(
            "Nothing is withheld in this report: it is for the authority and not to be published."
        )
    return words.gettext(
        "A count of fewer than %(threshold)s people is not shown, nor is any number from which such a count "
        "could be worked out by adding or subtracting what is shown. Nobody (0) is shown. "
        "Wherever a number is missing for this reason the report says “cannot be shown”.",
        threshold=words.count(evaluation.threshold),
    )


def _data_read(evaluation: Evaluation, words: Wording) -> str:
    rows = evaluation.source.get("rows")
    if not isinstance(rows, dict):
        return ""
    parts = [
        f"{words.gettext(name)} {words.count(int(rows[table]))}"
        for table, name in TABLES.items()
        if table in rows
    ]
    return words.gettext("Rows by table: %(rows)s.", rows=", ".join(parts)) if parts else ""


def definitions(evaluation: Evaluation, words: Wording) -> tuple[Section, ...]:
    """The annex: every indicator's value and parts, then what each means and where it comes from."""
    intro = words.gettext("Every indicator of the evaluation, with the numbers it was divided from.")
    return (
        Section(
            "definitions",
            words.gettext("Annex. Indicators and definitions"),
            (Paragraph(intro), _values(evaluation, words)),
            sheet=words.gettext("Indicators"),
        ),
        Section(
            "definitions-words",
            words.gettext("What each indicator means"),
            _meanings(evaluation, words),
            level=2,
            sheet=words.gettext("Definitions"),
        ),
    )


def _values(evaluation: Evaluation, words: Wording) -> Table:
    lines = [_value_line(indicator, evaluation, words) for indicator in evaluation.indicators]
    return Table(
        "table-indicators",
        words.gettext("All indicators"),
        (
            Column(words.gettext("Indicator"), width=3.2, numeric=False),
            Column(words.gettext("Value"), width=1.7),
            Column(words.gettext("Unit"), width=1.4, numeric=False),
            Column(words.gettext("Numerator"), width=1.2),
            Column(words.gettext("Denominator"), width=1.4),
            Column(words.gettext("As of"), width=1.9, numeric=False),
        ),
        tuple(lines),
        tuple(overview.withheld_note(evaluation, lines, words)),
        detail_title=words.gettext("Code"),
    )


def _value_line(indicator: IndicatorValue, evaluation: Evaluation, words: Wording) -> Line:
    is_divided = bool(INDICATORS[indicator.code].denominator)
    gone = indicator.suppressed or (is_divided and indicator.value is not None)
    parts = (
        (overview.number(part, words, withheld=gone) for part in (indicator.numerator, indicator.denominator))
        if is_divided
        else (Cell("", None, Form.COUNT), Cell("", None, Form.COUNT))
    )
    as_of = numbers.day(evaluation.as_of, words.language) if evaluation.as_of else NOTHING
    return Line(
        (
            Cell(words.indicator_name(indicator.code), detail=indicator.code),
            overview.cell(indicator, words),
            Cell(words.unit(indicator.unit)),
            *parts,
            Cell(as_of),
        )
    )


def _meanings(evaluation: Evaluation, words: Wording) -> tuple[Block, ...]:
    lines = []
    for indicator in evaluation.indicators:
        definition = INDICATORS[indicator.code]
        population = POPULATIONS.get(definition.population, "")
        texts = (
            words.indicator_definition(indicator.code),
            words.divided(indicator.code),
            capital(words.gettext(population)) or NOTHING,
            words.source(definition.source),
        )
        name = Cell(words.indicator_name(indicator.code), detail=indicator.code)
        lines.append(Line((name, *(Cell(text) for text in texts))))
    columns = (
        Column(words.gettext("Indicator"), width=2.2, numeric=False),
        Column(words.gettext("Definition"), width=3, numeric=False),
        Column(words.gettext("Divided"), width=2.4, numeric=False),
        Column(words.gettext("Population"), width=1.3, numeric=False),
        Column(words.gettext("Source"), width=1.6, numeric=False),
    )
    caption = words.gettext("Definitions of the indicators")
    code = words.gettext("Code")
    return (Table("table-definitions", caption, columns, tuple(lines), detail_title=code),)
