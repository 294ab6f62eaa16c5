"""The demonstration's database tells what its files tell: `evaluate live` and the dataset's evaluation are one."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def campanello(home: Path, *arguments: str) -> None:
    own = {
        "CAMPANELLO_DATA_DIR": str(home),
        "CAMPANELLO_MODE": "demo",
        "DATABASE_URL": f"sqlite:///{home / 'campanello.sqlite3'}",
    }
    command = (sys.executable, "-m", "campanello.cli.main", *arguments)
    done = subprocess.run(
        command, env={**os.environ, **own}, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr


def told(out: Path) -> dict[str, Any]:
    """All figures of an evaluation, but for where and when it was made."""
    read: dict[str, Any] = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    return {name: value for name, value in read.items() if name not in {"generated_at", "source"}}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    campanello(folder, "demo", "--data-dir", str(folder), "--no-serve")
    return folder


def test_the_live_demo_is_evaluated_as_its_dataset_is(home: Path, tmp_path: Path) -> None:
    campanello(home, "evaluate", str(home / "dataset"), "--out", str(tmp_path / "files"), "--suppress", "0")
    campanello(home, "evaluate", "live", "--out", str(tmp_path / "live"), "--suppress", "0")
    files, live = told(tmp_path / "files"), told(tmp_path / "live")
    assert files == live


LUNETTA = (
    "homes_tenancy t JOIN homes_dwelling d ON d.id = t.dwelling_id JOIN homes_building b ON b.id = d.building_id "
    "JOIN homes_neighbourhood_projects n ON n.neighbourhood_id = b.neighbourhood_id"
)
# Source: FEATURES D3 to D6, D10, H1 to H4.
COUNTED = {
    "people who came to MILO Lab": (267, "SELECT count(DISTINCT person_id) FROM lab_visit WHERE {here}", "PI-24"),
    "visits to MILO Lab": (872, "SELECT count(*) FROM lab_visit WHERE {here}", "PI-24"),
    "its visits in the lockdown": (
        140,
        "SELECT count(*) FROM lab_visit WHERE {here} AND \"on\" >= '2020-03-01' AND \"on\" < '2020-07-01'",
        "PI-24",
    ),
    "its reports": (521, "SELECT count(*) FROM lab_report WHERE {here}", "PI-24"),
    "its antennas": (24, "SELECT count(*) FROM lab_antenna WHERE {here}", "PI-24"),
    "its workshops": (3, "SELECT count(*) FROM lab_session WHERE {here} AND signed_at IS NOT NULL", "PI-24"),
    "visits in Mantova": (700, "SELECT count(*) FROM lab_visit WHERE {here}", "PI-10"),
    "desk hours in Mantova": (
        400,
        "SELECT round(sum(julianday(ends_at) - julianday(starts_at)) * 24) FROM lab_shift WHERE {here}",
        "PI-10",
    ),
    "events in Mantova": (
        70,
        "SELECT count(DISTINCT s.id) FROM lab_session s JOIN lab_attendance a ON a.session_id = s.id WHERE s.{here}",
        "PI-10",
    ),
    "active users in Mantova": (
        104,
        ("SELECT count(DISTINCT a.person_id) FROM lab_attendance a JOIN lab_session s ON a.session_id = s.id "
        "WHERE a.presence = 'present' AND s.{here}"),
        "PI-10",
    ),
    "dwellings in Lunetta": (
        805,
        ("SELECT count(*) FROM homes_dwelling d JOIN homes_building b ON b.id = d.building_id "
        "JOIN homes_neighbourhood_projects n ON n.neighbourhood_id = b.neighbourhood_id WHERE n.{here}"),
        "PI-10",
    ),
    "households in Lunetta": (
        671,
        f"SELECT count(DISTINCT t.household_id) FROM {LUNETTA} WHERE n.{{here}} AND t.ends_on IS NULL",
        "PI-10",
    ),
    "households in arrears in Lunetta": (
        388,
        (f"SELECT count(DISTINCT t.household_id) FROM {LUNETTA} JOIN homes_arrearsstatement s ON s.tenancy_id = t.id "
        "WHERE n.{here} AND s.amount_cents > 0 AND s.as_of = "
        "(SELECT max(as_of) FROM homes_arrearsstatement WHERE tenancy_id = t.id)"),
        "PI-10",
    ),
    "points issued in Lunetta": (
        17_891,
        "SELECT sum(points) FROM points_transfer WHERE kind = 'award' AND {here}",
        "PI-10",
    ),
    "hours of work for them, the last one not full": (
        3_520,
        "SELECT sum(minutes) / 60 FROM points_transfer WHERE kind = 'award' AND {here}",
        "PI-10",
    ),
    "people who earned them": (
        104,
        "SELECT count(DISTINCT earned_by_id) FROM points_transfer WHERE kind = 'award' AND {here}",
        "PI-10",
    ),
    "their points, less what went on, in accounts": (
        17_891,
        "SELECT sum(balance) FROM points_account WHERE kind <> 'issuer' AND {here}",
        "PI-10",
    ),
}  # fmt: skip
SIGN_UPS = (
    "SELECT count(*) FROM plans_application a JOIN plans_measure m ON m.id = a.measure_id "
    "JOIN people_person p ON p.id = a.person_id WHERE m.code = 'prolorenteggio' AND a.{here} AND "
)
PEOPLE_BY_PLANS = (
    "SELECT count(*) FROM (SELECT min(CASE state WHEN 'withdrawn' THEN 0 WHEN 'active' THEN 1 ELSE 2 END) AS least "
    "FROM plans_plan WHERE participation_id IS NOT NULL GROUP BY person_id) WHERE least = "
)
# Source: FEATURES E10, F2 and I3; two of the 485 people have two regional plans: each counts once.
COUNTED |= {
    "sign-ups for ProLorenteggio": (69, f"{SIGN_UPS} a.state <> 'draft'", "PI-24"),
    "eligible women": (13, f"{SIGN_UPS} a.state = 'eligible' AND p.sex = 'F'", "PI-24"),
    "eligible men": (17, f"{SIGN_UPS} a.state = 'eligible' AND p.sex = 'M'", "PI-24"),
    "sign-ups being checked": (9, f"{SIGN_UPS} a.state = 'pending'", "PI-24"),
    "sign-ups not eligible": (24, f"{SIGN_UPS} a.state = 'ineligible'", "PI-24"),
    "sign-ups that the sources lose": (6, f"{SIGN_UPS} a.state = 'lapsed'", "PI-24"),
    "sign-ups through MILO Lab": (24, f"{SIGN_UPS} a.came_through = 'MILO Lab'", "PI-24"),
    "people with a pact of PASS": (
        15,
        (
            "SELECT count(DISTINCT t.person_id) FROM plans_pactparty t JOIN plans_pact p ON p.id = t.pact_id "
            "WHERE p.state = 'signed' AND p.{here}"
        ),
        "PI-08",
    ),
    "people whose plans are all concluded": (314, f"{PEOPLE_BY_PLANS} 2", "PI-24"),
    "people with a plan under way and none given up": (167, f"{PEOPLE_BY_PLANS} 1", "PI-24"),
    "people who gave a plan up": (4, f"{PEOPLE_BY_PLANS} 0", "PI-24"),
}


@pytest.mark.parametrize("what", COUNTED)
def test_the_live_demo_counts_what_the_sources_count(what: str, home: Path) -> None:
    wanted, question, project = COUNTED[what]
    with sqlite3.connect(home / "campanello.sqlite3") as database:
        ((key,),) = database.execute("SELECT id FROM core_project WHERE code = ?", (project,)).fetchall()
        ((found,),) = database.execute(question.format(here=f"project_id = {key}")).fetchall()
    assert found == wanted
