"""What is withheld stays withheld, even from a reader who adds and subtracts everything that is printed."""

import random
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from campanello.evaluation import runner
from campanello.evaluation.output import to_json
from tests.indicators import oracle, strategies
from tests.indicators.attacker import found_out, knowledge_of, leaks, small_groups, withheld
from tests.indicators.comparing import parsed
from tests.indicators.writing import write_typed_parquet

MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)
CROWDS = {
    f"{people} people, seed {seed}": (people, seed) for people in (12, 40, 150, 600) for seed in (1, 2, 3)
}
of_crowds = pytest.mark.parametrize(("people", "seed"), CROWDS.values(), ids=CROWDS)
thresholds = pytest.mark.parametrize("threshold", [3, 5, 10])


@cache
def summary(people: int, seed: int) -> runner.Summary:
    with TemporaryDirectory() as folder:
        tables = strategies.crowd(seed, people, projects=3)
        return runner.summarise(write_typed_parquet(tables, Path(folder)))


@cache
def document(people: int, seed: int, threshold: int) -> dict[str, Any]:
    published = runner.published(
        summary(people, seed), engine="duckdb", generated_at=MOMENT, threshold=threshold, as_of=None
    )
    return parsed(to_json(published))


@of_crowds
@thresholds
def test_nothing_withheld_follows_from_what_is_printed(people: int, seed: int, threshold: int) -> None:
    assert found_out(document(people, seed, threshold)) == {}


@of_crowds
@thresholds
def test_no_small_group_follows_from_two_populations(people: int, seed: int, threshold: int) -> None:
    assert small_groups(document(people, seed, threshold), threshold) == {}


@of_crowds
@thresholds
def test_no_small_count_is_printed(people: int, seed: int, threshold: int) -> None:
    shown = document(people, seed, threshold)
    counts = [
        row["count"] for figure in shown["figures"] for row in figure["rows"] if row["count"] is not None
    ]
    of_people = [i for i in shown["indicators"] if i["unit"] == "people" or i["code"].startswith("missing.")]
    counts += [i["numerator"] or i["value"] or 0 for i in of_people]
    assert [count for count in counts if 0 < count < threshold] == []


@of_crowds
def test_what_is_not_withheld_is_what_it_was(people: int, seed: int) -> None:
    full, shown = document(people, seed, 0), document(people, seed, 5)
    for before, after in zip(full["figures"], shown["figures"], strict=True):
        for row_before, row_after in zip(before["rows"], after["rows"], strict=True):
            gone = {"count": None, "share": None, "suppressed": True}
            assert row_after in (row_before, row_before | gone, row_before | {"share": None})


@pytest.mark.parametrize(("people", "seed"), [(600, 1), (600, 2)])
def test_most_of_a_large_programme_is_still_printed(people: int, seed: int) -> None:
    shown = document(people, seed, 5)
    sexes = [row for figure in shown["figures"] if figure["code"] == "sex" for row in figure["rows"]]
    assert all(row["count"] for row in sexes)
    everything = sum(len(figure["rows"]) for figure in shown["figures"] if figure["code"] != "province")
    assert len([cell for cell in withheld(shown) if cell[0] != "province"]) < everything / 10  # type: ignore[index]


@of_crowds
def test_the_attacker_believes_nothing_false(people: int, seed: int) -> None:
    full = document(people, seed, 0)
    concluded = knowledge_of(full).conclude()
    for figure in full["figures"]:
        for row in figure["rows"]:
            assert concluded[figure["code"], figure["population"], row["category"]] == row["count"]


# Programmes of 3 to 20 people: in the smallest, what is withheld is most of what there is, and follows most easily.
SMALLEST = range(120)
ALIKE = ("sex", "citizenship", "education", "disadvantages", "residence_province", "band_lab", "band_plan")


def smallest(seed: int) -> runner.Summary:
    """A few people of a crowd, who often have one thing or another in common."""
    rng = random.Random(seed)
    whole = summary(3_000, 1)
    fields = whole.cube.fields
    pool = np.flatnonzero(whole.cube.measures["people"] == 1)
    for name in rng.sample(ALIKE, rng.randint(0, 4)):
        common = fields[name][rng.choices(pool.tolist(), k=rng.choice((1, 2)))]
        alike = pool[np.isin(fields[name][pool], common)]
        pool = alike if len(alike) >= 20 else pool
    rows = rng.sample(pool.tolist(), rng.randint(3, 20))
    return replace(whole, cube=whole.cube.where(np.isin(np.arange(len(whole.cube.code)), rows)))


@thresholds
def test_nothing_withheld_follows_in_the_smallest_programmes(threshold: int) -> None:
    found: dict[int, object] = {}
    shown = 0
    for seed in SMALLEST:
        published = runner.published(
            smallest(seed), engine="duckdb", generated_at=MOMENT, threshold=threshold, as_of=None
        )
        printed = parsed(to_json(published))
        if leak := leaks(printed):
            found[seed] = leak
        shown += sum(bool(row["count"]) for figure in printed["figures"] for row in figure["rows"])
    assert found == {}
    assert shown > len(SMALLEST)


CARELESS = {
    "one category alone is withheld": [("sex", "all", "M")],
    "one area alone is withheld": [("origin_area", "lab", "asia")],
    "the same category in two populations, nothing else": [
        ("education", "all", "none"),
        ("education", "lab", "none"),
    ],
    "what an indicator repeats": [("sex", "all", "unknown"), ("sex", "all", "M")],
    "plans in progress, which an indicator repeats": [("plan_status", "plan", "in_progress")],
    "foreign people, who are the sum of the areas": [
        ("citizenship", "plan", "foreign"),
        ("citizenship", "plan", "italian"),
    ],
    "unknown ages, which are all but those of the mean": [
        ("age_band", "all", "unknown"),
        ("age_band", "all", "18-35"),
    ],
    "no disadvantage, which is all less the vulnerable and the unknown": [("disadvantage", "all", "none")],
}


@pytest.mark.parametrize("cells", CARELESS.values(), ids=CARELESS)
def test_the_attacker_finds_what_is_withheld_carelessly(cells: list[tuple[str, str, str]]) -> None:
    full = document(600, 1, 0)
    careless = deepcopy(full)
    truth = {}
    for figure in careless["figures"]:
        for row in figure["rows"]:
            if (figure["code"], figure["population"], row["category"]) in cells:
                truth[figure["code"], figure["population"], row["category"]] = row["count"]
                row |= {"count": None, "share": None, "suppressed": True}
    assert sorted(truth) == sorted(cells)
    assert found_out(careless) == truth


def test_the_categories_of_oracle_and_attacker_are_the_same() -> None:
    printed = {figure["code"] for figure in document(40, 1, 0)["figures"]}
    assert printed == set(oracle.CATEGORIES)
