"""Figures 3.1 to 3.10 as sections: the finding, the chart, the table, what it counts and where it comes from."""

from collections.abc import Sequence

from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract
from campanello.evaluation.contract import DECLINED, NO_DISADVANTAGE
from campanello.evaluation.figures import UNKNOWN
from campanello.evaluation.registry import FIGURES, INDICATORS
from campanello.evaluation.report import charts, findings, overview
from campanello.evaluation.report.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Form,
    Kind,
    Line,
    Paragraph,
    Section,
    Table,
    Terms,
)
from campanello.evaluation.report.wording import NOTHING, Wording
from campanello.evaluation.result import Evaluation, Figure, Row

MEAN_AGE_NUMBER = "3.10"
POPULATIONS = ("all", "lab", "plan")
# Long enough to be a description, short enough to be listened to.
MOST_SPOKEN = 8
SHEET_NAMES = {
    "age_band": _("Age"),
    "sex": _("Sex"),
    "citizenship": _("Citizenship"),
    "origin_area": _("Area of origin"),
    "education": _("Education"),
    "disadvantage": _("Disadvantage"),
    "occupational_status": _("Occupational status"),
    "province": _("Province"),
    "plan_status": _("Plan status"),
}


def figure_section(evaluation: Evaluation, code: str, words: Wording) -> Section:
    """One figure: finding as heading, sentences, chart, table, definition."""
    figures = findings.figures_of(evaluation, code)
    definition = FIGURES[code]
    sentences = findings.details(evaluation, code, words)
    blocks: list[Block] = [Paragraph(" ".join(sentences))] if sentences else []
    if any(row.share is not None for figure in figures for row in figure.rows):
        blocks.append(figure_chart(evaluation, code, words))
    blocks.append(figure_table(evaluation, code, words))
    blocks.append(
        _explained(
            words.figure_definition(code),
            (words.gettext("Shares are of"), words.figure_base(code)),
            words.source(definition.source),
            words,
        )
    )
    return Section(
        f"figure-{definition.number.replace('.', '-')}",
        numbered(definition.number, findings.titled(evaluation, code, words)),
        tuple(blocks),
        level=2,
        sheet=f"{definition.number} {words.gettext(SHEET_NAMES[code])}",
    )


def numbered(number: str, finding: str) -> str:
    """A heading with the figure's number in the sources before its finding."""
    return f"{number}\N{EN SPACE}{finding}"


def _caption(number: str, title: str, words: Wording) -> str:
    return words.gettext("Figure %(number)s. %(title)s", number=number, title=title)


def _explained(definition: str, base: tuple[str, str], source: str, words: Wording) -> Terms:
    rows = [(words.gettext("What it counts"), definition), base, (words.gettext("Source"), source)]
    return Terms(tuple((name, text) for name, text in rows if text))


def figure_chart(evaluation: Evaluation, code: str, words: Wording) -> Chart:
    """A figure's bars for each population it is defined for."""
    figures = findings.figures_of(evaluation, code)
    lines = [line for line in _lines(figures, words) if line.kind is not Kind.BASE]
    series = [
        (words.population(figure.population), 2 + 2 * index, charts.COLOURS[figure.population])
        for index, figure in enumerate(figures)
    ]
    caption = _caption(FIGURES[code].number, words.figure_title(code), words)
    return Chart(
        f"chart-{code.replace('_', '-')}",
        caption,
        _alternative(evaluation, code, figures, words),
        charts.chart(figures, words.language),
        charts.chart(figures, words.language, width=charts.WIDTH),
        overview.native_bars(findings.headline(evaluation, code, words), series, len(lines)),
    )


def _alternative(evaluation: Evaluation, code: str, figures: Sequence[Figure], words: Wording) -> str:
    shown = charts.drawn(figures)
    parts = [
        f"{words.population(figure.population)}: "
        + ", ".join(_spoken(figure.code, figure.row(category), words) for category in shown[:MOST_SPOKEN])
        for figure in figures
    ]
    return words.gettext(
        "Bar chart. %(title)s. %(values)s. The table below has the same numbers.",
        title=findings.headline(evaluation, code, words),
        values="; ".join(parts),
    )


