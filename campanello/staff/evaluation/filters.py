"""The filters as the page offers them: groups of choices, and the chosen ones as chips to be removed."""

from dataclasses import dataclass

from campanello.evaluation import selection
from campanello.evaluation.report.text import one_line
from campanello.evaluation.report.wording import Wording
from campanello.evaluation.selection import FILTERS, POPULATION, Selection
from campanello.staff.evaluation.address import Address
from campanello.staff.evaluation.stored import Kept


@dataclass(frozen=True)
class Choice:
    """A value that may be ticked."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FilterGroup:
    """A filter: one of its choices, or several where `is_single` is not set; how many are chosen."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    is_single: bool
    chosen: int


@dataclass(frozen=True)
class Chip:
    """A chosen value; its address takes it away."""

    filter: str
    label: str
    href: str


def groups(kept: Kept, chosen: Selection, words: Wording) -> list[FilterGroup]:
    """All filters that this evaluation has values for."""
    found = []
    for name in FILTERS:
        choices = tuple(
            Choice(value, _label(kept, name, value, words), value in chosen.values(name))
            for value in selection.options(name, kept.cube, kept.programme)
            if name != "province" or value in kept.provinces or value in chosen.values(name)
        )
        if choices:
            label = selection.filter_name(name, words)
            found.append(FilterGroup(name, label, choices, name == POPULATION, len(chosen.values(name))))
    return found


def chips(kept: Kept, address: Address, words: Wording) -> list[Chip]:
    """The chosen values, each with the address of the page without it."""
    return [
        Chip(
            selection.filter_name(name, words), _label(kept, name, value, words), address.toggled(name, value)
        )
        for name, value in address.selection.pairs()
    ]


def _label(kept: Kept, name: str, value: str, words: Wording) -> str:
    return one_line(selection.value_label(name, value, kept.programme, words))


def ignored(pairs: tuple[tuple[str, str], ...], words: Wording) -> list[str]:
    """What of an address meant nothing, as sentences."""
    return [
        words.gettext(
            "“%(value)s” is no value of the filter “%(filter)s”, so it was left out.",
            value=one_line(value),
            filter=selection.filter_name(name, words),
        )
        for name, value in pairs
    ]
