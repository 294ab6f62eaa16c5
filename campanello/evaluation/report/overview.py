"""The first pages: what stands on the title page, the summary, and tables 3.1 and 3.2 in the sources' order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.publication import share
from campanello.evaluation.report import charts, findings, numbers
from campanello.evaluation.report.blocks import (
    Cell,
    Chart,
    Column,
    Fact,
    Form,
    Kind,
    Line,
    NativeChart,
    Series,
    Table,
)
from campanello.evaluation.report.wording import NOTHING, Wording
from campanello.evaluation.result import Evaluation, IndicatorValue

FORMS = {"%": Form.SHARE, "EUR": Form.MONEY, "years": Form.DECIMAL}
ONLY_LAB, BOTH, ONLY_PLAN = _("only in a lab"), _("in a lab and with a plan"), _("only with a plan")
PART_COLOURS = {ONLY_LAB: charts.COLOURS["lab"], BOTH: "#6d4c8c", ONLY_PLAN: charts.COLOURS["plan"]}

# Table 3.1 as the sources print it; what follows "of which both" is worked out from the same numbers.
REACHED = {
    "projects.funded": _("Integrated projects"),
    "recipients.total": _("Recipients of the integrated projects, in all"),
    "recipients.lab": _("of which recipients of the social labs (action 9.4.2)"),
    "recipients.plan": _("of which recipients of personal plans (action 9.1.3)"),
    "recipients.both": _("of which recipients of both"),
}
TOTALS = ("projects.funded", "recipients.total")
RESULTS = {
    _("Effectiveness of the support"): {
        "plan_share": _("Recipients of personal plans among all recipients"),
        "plans.completed_share": _("Completed personal plans among all plans"),
    },
    _("Lessons learned"): {
        "vulnerable_share": _("Capacity to reach vulnerable people (vulnerable among all recipients)"),
        "age.mean.plan": _("Mean age of the recipients of personal plans"),
        "age.mean.lab": _("Mean age of the recipients of the social labs"),
        "age.mean.all": _("Mean age of all recipients"),
    },
}
PLANS_OF_ALL = _("People with a personal plan are %(share)s of all recipients (%(count)s of %(base)s)")
COMPLETED_OF_ALL = _("Completed plans are %(share)s of all personal plans (%(count)s of %(base)s)")
VULNERABLE_OF_ALL = _(
    "People with at least one disadvantage are %(share)s of all recipients (%(count)s of %(base)s)"
)
OTHERS_OF_PARTNERS = _(
    "Partners that are not accredited operators are %(share)s of the partners beside the lead (%(count)s of %(base)s)"
)


@dataclass(frozen=True)
class Overlap:
    """The recipients in three parts that share nobody."""

    only_lab: int
    both: int
    only_plan: int

    @property
    def parts(self) -> dict[str, int]:
        """The parts by their message."""
        return {ONLY_LAB: self.only_lab, BOTH: self.both, ONLY_PLAN: self.only_plan}


def overlap(evaluation: Evaluation) -> Overlap | None:
    """Who is only in a lab, in both, only with a plan; None where one of them may not be shown."""
    sizes = [evaluation.indicator(f"recipients.{one}").value for one in ("total", "lab", "plan", "both")]
    total, lab, plan, both = (None if size is None else int(size) for size in sizes)
    if total is None or lab is None or plan is None or both is None:
        return None
    parts = Overlap(lab - both, both, plan - both)
    small = [size for size in parts.parts.values() if 0 < size < evaluation.threshold]
    return None if small else parts


def cell(indicator: IndicatorValue, words: Wording) -> Cell:
    """An indicator's value as a cell."""
    form = FORMS.get(indicator.unit, Form.COUNT)
    return Cell(words.value(indicator), indicator.value, form, withheld=indicator.suppressed)


def number(value: int | None, words: Wording, *, withheld: bool = False) -> Cell:
    """A count as a cell."""
    if value is None:
        return Cell(words.withheld() if withheld else NOTHING, None, Form.COUNT, withheld=withheld)
    return Cell(words.count(value), value, Form.COUNT)


def of_base(value: int | None, base: int | None, words: Wording) -> Cell:
    """The share that a shown count is of a shown base, as a cell."""
    part = None if value is None or base is None else share(value, base)
    return Cell(NOTHING, None, Form.SHARE) if part is None else Cell(words.share(part), part, Form.SHARE)


