"""From a file's content to `Published`: every key that can't be read is named, and what to write there."""

from collections.abc import Callable
from typing import Any, TypeVar

from campanello.core.errors import Refused, gettext_noop
from campanello.evaluation.published.decoding import MOST_BYTES, Members, decode
from campanello.evaluation.published.nodes import TOO_MANY, Nodes, shown, within
from campanello.evaluation.published.records import Figure, Published, Share, Split, Sum, Union

MOST_FIGURES = 5_000

NOT_THE_FORMAT = gettext_noop("The file must hold one object, in braces, with the key counts, not %(value)s.")
UNKNOWN_COUNT = gettext_noop(
    "%(key)s names %(value)s, which isn't among the counts. Add it to them, or correct the name."
)
REPEATED_COUNT = gettext_noop("%(key)s names %(value)s once more. Name each count of a union once.")
REPEATED_ID = gettext_noop("%(key)s is %(value)s, like that of an earlier figure. Give each figure its own.")
TWO_NUMERATORS = gettext_noop("%(key)s has both part and count. Leave one of them.")

_TOP = {"counts", "title", "source", "unions", "shares", "splits", "sums"}
_SAID = {"id", "label", "source"}
_Figure = TypeVar("_Figure", bound=Figure)


class PublishedUnreadable(Refused):
    """The JSON isn't published figures; each detail names a key and says what to write there."""

    code = "evaluation.published-unreadable"
    text = gettext_noop("The published figures can't be read. Correct what follows and try again.")


def parse(
    content: bytes | str, *, most_bytes: int = MOST_BYTES, most_figures: int = MOST_FIGURES
) -> Published:
    """The published figures that a file holds, as the contract of published figures lays it out.

    Beside the contract's keys each union, share, split and sum may have a `label` and a `source`, and a union
    an `id`. An absent `complete` is false.

    Args:
        content: The file's bytes, or text that was pasted.
        most_bytes: The longest content.
        most_figures: The most counts, and the most figures.

    Raises:
        PublishedUnreadable: JSON that isn't published figures.
        Refused: Not JSON at all; see `decode`.
    """
    nodes = Nodes()
    published = _Reader(nodes, most_figures).published(decode(content, most_bytes=most_bytes))
    problems = nodes.problems()
    if problems:
        raise PublishedUnreadable(details=problems)
    return published


