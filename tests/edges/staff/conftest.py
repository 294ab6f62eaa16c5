"""Stored evaluations for the pages' tests: the demo's two readings once a run, and an empty house for each test."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from campanello.demo.dataset import write_dataset
from campanello.evaluation import runner, store
from campanello.evaluation.runner import Summary

MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_datasets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of the demo's datasets, by reading."""
    root = tmp_path_factory.mktemp("datasets")
    for reading in ("printed", "swapped"):
        write_dataset(root / reading, people=830, reading=reading, format="csv")
    return {reading: root / reading for reading in ("printed", "swapped")}


@pytest.fixture(scope="session")
def demo_home(demo_datasets: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which both readings are stored."""
    root = tmp_path_factory.mktemp("home")
    for reading, dataset in demo_datasets.items():
        keep(root, reading, runner.summarise(dataset, by_project=True), title=f"Reading {reading}")
    return root


@pytest.fixture
def demo(demo_home: Path, settings: Any) -> Path:
    """The demo's data folder, as this installation's; small numbers are withheld as usual."""
    settings.DATA_DIR, settings.SUPPRESS = demo_home, 5
    return demo_home


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """An empty data folder of the test's own."""
    settings.DATA_DIR, settings.SUPPRESS = tmp_path, 5
    return tmp_path


def keep(home: Path, name: str, summary: Summary, *, title: str = "Some evaluation") -> Path:
    """Store a summary below a data folder; answers its folder."""
    folder = home / "evaluations" / name
    folder.mkdir(parents=True)
    store.save(summary, folder, title=title, made_at=MOMENT)
    return folder