def details(evaluation: Evaluation, words: Wording) -> tuple[tuple[str, str], ...]:
    """What the title page says about the data and how they were computed."""
    first, last = (_day(evaluation.source.get(key), words) for key in ("first_date", "last_date"))
    rows = [
        (words.gettext("Data as of"), _day(evaluation.as_of, words)),
        (
            words.gettext("Entries and exits recorded"),
            words.gettext("from %(first)s to %(last)s", first=first, last=last) if first and last else "",
        ),
        (words.gettext("Computed on"), numbers.moment(evaluation.generated_at, words.language)),
        (words.gettext("Engine"), evaluation.engine),
        (words.gettext("Small numbers"), small_numbers(evaluation, words)),
    ]
    return tuple((name, text) for name, text in rows if text)


def _day(value: date | str | None, words: Wording) -> str:
    if value is None:
        return ""
    return numbers.day(date.fromisoformat(value) if isinstance(value, str) else value, words.language)


def small_numbers(evaluation: Evaluation, words: Wording) -> str:
    """Whether and below what numbers are withheld."""
    if not evaluation.threshold:
        return words.gettext("all shown: for the authority only, not to be published")
    return words.gettext(
        "counts of fewer than %(threshold)s people are not shown", threshold=words.count(evaluation.threshold)
    )


def facts(evaluation: Evaluation, words: Wording) -> tuple[Fact, ...]:
    """The large numbers of the summary, each with the people behind it."""
    chosen = (
        "recipients.total",
        "projects.funded",
        "plan_share",
        "plans.completed_share",
        "vulnerable_share",
    )
    return tuple(_fact(evaluation.indicator(code), words) for code in chosen)


def _fact(indicator: IndicatorValue, words: Wording) -> Fact:
    detail = ""
    if indicator.numerator is not None and indicator.denominator is not None:
        detail = words.gettext(
            "%(count)s of %(base)s",
            count=words.count(indicator.numerator),
            base=words.count(indicator.denominator),
        )
    return Fact(words.value(indicator), words.indicator_name(indicator.code), detail)


def reached(evaluation: Evaluation, words: Wording) -> str:
    """How many people the programme reached, as a heading."""
    total, projects = (evaluation.indicator(code).value for code in ("recipients.total", "projects.funded"))
    if total is None or projects is None:
        return words.gettext("How many people were reached cannot be shown")
    return words.ngettext(
        "%(n)s person was reached by %(projects)s integrated projects",
        "%(n)s people were reached by %(projects)s integrated projects",
        int(total),
        projects=words.count(int(projects)),
    )


def cost(evaluation: Evaluation, words: Wording) -> str:
    """What the projects cost, as a sentence; empty where it is not known."""
    value = evaluation.indicator("projects.cost").value
    if not value:
        return ""
    return words.gettext("The projects cost %(cost)s.", cost=numbers.money(value, words.language))


def in_both(evaluation: Evaluation, words: Wording) -> str:
    """How many were in a lab and had a plan, and how many only one of the two."""
    parts = overlap(evaluation)
    if parts is None:
        return words.gettext("How many were in a lab and had a plan cannot be shown")
    return words.gettext(
        "%(both)s were in a lab and had a plan, %(lab)s were only in a lab, %(plan)s only had a plan",
        both=words.count(parts.both),
        lab=words.count(parts.only_lab),
        plan=words.count(parts.only_plan),
    )


def share_sentences(evaluation: Evaluation, words: Wording) -> dict[str, str]:
    """The indicators that are shares, by code, as sentences; those without a value are left out."""
    messages = {
        "plan_share": PLANS_OF_ALL,
        "plans.completed_share": COMPLETED_OF_ALL,
        "vulnerable_share": VULNERABLE_OF_ALL,
        "partners.non_accredited_share": OTHERS_OF_PARTNERS,
    }
    found = {code: findings.part_of(evaluation.indicator(code), who, words) for code, who in messages.items()}
    return {code: sentence for code, sentence in found.items() if sentence}


