"""What the sources print about the 830 people, and the two ways to read it, as data. Nothing here computes."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

UNKNOWN = "unknown"
READINGS = ("printed", "swapped")


@dataclass(frozen=True)
class Sizes:
    """How many people there are in all, in labs and with a plan; those in both follow."""

    all: int
    lab: int
    plan: int

    @property
    def both(self) -> int:
        """People in a lab who have a plan."""
        return self.lab + self.plan - self.all

    @property
    def lab_only(self) -> int:
        """People in a lab without a plan."""
        return self.all - self.plan

    @property
    def plan_only(self) -> int:
        """People with a plan who are in no lab."""
        return self.all - self.lab

    def of(self, population: str) -> int:
        """The size of the population `all`, `lab` or `plan`."""
        return {"all": self.all, "lab": self.lab, "plan": self.plan}[population]


@dataclass(frozen=True)
class Target:
    """One share of one population. `printed` is the source's digits, None where the source prints none.

    `aim` is what is aimed at within the printed precision, in per cent; the demo's own choice where nothing
    is printed.
    """

    figure: str
    population: str
    category: str
    printed: str | None
    aim: Decimal
    source: str


@cache
def targets(figure: str) -> tuple[Target, ...]:
    """The targets of a figure, in the order of the table.

    Source: data/targets.csv, each row with the figure of the evaluation that it comes from.
    """
    return tuple(
        Target(
            row["figure"],
            row["population"],
            row["category"],
            row["printed"] or None,
            Decimal(row["aim"]),
            row["source"],
        )
        for row in reference("targets.csv")
        if row["figure"] == figure
    )


def reference(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the demo's data files."""
    text = (files("campanello.demo") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def sizes(reading: str) -> Sizes:
    """The populations under a reading: `printed` as Table 3.1 has them, `swapped` with lab and plan exchanged.

    Source: Table 3.1; the printed share of people with a plan, 63.1, holds only when the two are exchanged.
    """
    return {"printed": Sizes(830, 524, 485), "swapped": Sizes(830, 485, 524)}[reading]
