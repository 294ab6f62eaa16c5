"""A verdict for its readers: the contract's JSON, and sentences with numbers in the reader's language."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, assert_never

from babel.numbers import format_decimal

from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue
from campanello.evaluation.published.records import Printed, Union
from campanello.evaluation.published.verdict import (
    Checked,
    Fact,
    Finding,
    MissingPart,
    OtherBase,
    OtherPart,
    OtherTotal,
    Sentence,
    Status,
    Suggestion,
    Swap,
    Verdict,
)

STATUS_WORDS = {
    Status.CONTRADICTION: gettext_noop("contradiction"),
    Status.WARNING: gettext_noop("warning"),
    Status.HOLDS: gettext_noop("holds"),
}
OTHER_BASE = gettext_noop("Would hold if the base were %(name)s (%(count)s).")
OTHER_WHOLE = gettext_noop("Would hold if the whole were %(name)s (%(count)s).")
OTHER_PART = gettext_noop("Would hold if the part were %(name)s (%(count)s).")
SWAP = gettext_noop("Would hold if %(first)s and %(second)s were swapped.")
SWAP_RESOLVES_ONE = gettext_noop(
    "Would hold if %(first)s and %(second)s were swapped; that resolves 1 other contradiction too."
)
SWAP_RESOLVES_SOME = gettext_noop(
    "Would hold if %(first)s and %(second)s were swapped; that resolves %(resolves)s other contradictions too."
)
SWAP_BREAKS_ONE = gettext_noop("But 1 figure that holds now would not.")
SWAP_BREAKS_SOME = gettext_noop("But %(breaks)s figures that hold now would not.")
OTHER_TOTAL = gettext_noop("Would be possible if the total were %(totals)s.")
OTHER_TOTALS = gettext_noop("Would be possible if the total were another; the nearest are %(totals)s.")
MISSING_PART = gettext_noop("Would hold with %(amount)s more among the parts.")
SURPLUS_PART = gettext_noop("Would hold with %(amount)s less among the parts.")


def as_json(verdict: Verdict, language: str) -> dict[str, Any]:
    """The verdict as the contract of published figures lays it out; messages in the reader's language."""
    return {
        "title": verdict.title,
        "derived": [
            {"id": d.id, "value": d.value, "min": d.least, "max": d.most, "from": "unions"}
            for d in verdict.derived
        ],
        "findings": [_finding(finding, language) for finding in verdict.findings()],
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "id": finding.figure.id,
        "kind": str(finding.kind),
        "severity": str(finding.severity),
        "message": spoken(finding.message, language),
        "printed": _digits(finding.printed),
        "computed": _digits(finding.computed) if finding.computed else None,
        "suggestions": [_suggestion(suggestion) for suggestion in finding.suggestions],
    }


def _digits(numbers: Sequence[Printed]) -> str:
    return " / ".join(str(number) for number in numbers)


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    match suggestion:
        case OtherBase():
            return {"base": suggestion.name}
        case OtherPart():
            return {"part": suggestion.name}
        case Swap():
            return {"swap": [suggestion.first, suggestion.second], "also_resolves": suggestion.also_resolves}
        case OtherTotal():
            return {"of_value": suggestion.value}
        case MissingPart():
            return {"missing": str(suggestion.amount)}
        case _:
            assert_never(suggestion)


def spoken(message: Iterable[Sentence], language: str) -> str:
    """Sentences in the reader's language, one after the other."""
    translate = catalogue(language).gettext
    return " ".join(
        translate(sentence.text) % {name: shown(fact, language) for name, fact in sentence.facts.items()}
        for sentence in message
    )


def shown(fact: Fact, language: str) -> str:
    """A fact as the reader's language writes it: a name as it is, numbers with its point and separators."""
    if isinstance(fact, str):
        return fact
    if isinstance(fact, tuple):
        return " / ".join(shown(number, language) for number in fact)
    number = fact if isinstance(fact, Printed) else Printed(fact)
    pattern = "#,##0" + ("." + "0" * number.places if number.places else "")
    return str(format_decimal(Decimal(str(number)), format=pattern, locale=language))


def suggestion_lines(checked: Checked, language: str, *, most: int | None = None) -> list[str]:
    """The suggestions on a figure as sentences, totals together in one; at most so many of a kind, if said."""
    lines, seen = [], dict[type[Suggestion], int]()
    totals = tuple(s.value for s in checked.suggestions if isinstance(s, OtherTotal))
    for suggestion in checked.suggestions:
        kind = type(suggestion)
        seen[kind] = seen.get(kind, 0) + 1
        first_total = kind is OtherTotal and seen[kind] == 1
        if first_total or (kind is not OtherTotal and (most is None or seen[kind] <= most)):
            lines.append(spoken(_sentences(suggestion, checked, totals), language))
    return lines


def _sentences(suggestion: Suggestion, checked: Checked, totals: tuple[int, ...]) -> list[Sentence]:
    match suggestion:
        case OtherBase():
            text = OTHER_WHOLE if isinstance(checked.figure, Union) else OTHER_BASE
            return [Sentence(text, {"name": suggestion.name, "count": suggestion.count})]
        case OtherPart():
            return [Sentence(OTHER_PART, {"name": suggestion.name, "count": suggestion.count})]
        case Swap():
            return _swap_sentences(suggestion)
        case OtherTotal():
            return [Sentence(OTHER_TOTAL if len(totals) == 1 else OTHER_TOTALS, {"totals": totals})]
        case MissingPart():
            amount = suggestion.amount
            text = MISSING_PART if amount.units > 0 else SURPLUS_PART
            return [Sentence(text, {"amount": Printed(abs(amount.units), amount.places)})]
        case _:
            assert_never(suggestion)


def _swap_sentences(swap: Swap) -> list[Sentence]:
    facts: dict[str, Fact] = {
        "first": swap.first,
        "second": swap.second,
        "resolves": swap.also_resolves,
        "breaks": swap.breaks,
    }
    resolves = {0: SWAP, 1: SWAP_RESOLVES_ONE}.get(swap.also_resolves, SWAP_RESOLVES_SOME)
    breaks = {0: [], 1: [SWAP_BREAKS_ONE]}.get(swap.breaks, [SWAP_BREAKS_SOME])
    return [Sentence(text, facts) for text in (resolves, *breaks)]
