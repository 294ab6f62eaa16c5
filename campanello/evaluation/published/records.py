"""Published figures as frozen records: what a report prints, as it prints it. Reads nothing and judges nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Printed:
    """A number as it is printed: its digits are the precision that it claims.

    `units` is the number without its point and `places` the digits behind it: "64.7" is 647 with 1 place.
    """

    units: int
    places: int = 0

    def __str__(self) -> str:
        """The digits, with a point before the decimals."""
        digits = f"{abs(self.units):0{self.places + 1}d}"
        whole, decimals = digits[: len(digits) - self.places], digits[len(digits) - self.places :]
        return ("-" if self.units < 0 else "") + (f"{whole}.{decimals}" if decimals else whole)


@dataclass(frozen=True)
class Union:
    """`whole` counts everybody who is in one at least of `parts`; all are names of counts."""

    id: str
    whole: str
    parts: tuple[str, ...]
    label: str = ""
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The counts it speaks of."""
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Share:
    """A printed percentage of the count named `of`: of the count named `part`, of `count`, or of an unsaid count."""

    id: str
    of: str
    percent: Printed
    part: str | None = None
    count: int | None = None
    label: str = ""
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The counts it speaks of."""
        return (self.of,) if self.part is None else (self.part, self.of)

    def numerator(self, counts: Mapping[str, int]) -> int | None:
        """The whole number that the percentage is said to be of the base; None when it isn't said."""
        return self.count if self.part is None else counts[self.part]


@dataclass(frozen=True)
class Split:
    """Printed percentages of the count named `of`, one a category.

    `complete` means that everybody counted in `of` is in exactly one of the categories.
    """

    id: str
    of: str
    categories: tuple[str, ...]
    percents: tuple[Printed, ...]
    complete: bool = False
    label: str = ""
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The counts it speaks of."""
        return (self.of,)


@dataclass(frozen=True)
class Sum:
    """A printed total and the printed parts that are said to add up to it."""

    id: str
    total: Printed
    categories: tuple[str, ...]
    parts: tuple[Printed, ...]
    label: str = ""
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The counts it speaks of: none, it brings its own numbers."""
        return ()


Figure = Union | Share | Split | Sum


@dataclass(frozen=True)
class Published:
    """The figures that one report prints: named counts, and what is said of them."""

    counts: Mapping[str, int]
    title: str | None = None
    source: str | None = None
    unions: tuple[Union, ...] = ()
    shares: tuple[Share, ...] = ()
    splits: tuple[Split, ...] = ()
    sums: tuple[Sum, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """Every figure: unions, shares, splits and sums, each in the order of the file."""
        yield from self.unions
        yield from self.shares
        yield from self.splits
        yield from self.sums