def _spoken(code: str, row: Row, words: Wording) -> str:
    name = words.in_sentence(code, row.category)
    if row.suppressed:
        return f"{name} {words.withheld()}"
    return f"{name} {NOTHING if row.share is None else words.share(row.share)}"


def figure_table(evaluation: Evaluation, code: str, words: Wording) -> Table:
    """A figure's counts and shares by category, each population side by side, and the base of the shares."""
    figures = findings.figures_of(evaluation, code)
    lines = _lines(figures, words)
    columns = [Column(words.figure_name(code), width=2.6, numeric=False)]
    unit = words.gettext("plans") if code == "plan_status" else words.gettext("people")
    for figure in figures:
        group = words.population(figure.population)
        columns += [Column(unit.capitalize(), group), Column("%", group)]
    notes = overview.withheld_note(evaluation, lines, words)
    if code == "province":
        notes = _without_people(figures, words) + notes
    if code == "disadvantage":
        notes = [
            words.gettext(
                "A person with two kinds counts under both: the shares may add up to more than 100."
            ),
            *notes,
        ]
    return Table(
        f"table-{code.replace('_', '-')}",
        words.gettext("%(title)s: counts and shares", title=words.figure_title(code)),
        tuple(columns),
        tuple(lines),
        tuple(notes),
    )


def _lines(figures: Sequence[Figure], words: Wording) -> list[Line]:
    lines = []
    for row in figures[0].rows:
        rows = [figure.row(row.category) for figure in figures]
        if figures[0].code == "province" and not any(one.count for one in rows):
            continue
        name = Cell(words.category(figures[0].code, row.category))
        cells = [cell for one in rows for cell in _cells(one, words)]
        lines.append(Line((name, *cells), _kind(figures[0].code, row.category)))
    return [*lines, _base_line(figures, words)]


def _kind(code: str, category: str) -> Kind:
    apart = category == UNKNOWN or (code == "disadvantage" and category in {NO_DISADVANTAGE, DECLINED})
    return Kind.QUIET if apart else Kind.PLAIN


def _cells(row: Row, words: Wording) -> tuple[Cell, Cell]:
    if row.suppressed:
        whole = Cell(words.withheld(), None, Form.COUNT, withheld=True, span=2)
        return whole, Cell("", None, Form.SHARE, withheld=True, span=0)
    share = (
        Cell(NOTHING, None, Form.SHARE)
        if row.share is None
        else Cell(words.share(row.share), row.share, Form.SHARE)
    )
    return overview.number(row.count, words), share


def _base_line(figures: Sequence[Figure], words: Wording) -> Line:
    cells = [Cell(words.gettext("Base of the shares"))]
    for figure in figures:
        cells += [overview.number(figure.base, words, withheld=True), Cell("", None, Form.SHARE)]
    return Line(tuple(cells), Kind.BASE)


def _without_people(figures: Sequence[Figure], words: Wording) -> list[str]:
    """What is said of the provinces that the table leaves out: nobody lives there, or too few to be shown."""
    notes = []
    rows = [[figure.row(one) for figure in figures] for one in contract.provinces()]
    left_out = [one for one in rows if not any(row.count for row in one)]
    withheld = len([one for one in left_out if any(row.suppressed for row in one)])
    if withheld:
        notes.append(
            words.ngettext(
                "%(n)s more province is left out: its numbers cannot be shown.",
                "%(n)s more provinces are left out: their numbers cannot be shown.",
                withheld,
            )
        )
    if empty := len(left_out) - withheld:
        notes.append(
            words.ngettext(
                "Nobody lives in the %(n)s other province of Italy.",
                "Nobody lives in the %(n)s other provinces of Italy.",
                empty,
            )
        )
    return notes