class _Reader:
    """Reads the figures of one file; knows the counts and the ids that it has met."""

    def __init__(self, nodes: Nodes, most_figures: int) -> None:
        self._nodes = nodes
        self._counts: dict[str, int] = {}
        self._are_counts_read = False
        self._ids: set[str] = set()
        self._left = self._most_counts = most_figures

    def published(self, value: Any) -> Published:
        if not isinstance(value, Members):
            self._nodes.problem("", NOT_THE_FORMAT, value=shown(value))
            return Published({})
        top = self._nodes.members(value, "", _TOP)
        self._read_counts(self._nodes.needed(top, "counts", ""))
        shares = self._figures(top, "shares", self._share)
        splits = self._figures(top, "splits", self._split)
        sums = self._figures(top, "sums", self._sum)
        # Last: a union without an id is given one that no other figure has.
        unions = self._figures(top, "unions", self._union)
        title, source = self._nodes.line(top, "title", ""), self._nodes.line(top, "source", "")
        return Published(self._counts, title or None, source or None, unions, shares, splits, sums)

    def _read_counts(self, value: Any) -> None:
        counts = self._nodes.members(value, "counts")
        self._are_counts_read = not counts.is_replacement
        if len(counts) > self._most_counts:
            self._are_counts_read = False
            self._nodes.problem("counts", TOO_MANY, most=self._most_counts)
            return
        for name, count in counts.items():
            key = within("counts", name)
            self._counts[self._nodes.name(name, key)] = self._nodes.count(count, key)

    def _figures(
        self, top: Members, key: str, read: Callable[[Members, str], _Figure]
    ) -> tuple[_Figure, ...]:
        if top.get(key) is None:
            return ()
        entries = self._nodes.entries(top[key], key, most=self._left)
        self._left -= len(entries)
        return tuple(read(entry, f"{key}[{i}]") for i, entry in enumerate(entries))

    def _union(self, value: Any, key: str) -> Union:
        entry = self._nodes.members(value, key, {"whole", "parts"} | _SAID)
        whole = self._count_name(entry, "whole", key)
        named = self._nodes.entries(self._nodes.needed(entry, "parts", key), f"{key}.parts", least=2)
        parts: list[str] = []
        for i, part in enumerate(named):
            at = f"{key}.parts[{i}]"
            parts.append(self._known(part, at))
            if parts[i] and parts[i] in (whole, *parts[:i]):
                self._nodes.problem(at, REPEATED_COUNT, value=shown(part))
        figure_id = self._id(entry, key) if "id" in entry else self._free_id(f"{whole}.union")
        return Union(figure_id, whole, tuple(parts), *self._said(entry, key))

    def _share(self, value: Any, key: str) -> Share:
        entry = self._nodes.members(value, key, {"of", "percent", "part", "count"} | _SAID)
        has_part, has_count = entry.get("part") is not None, entry.get("count") is not None
        if has_part and has_count:
            self._nodes.problem(key, TWO_NUMERATORS)
        return Share(
            self._id(entry, key),
            self._count_name(entry, "of", key),
            self._nodes.percent(self._nodes.needed(entry, "percent", key), f"{key}.percent"),
            self._count_name(entry, "part", key) if has_part else None,
            self._nodes.count(entry["count"], f"{key}.count") if has_count else None,
            *self._said(entry, key),
        )

    def _split(self, value: Any, key: str) -> Split:
        entry = self._nodes.members(value, key, {"of", "complete", "percents"} | _SAID)
        percents = self._nodes.numbers(
            self._nodes.needed(entry, "percents", key), f"{key}.percents", self._nodes.percent
        )
        return Split(
            self._id(entry, key),
            self._count_name(entry, "of", key),
            tuple(percents),
            tuple(percents.values()),
            self._nodes.yes_or_no(entry.get("complete", False), f"{key}.complete"),
            *self._said(entry, key),
        )

    def _sum(self, value: Any, key: str) -> Sum:
        entry = self._nodes.members(value, key, {"total", "parts"} | _SAID)
        parts = self._nodes.numbers(
            self._nodes.needed(entry, "parts", key), f"{key}.parts", self._nodes.amount
        )
        return Sum(
            self._id(entry, key),
            self._nodes.amount(self._nodes.needed(entry, "total", key), f"{key}.total"),
            tuple(parts),
            tuple(parts.values()),
            *self._said(entry, key),
        )

    def _said(self, entry: Members, key: str) -> tuple[str, str]:
        return self._nodes.line(entry, "label", key), self._nodes.line(entry, "source", key)

    def _count_name(self, entry: Members, name: str, key: str) -> str:
        return self._known(self._nodes.needed(entry, name, key), f"{key}.{name}")

    def _known(self, value: Any, key: str) -> str:
        name = self._nodes.name(value, key)
        if name and self._are_counts_read and name not in self._counts:
            self._nodes.problem(key, UNKNOWN_COUNT, value=shown(name))
        return name

    def _id(self, entry: Members, key: str) -> str:
        figure_id = self._nodes.name(self._nodes.needed(entry, "id", key), f"{key}.id")
        if figure_id and figure_id in self._ids:
            self._nodes.problem(f"{key}.id", REPEATED_ID, value=shown(figure_id))
        self._ids.add(figure_id)
        return figure_id

    def _free_id(self, wanted: str) -> str:
        figure_id, number = wanted, 1
        while figure_id in self._ids:
            number += 1
            figure_id = f"{wanted}.{number}"
        self._ids.add(figure_id)
        return figure_id
