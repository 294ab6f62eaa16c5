"""What the numbers say, as sentences computed from them. Uses only what is shown, and claims no more than it says."""

from collections.abc import Sequence
from decimal import Decimal

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.contract import DECLINED, NO_DISADVANTAGE
from campanello.evaluation.figures import UNKNOWN
from campanello.evaluation.report.wording import Wording, uncapital
from campanello.evaluation.result import Evaluation, Figure, IndicatorValue, Row

# What a share is of, as the end of the sentence "Women are 69.2% ...".
OF_WHOM = {
    "all": _("%(who)s are %(share)s of all recipients (%(count)s of %(base)s)"),
    "lab": _("%(who)s are %(share)s of the recipients of the social labs (%(count)s of %(base)s)"),
    "plan": _("%(who)s are %(share)s of the people with a personal plan (%(count)s of %(base)s)"),
    "foreign": _("%(who)s are %(share)s of the foreign recipients (%(count)s of %(base)s)"),
    "plans": _("%(who)s are %(share)s of all personal plans (%(count)s of %(base)s)"),
}
FRACTIONS = {
    Decimal(10): _("one in ten"),
    Decimal(20): _("one in five"),
    Decimal(25): _("one in four"),
    Decimal("33.3"): _("one in three"),
    Decimal(40): _("two in five"),
    Decimal(50): _("half"),
    Decimal(60): _("three in five"),
    Decimal("66.7"): _("two in three"),
    Decimal(70): _("seven in ten"),
    Decimal(75): _("three in four"),
    Decimal(80): _("four in five"),
    Decimal(90): _("nine in ten"),
}
SAME, NEAR = Decimal("0.3"), Decimal(2)
MOST_FOLLOWERS = 3


def figures_of(evaluation: Evaluation, code: str) -> tuple[Figure, ...]:
    """A figure over each population it is defined for, in the order of the evaluation."""
    return tuple(figure for figure in evaluation.figures if figure.code == code)


def has_people(figures: Sequence[Figure]) -> bool:
    """Whether any number above zero is shown."""
    return any(row.count for figure in figures for row in figure.rows)


def is_withheld(figures: Sequence[Figure]) -> bool:
    """Whether anything of the figures is not shown."""
    return any(figure.base is None or any(row.suppressed for row in figure.rows) for figure in figures)


def leading(figure: Figure) -> Row | None:
    """The commonest recorded category among those shown; None where no share is shown."""
    shown = _recorded(figure)
    return shown[0] if shown and figure.base is not None else None


def _recorded(figure: Figure) -> list[Row]:
    rows = [row for row in figure.rows if row.count and row.share is not None and row.category != UNKNOWN]
    return sorted(rows, key=lambda row: -(row.count or 0))


def in_words(per_cent: Decimal, words: Wording) -> str:
    """A share as a simple fraction when it is close to one: almost three in five; else empty."""
    nearest = min(FRACTIONS, key=lambda fraction: abs(fraction - per_cent))
    distance = per_cent - nearest
    fraction = words.gettext(FRACTIONS[nearest])
    if abs(distance) <= SAME:
        return fraction
    if abs(distance) > NEAR:
        return ""
    if distance < 0:
        return words.gettext("almost %(fraction)s", fraction=fraction)
    return words.gettext("just over %(fraction)s", fraction=fraction)


def titled(evaluation: Evaluation, code: str, words: Wording) -> str:
    """A figure's finding as its heading; where there is none, what the figure is and why it finds nothing."""
    finding = headline(evaluation, code, words)
    if has_finding(evaluation, code):
        return finding
    return f"{words.figure_title(code)}: {uncapital(finding)}"


def has_finding(evaluation: Evaluation, code: str) -> bool:
    """Whether a figure shows a share of a recorded category."""
    return any(leading(figure) is not None for figure in figures_of(evaluation, code))


def headline(evaluation: Evaluation, code: str, words: Wording) -> str:
    """A figure's finding as a heading: the share of its commonest category, with counts; no full stop."""
    figures = figures_of(evaluation, code)
    if not has_people(figures):
        if is_withheld(figures):
            return words.gettext("Too few people: nothing of this figure can be shown")
        return words.gettext("There is nobody to count yet")
    for figure in figures:
        row = leading(figure)
        if row is not None:
            return _share_sentence(figure, row, words)
    return words.gettext("For nobody is it recorded, or it cannot be shown")


def _share_sentence(figure: Figure, row: Row, words: Wording) -> str:
    assert row.share is not None
    assert row.count is not None
    assert figure.base is not None
    whom = {"origin_area": "foreign", "plan_status": "plans"}.get(figure.code, figure.population)
    return words.gettext(
        OF_WHOM[whom],
        who=words.subject(figure.code, row.category),
        share=words.the_share(row.share),
        count=words.count(row.count),
        base=words.count(figure.base),
    )