def mean_age_section(evaluation: Evaluation, words: Wording) -> Section:
    """Figure 3.10: the mean ages, with the people they are taken over."""
    codes = [f"age.mean.{population}" for population in POPULATIONS]
    values = [evaluation.indicator(code) for code in codes]
    lines = [
        Line(
            (
                Cell(words.population(population)),
                overview.cell(value, words),
                overview.number(
                    value.denominator, words, withheld=value.suppressed or value.value is not None
                ),
            )
        )
        for population, value in zip(POPULATIONS, values, strict=True)
    ]
    title = words.gettext("Mean age of the recipients")
    table = Table(
        "table-mean-age",
        title,
        (
            Column(words.gettext("Population"), width=2, numeric=False),
            Column(words.gettext("Mean age")),
            Column(words.gettext("People with a recorded birth date")),
        ),
        tuple(lines),
        tuple(overview.withheld_note(evaluation, lines, words)),
    )
    finding = findings.ages(evaluation, words)
    blocks: list[Block] = []
    if any(value.value is not None for value in values):
        blocks.append(_mean_age_chart(evaluation, finding, words))
    explained = _explained(
        words.indicator_definition(codes[0]),
        (words.gettext("The mean is over"), words.gettext(INDICATORS[codes[0]].denominator)),
        words.source(INDICATORS[codes[0]].source),
        words,
    )
    return Section(
        "figure-3-10",
        numbered(MEAN_AGE_NUMBER, finding),
        (*blocks, table, explained),
        level=2,
        sheet=f"{MEAN_AGE_NUMBER} {words.gettext('Mean age')}",
    )


def _mean_age_chart(evaluation: Evaluation, finding: str, words: Wording) -> Chart:
    spoken = ", ".join(
        f"{words.population(one)} {words.value(evaluation.indicator(f'age.mean.{one}'))}"
        for one in POPULATIONS
    )
    title = words.gettext("Mean age of the recipients")
    return Chart(
        "chart-mean-age",
        _caption(MEAN_AGE_NUMBER, title, words),
        words.gettext("Bar chart. %(title)s: %(values)s.", title=title, values=spoken),
        charts.mean_ages(evaluation, words.language),
        charts.mean_ages(evaluation, words.language, width=charts.WIDTH),
        overview.native_bars(
            finding, [(words.gettext("Mean age"), 1, charts.COLOURS["all"])], len(POPULATIONS), Form.DECIMAL
        ),
    )


def profile_section(evaluation: Evaluation, words: Wording) -> Section | None:
    """The typical recipient of each population: the commonest category of every figure, computed."""
    profiles = evaluation.profiles
    if not any(profile.traits for profile in profiles):
        return None
    codes = list(dict.fromkeys(trait.figure for profile in profiles for trait in profile.traits))
    lines = [
        Line(
            (
                Cell(words.gettext("People")),
                *(Cell(NOTHING if p.people is None else words.count(p.people), p.people) for p in profiles),
            )
        ),
        Line(
            (
                Cell(words.gettext("Mean age")),
                *(
                    Cell(NOTHING if p.mean_age is None else words.measured(p.mean_age, "years"))
                    for p in profiles
                ),
            )
        ),
    ]
    for code in codes:
        traits = [next((t for t in p.traits if t.figure == code), None) for p in profiles]
        texts = [
            f"{words.category(code, t.category)} ({words.share(t.share)})" if t else NOTHING for t in traits
        ]
        lines.append(Line((Cell(words.figure_name(code)), *(Cell(text) for text in texts))))
    columns = [Column(words.gettext("Descriptor"), numeric=False)]
    columns += [
        Column(words.population(profile.population), width=1.6, numeric=False) for profile in profiles
    ]
    table = Table(
        "table-profile", words.gettext("Typical profile by population"), tuple(columns), tuple(lines)
    )
    explanation = words.gettext(
        "Each row is the commonest recorded category on its own, with its share of the population. "
        "It is no portrait of one person: few recipients have all of these traits together."
    )
    return Section(
        "profile",
        words.gettext("Who the typical recipient is"),
        (Paragraph(explanation), table),
        level=2,
        sheet=words.gettext("Typical profile"),
    )
