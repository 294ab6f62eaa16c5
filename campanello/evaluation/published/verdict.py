"""What verifying says of each published figure, as frozen records. Judges nothing and knows no language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campanello.evaluation.published.records import Figure, Printed
from campanello.evaluation.published.rules import Kind

Fact = str | int | Printed | tuple[int | Printed, ...]


class Severity(StrEnum):
    """How bad a finding is."""

    CONTRADICTION = "contradiction"
    WARNING = "warning"


class Status(StrEnum):
    """What is said of a figure: its worst finding, or that it holds."""

    CONTRADICTION = "contradiction"
    WARNING = "warning"
    HOLDS = "holds"


@dataclass(frozen=True)
class Sentence:
    """A message identifier in English and what goes into its named placeholders, not yet formatted."""

    text: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class OtherBase:
    """It would hold if another count were the base of a share or split, or the whole of a union."""

    name: str
    count: int


@dataclass(frozen=True)
class OtherPart:
    """It would hold if another count were the part."""

    name: str
    count: int


@dataclass(frozen=True)
class Swap:
    """It would hold if two counts were each other's.

    `also_resolves` counts the other contradictions that would go, `breaks` the figures that hold and would not.
    """

    first: str
    second: str
    also_resolves: int = 0
    breaks: int = 0


@dataclass(frozen=True)
class OtherTotal:
    """It would be possible with another number as the base."""

    value: int


@dataclass(frozen=True)
class MissingPart:
    """The parts would add up with this much more; less, where it is below zero."""

    amount: Printed


Suggestion = OtherBase | OtherPart | Swap | OtherTotal | MissingPart


@dataclass(frozen=True)
class Finding:
    """Figures that can't be true together, or percentages that add up oddly (a warning).

    `printed` is what the report prints and `computed` what whole numbers allow, several where there are several
    categories; `computed` is empty where nothing can be computed.
    """

    figure: Figure
    kind: Kind
    severity: Severity
    message: tuple[Sentence, ...]
    printed: tuple[Printed, ...]
    computed: tuple[Printed, ...]
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class Checked:
    """One figure and what was found of it; `message` says why it holds when nothing was found."""

    figure: Figure
    printed: tuple[Printed, ...]
    computed: tuple[Printed, ...]
    message: tuple[Sentence, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def status(self) -> Status:
        """The worst that was found, or that it holds."""
        severities = {finding.severity for finding in self.findings}
        if Severity.CONTRADICTION in severities:
            return Status.CONTRADICTION
        return Status.WARNING if severities else Status.HOLDS

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What would make it hold."""
        return tuple(suggestion for finding in self.findings for suggestion in finding.suggestions)


@dataclass(frozen=True)
class Derived:
    """How many are in every part of a union at once: `value` where least and most meet, else None."""

    id: str
    least: int
    most: int

    @property
    def value(self) -> int | None:
        """The number, when there is only one possible."""
        return self.least if self.least == self.most else None


@dataclass(frozen=True)
class Verdict:
    """Everything that verifying says of a report's figures, in the order of the file."""

    title: str | None
    source: str | None
    derived: tuple[Derived, ...]
    checked: tuple[Checked, ...]

    def findings(self) -> Iterator[Finding]:
        """Every contradiction and warning."""
        for checked in self.checked:
            yield from checked.findings

    def of(self, figure_id: str) -> Checked:
        """What is said of the figure of that id."""
        return next(checked for checked in self.checked if checked.figure.id == figure_id)

    def number(self, status: Status) -> int:
        """How many figures have that status."""
        return sum(checked.status is status for checked in self.checked)

    @property
    def contradicts(self) -> bool:
        """Whether a figure is contradicted."""
        return any(checked.status is Status.CONTRADICTION for checked in self.checked)
