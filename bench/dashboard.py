"""`python -m bench.dashboard`: server time of the dashboard's views over half a million combinations, nothing kept.

Prints the best of five milliseconds a view, with everything that the page then shows withheld as it would be.
"""

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import django
import numpy as np
from django.conf import settings

from campanello.evaluation import contract, store
from campanello.evaluation.cube import KEY, Cube, Programme, Project
from campanello.evaluation.runner import Summary
from campanello.evaluation.selection import Selection

BIG = 500_000


def big_cube() -> Cube:
    """Half a million combinations of descriptors in 400 sets of projects: a region's, or more."""
    chance = np.random.default_rng(2020)
    lab, plan = chance.integers(0, 7, BIG), chance.integers(0, 7, BIG)
    plan[(lab == 0) & (plan == 0)] = 2
    code = KEY.pack(
        sex=chance.integers(0, 3, BIG),
        citizenship=chance.integers(0, 8, BIG),
        education=chance.integers(0, 6, BIG),
        disadvantages=1 << chance.integers(0, 6, BIG),
        residence_province=chance.integers(0, len(contract.provinces()) + 1, BIG),
        occupational_status=np.where(lab > 0, chance.integers(0, 7, BIG), 0),
        band_lab=lab,
        band_plan=plan,
    )
    people = chance.integers(1, 60, BIG)
    measures = {"people": people, "years_all": people * 40}
    measures |= {"years_lab": people * 41 * (lab > 0), "years_plan": people * 39 * (plan > 0)}
    measures |= {f"plans_{status}": people * (plan > 0) // 3 for status in contract.PLAN_STATUSES}
    ids = [f"P{place}" for place in range(33)]
    sets = tuple(frozenset(chance.choice(ids, size=2, replace=False).tolist()) for _ in range(400))
    return Cube(code, measures, chance.integers(0, 400, BIG), sets)


VIEWS = {
    "everybody": Selection(),
    "women": Selection((("sex", ("F",)),)),
    "a project": Selection((("project", ("P3",)),)),
    "several values of four filters": Selection(
        (
            ("project", ("P1", "P2", "P3")),
            ("province", ("MI", "BG", "BS")),
            ("sex", ("F", "M")),
            ("age_band", ("18-35", "36-54")),
        )
    ),
}


def home(folder: Path) -> None:
    """Store the big cube as an installation would."""
    projects = tuple(Project(f"P{place}", "", "", "aler", "MI", None, None) for place in range(33))
    kept = folder / "evaluations" / "big"
    kept.mkdir(parents=True)
    summary = Summary(big_cube(), Programme(projects, ()), {}, None, None)
    store.save(summary, kept, title="big", made_at=datetime(2026, 1, 1, tzinfo=UTC))


def milliseconds(chosen: Selection) -> float:
    """The best of five times that a view takes; a threshold not seen before makes each a first look."""
    from campanello.staff.evaluation import stored  # noqa: PLC0415  # needs the settings

    times = []
    for threshold in (5, 6, 7, 8, 9):
        settings.SUPPRESS = threshold
        stored.kept("big")
        started = time.perf_counter()
        stored.seen("big", chosen)
        times.append(1000 * (time.perf_counter() - started))
    return min(times)


def main() -> None:
    """Measure every view."""
    os.environ["CAMPANELLO_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "campanello.settings"
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        home(Path(folder))
        settings.DATA_DIR = Path(folder)
        for name, chosen in VIEWS.items():
            print(f"{name:<32}{milliseconds(chosen):8.1f} ms")


if __name__ == "__main__":
    main()