def table_of_reach(evaluation: Evaluation, words: Wording) -> Table:
    """Table 3.1, with what the sources leave out: the overlap, its rest, and what each number is of."""
    base = evaluation.indicator("recipients.total").value
    everybody = None if base is None else int(base)
    lines = [
        _reach_line(evaluation.indicator(code), name, everybody, words) for code, name in REACHED.items()
    ]
    parts = overlap(evaluation)
    for name in (ONLY_LAB, ONLY_PLAN):
        size = None if parts is None else parts.parts[name]
        label = words.gettext("of which %(part)s", part=words.gettext(name))
        cells = (Cell(label), number(size, words, withheld=parts is None), of_base(size, everybody, words))
        lines.append(Line(cells, Kind.PART))
    notes = [
        words.gettext("People are counted once, however many projects, labs or plans they take part in.")
    ]
    return Table(
        "table-3-1",
        words.gettext("Table 3.1. What was done and whom it reached"),
        (
            Column(words.gettext("Indicator"), width=4, numeric=False),
            Column(words.gettext("Number")),
            Column(words.gettext("Share of all recipients")),
        ),
        tuple(lines),
        tuple(notes + withheld_note(evaluation, lines, words)),
    )


def _reach_line(indicator: IndicatorValue, name: str, everybody: int | None, words: Wording) -> Line:
    is_total = indicator.code in TOTALS
    value = None if indicator.value is None else int(indicator.value)
    part = Cell("", None, Form.SHARE) if is_total else of_base(value, everybody, words)
    cells = (Cell(words.gettext(name)), number(value, words, withheld=indicator.suppressed), part)
    return Line(cells, Kind.PLAIN if is_total else Kind.PART)


def withheld_note(evaluation: Evaluation, lines: Sequence[Line], words: Wording) -> list[str]:
    """The rule for what is withheld, where a table has such a cell."""
    if any(one.withheld for line in lines for one in line.cells):
        return [words.withheld_rule(evaluation.threshold)]
    return []


def chart_of_overlap(evaluation: Evaluation, words: Wording) -> Chart | None:
    """The three parts of the recipients as bars; None where they may not be shown or there is nobody."""
    parts = overlap(evaluation)
    total = evaluation.indicator("recipients.total").value
    if parts is None or not total:
        return None
    bars, spoken, colours = [], [], {}
    for message, size in parts.parts.items():
        name = words.category_of(message)
        per_cent = share(size, int(total)) or Decimal(0)
        label = f"{words.share(per_cent)} ({words.count(size)})"
        bars.append(charts.Bar(name, name, float(per_cent), label, detail=label))
        spoken.append(f"{name} {label}")
        colours[name] = PART_COLOURS[message]
    caption = words.gettext("Recipients by lab and plan")
    return Chart(
        "chart-overlap",
        caption,
        words.gettext("Bar chart. %(title)s: %(values)s.", title=caption, values="; ".join(spoken)),
        charts.bar_chart(bars, colours=colours, legend=False),
        charts.bar_chart(bars, colours=colours, width=charts.WIDTH, legend=False),
    )


def table_of_results(evaluation: Evaluation, words: Wording) -> Table:
    """Table 3.2, each value with what it was divided by."""
    lines = []
    for group, members in RESULTS.items():
        lines.append(Line((Cell(words.gettext(group)),), Kind.GROUP))
        lines += [_result_line(evaluation.indicator(code), name, words) for code, name in members.items()]
    return Table(
        "table-3-2",
        words.gettext("Table 3.2. Result indicators"),
        (
            Column(words.gettext("Indicator"), width=3.2, numeric=False),
            Column(words.gettext("Value"), width=1.2),
            Column(words.gettext("Numerator"), width=1.2),
            Column(words.gettext("Denominator"), width=1.4),
            Column(words.gettext("Divided"), width=2.8, numeric=False),
        ),
        tuple(lines),
        tuple(withheld_note(evaluation, lines, words)),
    )


def _result_line(indicator: IndicatorValue, name: str, words: Wording) -> Line:
    # A mean may be shown although the people it is taken over may not.
    gone = indicator.suppressed or indicator.value is not None
    return Line(
        (
            Cell(words.gettext(name)),
            cell(indicator, words),
            number(indicator.numerator, words, withheld=gone),
            number(indicator.denominator, words, withheld=gone),
            Cell(words.divided(indicator.code)),
        )
    )


def native_bars(
    title: str, names: Sequence[tuple[str, int, str]], lines: int, form: Form = Form.SHARE
) -> NativeChart:
    """What a spreadsheet needs to draw a table's lines as bars: series by name, column and colour."""
    return NativeChart(title, tuple(Series(*one) for one in names), lines, form)