def details(evaluation: Evaluation, code: str, words: Wording) -> list[str]:
    """The sentences under a figure's finding: labs against plans, what follows, what is not recorded."""
    figures = figures_of(evaluation, code)
    main = next((figure for figure in figures if leading(figure) is not None), None)
    if main is None:
        return []
    top = leading(main)
    assert top is not None
    sentences = [_compared(figures, top.category, words), _followers(main, words)]
    if code == "disadvantage":
        sentences.append(_none_found(main, words))
    if code not in ("plan_status", "origin_area"):
        sentences.append(_not_recorded(main, words))
    return [sentence for sentence in sentences if sentence]


def _compared(figures: Sequence[Figure], category: str, words: Wording) -> str:
    shares = {figure.population: figure.row(category).share for figure in figures if figure.base is not None}
    lab, plan = shares.get("lab"), shares.get("plan")
    if lab is None or plan is None:
        return ""
    facts = {
        "lab": words.the_share(lab),
        "plan": words.the_share(plan),
        "points": words.decimal(abs(lab - plan)),
    }
    if lab == plan:
        return words.gettext(
            "It is the same among people in a lab and people with a plan (%(lab)s).", **facts
        )
    if lab > plan:
        return words.gettext(
            "They are %(lab)s among people in a lab and %(plan)s among people with a plan: "
            "%(points)s points more in the labs.",
            **facts,
        )
    return words.gettext(
        "They are %(lab)s among people in a lab and %(plan)s among people with a plan: "
        "%(points)s points more in the plans.",
        **facts,
    )


def _followers(figure: Figure, words: Wording) -> str:
    # A withheld category might come before one that is shown: then nothing is said of the order.
    unseen = _unseen(figure)
    rows = [row for row in _recorded(figure)[1 : 1 + MOST_FOLLOWERS] if (row.count or 0) > unseen]
    parts = [
        f"{words.in_sentence(figure.code, row.category)} ({words.share(row.share)})"
        for row in rows
        if row.share is not None
    ]
    return words.gettext("Next: %(categories)s.", categories=", ".join(parts)) if parts else ""


def _unseen(figure: Figure) -> int:
    """The most people that a withheld category may have; 0 where none is withheld."""
    if not any(row.suppressed for row in figure.rows):
        return 0
    shown = sum(row.count or 0 for row in figure.rows)
    # Kinds of disadvantage may overlap, so what is shown of them leaves no rest.
    rest = (figure.base or 0) - (0 if figure.code == "disadvantage" else shown)
    return max(rest, 0)


def _none_found(figure: Figure, words: Wording) -> str:
    none, declined = figure.row(NO_DISADVANTAGE), figure.row(DECLINED)
    if none.count is None or declined.count is None:
        return ""
    return words.gettext(
        "None was found for %(none)s people and %(declined)s declined to answer: neither is the same as not recorded.",
        none=words.count(none.count),
        declined=words.count(declined.count),
    )


def _not_recorded(figure: Figure, words: Wording) -> str:
    row = figure.row(UNKNOWN)
    if row.count is None or row.share is None:
        return words.gettext("For how many it is not recorded cannot be shown.") if row.suppressed else ""
    if row.count == 0:
        return words.gettext("It is recorded for everybody.")
    return words.ngettext(
        "For %(n)s person (%(share)s) it is not recorded.",
        "For %(n)s people (%(share)s) it is not recorded.",
        row.count,
        share=words.share(row.share),
    )


def ages(evaluation: Evaluation, words: Wording) -> str:
    """Who is older, people in a lab or people with a plan, and by how much; a heading, without full stop."""
    lab, plan = (evaluation.indicator(f"age.mean.{one}").value for one in ("lab", "plan"))
    if lab is None or plan is None:
        mean = evaluation.indicator("age.mean.all").value
        if mean is None:
            return words.gettext("A mean age cannot be said")
        return words.gettext("Recipients are %(mean)s years old on average", mean=words.decimal(mean))
    gap = Decimal(lab) - Decimal(plan)
    facts = {"lab": words.decimal(lab), "plan": words.decimal(plan), "years": words.decimal(abs(gap))}
    if not gap:
        return words.gettext(
            "People in a lab and people with a plan are %(lab)s years old on average", **facts
        )
    if gap > 0:
        return words.gettext(
            "People with a plan are on average %(years)s years younger than people in a lab "
            "(%(plan)s against %(lab)s years)",
            **facts,
        )
    return words.gettext(
        "People with a plan are on average %(years)s years older than people in a lab "
        "(%(plan)s against %(lab)s years)",
        **facts,
    )


def part_of(indicator: IndicatorValue, who: str, words: Wording) -> str:
    """An indicator that is a share, as a sentence with counts and, where close, a simple fraction.

    Args:
        indicator: The share.
        who: The message that names who is counted and of whom, with the facts `share`, `count` and `base`.
        words: The reader's language.
    """
    if indicator.value is None or indicator.numerator is None or indicator.denominator is None:
        return ""
    per_cent = Decimal(indicator.value)
    sentence = words.gettext(
        who,
        share=words.the_share(per_cent),
        count=words.count(indicator.numerator),
        base=words.count(indicator.denominator),
    )
    fraction = in_words(per_cent, words)
    if not fraction:
        return sentence
    return words.gettext("%(sentence)s: %(fraction)s", sentence=sentence, fraction=fraction)
