"""What a paper is made of, whatever it becomes: sections of pairs, tables, texts, points and signatures."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Pairs:
    """Labels with their values; what has no value is left out."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "pairs"


@dataclass(frozen=True)
class Grid:
    """A table: heads, rows, and how wide each column is against the others."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: str = "grid"


@dataclass(frozen=True)
class Words:
    """A paragraph; a grave one says that something is missing."""

    text: str
    is_grave: bool = False
    kind: str = "words"


@dataclass(frozen=True)
class Points:
    """A list of points."""

    items: tuple[str, ...]
    kind: str = "points"


@dataclass(frozen=True)
class Signatures:
    """Places to sign: who signs, their name, and what is known of the signature, if it is given already."""

    rows: tuple[tuple[str, str, str], ...]
    kind: str = "signatures"


Block: TypeAlias = Pairs | Grid | Words | Points | Signatures


@dataclass(frozen=True)
class Section:
    """A part of a paper with its title; deeper ones have a higher level."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True)
class Paper:
    """A whole paper. `contents` is the title of the table of contents; empty for none."""

    title: str
    subtitle: str
    made: str
    sections: tuple[Section, ...]
    contents: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As plain values, for the typesetter."""
        return asdict(self)


def pairs(*rows: tuple[str, str]) -> Pairs:
    """Pairs of those that have a value."""
    return Pairs(tuple((label, str(value)) for label, value in rows if value))


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Grid:
    """A table out of any sequences."""
    return Grid(tuple(heads), tuple(tuple(str(cell) for cell in row) for row in rows), tuple(widths))


def table(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    level: int = 2,
) -> list[Section]:
    """A table as a section of its own; nothing where there are no rows."""
    return [Section(title, (grid(heads, rows, widths),), level=level)] if rows else []
