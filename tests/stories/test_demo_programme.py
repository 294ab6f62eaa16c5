"""The demo's people, counted again from the files in plain Python: every share and mean that the sources print.

Printed figures: chapter 3 of the evaluation, figures 3.1 to 3.10, tables 3.1 and 3.2. Nothing here is taken
from the demo's own table of targets.
"""

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from campanello.cli.main import cli
from campanello.demo.dataset import write_dataset
from campanello.evaluation.contract import countries
from campanello.evaluation.runner import evaluate_folder

READINGS = {"printed": (524, 485, 487, 58.4), "swapped": (485, 524, 524, 63.1)}
MAGHREB, EAST, AFRICA = "maghreb_near_east", "eastern_europe", "sub_saharan_africa"
Rows = list[dict[str, str]]


class Demo(NamedTuple):
    """The files of one reading, and who is in which population with the day of their first entry there."""

    reading: str
    folder: Path
    projects: Rows
    partners: Rows
    people: dict[str, dict[str, str]]
    labs: Rows
    plans: Rows
    entered: dict[str, dict[str, str]]


@pytest.fixture(scope="module", params=READINGS)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp(request.param)
    write_dataset(folder, people=830, reading=request.param, format="csv")
    names = ("projects", "partners", "people", "lab_participations", "plans")
    projects, partners, people, labs, plans = (read(folder / f"{name}.csv") for name in names)
    entered = {"lab": first_entries(labs), "plan": first_entries(plans), "all": first_entries(labs + plans)}
    known = {row["person_id"]: row for row in people}
    return Demo(request.param, folder, projects, partners, known, labs, plans, entered)


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_entries(rows: Rows) -> dict[str, str]:
    first: dict[str, str] = {}
    for row in rows:
        first[row["person_id"]] = min(row["entry_date"], first.get(row["person_id"], "9999"))
    return first


def per_cent(part: int, whole: int, decimals: int = 0) -> float:
    scale = 10**decimals
    return (200 * scale * part + whole) // (2 * whole) / scale


def shares(values: Iterable[str]) -> dict[str, float]:
    counts = Counter(values)
    return {value: per_cent(count, counts.total()) for value, count in counts.items()}


def descriptor(demo: Demo, population: str, column: str) -> list[str]:
    return [demo.people[person][column] for person in demo.entered[population]]


def age(born: str, on: str) -> int:
    birth, day = date.fromisoformat(born), date.fromisoformat(on)
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def ages(demo: Demo, population: str) -> list[int]:
    return [age(demo.people[person]["birth_date"], day) for person, day in demo.entered[population].items()]


def areas(demo: Demo, population: str) -> dict[str, float]:
    codes = descriptor(demo, population, "citizenship")
    return shares(countries()[code].area for code in codes if code not in {"IT", ""})


def band(years: int) -> str:
    assert years >= 18
    return next(
        (name for name, limit in (("18-35", 36), ("36-54", 55), ("55-64", 65)) if years < limit), "65+"
    )


def test_table_3_1_and_the_overlap_that_follows_from_it(demo: Demo) -> None:
    lab, plan, _plans, _share = READINGS[demo.reading]
    assert len(demo.projects) == 33
    assert (len(demo.entered["all"]), len(demo.entered["lab"]), len(demo.entered["plan"])) == (830, lab, plan)
    assert len(demo.entered["lab"].keys() & demo.entered["plan"].keys()) == 179
    assert demo.people.keys() == demo.entered["all"].keys()


def test_table_3_2_share_of_people_with_a_plan(demo: Demo) -> None:
    assert per_cent(len(demo.entered["plan"]), 830, decimals=1) == READINGS[demo.reading][3]


def test_figure_3_1_age_bands(demo: Demo) -> None:
    bands = {name: shares(map(band, ages(demo, name))) for name in demo.entered}
    assert bands["all"] == {"18-35": 25, "36-54": 50, "55-64": 20, "65+": 5}
    assert bands["plan"].get("65+", 0) <= 1
    working_age = {name: 100 - found.get("65+", 0) for name, found in bands.items()}
    assert working_age["plan"] > working_age["all"] > working_age["lab"]


def test_figure_3_2_sex(demo: Demo) -> None:
    printed = {"all": (69, 31), "lab": (72, 28), "plan": (64, 36)}
    found = {name: shares(descriptor(demo, name, "sex")) for name in printed}
    assert {name: (one["F"], one["M"]) for name, one in found.items()} == printed


def test_figure_3_3_citizenship(demo: Demo) -> None:
    found = {}
    for name in demo.entered:
        codes = descriptor(demo, name, "citizenship")
        found[name] = (per_cent(codes.count("IT"), len(codes)), sum(code not in {"IT", ""} for code in codes))
    assert {name: share for name, (share, _foreign) in found.items()} == {"all": 71, "lab": 76, "plan": 67}
    assert found["all"][1] == 244
    foreign = {name: per_cent(number, len(demo.entered[name])) for name, (_share, number) in found.items()}
    assert foreign == {"all": 29, "lab": 24, "plan": 33}


def test_figure_3_4_areas_of_origin_of_the_foreign(demo: Demo) -> None:
    every, lab, plan = (areas(demo, name) for name in ("all", "lab", "plan"))
    assert (every[MAGHREB], lab[MAGHREB], plan[MAGHREB]) == (59, 47, 64)
    assert sorted((every[EAST], every[AFRICA])) == [14, 15]
    assert (every["asia"], every["latin_america"]) == (7, 5)
    assert lab[EAST] > plan[EAST]
    assert lab["asia"] > plan["asia"]


def test_figure_3_5_education(demo: Demo) -> None:
    found = shares(descriptor(demo, "all", "education"))
    printed = {"none": 20, "primary": 12, "lower_secondary": 44, "upper_secondary": 20, "tertiary": 3}
    assert {code: found[code] for code in printed} == printed
    lab, plan = (shares(descriptor(demo, name, "education")) for name in ("lab", "plan"))
    assert lab["tertiary"] > plan["tertiary"]


def test_figure_3_6_disadvantage(demo: Demo) -> None:
    found = {}
    for name in demo.entered:
        cells = descriptor(demo, name, "disadvantages")
        codes = Counter(code for cell in cells for code in cell.split(";"))
        codes["unidentified"] = sum(cell in {"", "none", "declined"} for cell in cells)
        found[name] = {code: 100 * count / len(cells) for code, count in codes.items()}
    every = {code: round(share) for code, share in found["all"].items()}
    printed = {"unidentified": 38, "migrant": 27, "disability": 14, "detention_or_addiction": 1, "other": 20}
    assert {code: every[code] for code in printed} == printed
    assert found["all"]["other"] < 20
    assert found["lab"]["disability"] > found["plan"]["disability"]
    assert found["plan"]["migrant"] > found["lab"]["migrant"]
    assert found["lab"]["unidentified"] > 50
    assert min(found["all"][code] for code in ("none", "declined", "")) > 0


def test_table_3_2_vulnerable_people(demo: Demo) -> None:
    cells = descriptor(demo, "all", "disadvantages")
    assert per_cent(sum(cell not in {"", "none", "declined"} for cell in cells), 830) == 62


def test_figure_3_7_occupation_in_labs(demo: Demo) -> None:
    first = demo.entered["lab"]
    rows = sorted(demo.labs, key=lambda row: row["project_id"], reverse=True)
    at_entry = {
        r["person_id"]: r["occupational_status"] for r in rows if r["entry_date"] == first[r["person_id"]]
    }
    found = shares(at_entry.values())
    assert found.pop("") <= 1
    assert found == {
        "unemployed": 43, "first_job_seeker": 7, "inactive": 10, "student": 1, "employed": 20, "retired": 19,
    }  # fmt: skip


def test_figure_3_8_provinces_of_residence(demo: Demo) -> None:
    assert shares(descriptor(demo, "all", "residence_province"))["MI"] == 40
    in_lab, with_plan = (Counter(descriptor(demo, name, "residence_province")) for name in ("lab", "plan"))
    assert in_lab["CR"] > 3 * with_plan["CR"]
    assert all(with_plan[code] > in_lab[code] for code in ("BS", "MB", "SO"))


def test_figure_3_9_status_of_plans(demo: Demo) -> None:
    statuses = Counter(row["status"] for row in demo.plans)
    assert statuses.total() == READINGS[demo.reading][2]
    found = {status: per_cent(count, statuses.total(), decimals=1) for status, count in statuses.items()}
    assert found == {"completed": 64.7, "in_progress": 34.5, "withdrawn": 0.8}
    exact = {"printed": (315, 168, 4), "swapped": (339, 181, 4)}[demo.reading]
    assert (statuses["completed"], statuses["in_progress"], statuses["withdrawn"]) == exact


def test_figure_3_10_mean_ages(demo: Demo) -> None:
    found = {name: ages(demo, name) for name in ("lab", "plan")}
    assert {name: round(sum(years) / len(years), 1) for name, years in found.items()} == {
        "lab": 49.0,
        "plan": 42.9,
    }


def test_costs_add_up_to_the_cent(demo: Demo) -> None:
    costs = {row["lead"]: Decimal(row["cost_eur"]) for row in demo.projects}
    assert sum(costs.values()) == Decimal("7827051.51")
    assert costs["Comune di Mantova"] == Decimal("251983.20")
    assert costs["Comune di Giussano"] == Decimal("241679.72")
    assert costs["Comune di Bergamo"] == Decimal("251989.04")


def test_fifteen_projects_were_funded_first_and_eighteen_later(demo: Demo) -> None:
    assert Counter(row["funding_round"] for row in demo.projects) == {"1": 15, "2": 18}
    unnamed = [row["title"] for row in demo.projects if "non nominato" in row["lead"]]
    assert len(unnamed) == 1
    assert "non nominato" in unnamed[0]


def test_185_partners_are_not_accredited_and_that_is_76_per_cent(demo: Demo) -> None:
    others = [row for row in demo.partners if row["is_lead"] == "false"]
    not_accredited = sum(row["category"] != "accredited_operator" for row in others)
    assert not_accredited == 185
    assert per_cent(not_accredited, len(others)) == 76


def test_every_partnership_is_one_that_the_call_admits(demo: Demo) -> None:
    for project in demo.projects:
        rows = [row for row in demo.partners if row["project_id"] == project["project_id"]]
        leads = [(row["organisation"], row["category"]) for row in rows if row["is_lead"] == "true"]
        assert leads == [(project["lead"], project["lead_type"])]
        assert leads[0][1] in {"municipality", "aler"}
        assert len(rows) >= 3
        assert any(row["category"] == "accredited_operator" for row in rows)


def test_every_project_has_people_in_its_lab_and_with_plans(demo: Demo) -> None:
    projects = {row["project_id"] for row in demo.projects}
    assert {row["project_id"] for row in demo.labs} == projects
    assert {row["project_id"] for row in demo.plans} == projects


def test_nothing_happens_after_the_extract_or_in_the_wrong_order(demo: Demo) -> None:
    days = [row["entry_date"] for row in demo.labs + demo.plans] + [row["end_date"] for row in demo.plans]
    assert max(days) <= "2020-11-30"
    assert min(filter(None, days)) >= "2018-11-01"
    assert all(bool(row["end_date"]) == (row["status"] != "in_progress") for row in demo.plans)
    assert all(row["end_date"] >= row["entry_date"] for row in demo.plans if row["end_date"])


def test_the_lockdown_shows_and_labs_mostly_come_before_plans(demo: Demo) -> None:
    months = Counter(row["entry_date"][:7] for row in demo.labs + demo.plans)
    assert max(months[f"2020-0{month}"] for month in (3, 4, 5)) < months["2020-02"] / 3
    lab, plan = demo.entered["lab"], demo.entered["plan"]
    before = sum(lab[person] < plan[person] for person in lab.keys() & plan.keys())
    assert before > 0.9 * 179


def test_what_is_missing_differs_from_project_to_project(demo: Demo) -> None:
    missing: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for row in demo.labs + demo.plans:
        people[row["project_id"]] += 1
        missing[row["project_id"]] += not demo.people[row["person_id"]]["disadvantages"]
    rates = [missing[project] / people[project] for project in people]
    assert max(rates) > 3 * sum(missing.values()) / people.total()
    assert min(rates) == 0


def campanello(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process and with a database of its own, as whoever tries it has them."""
    others = {"CAMPANELLO_MODE", "CAMPANELLO_DATA_DIR", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    own = {name: value for name, value in os.environ.items() if name not in others}
    return subprocess.run(
        [sys.executable, "-m", "campanello.cli.main", *arguments],
        env=own | {"CAMPANELLO_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_program_counts_as_this_test_does(demo: Demo) -> None:
    evaluation = evaluate_folder(demo.folder, generated_at=datetime(2021, 1, 31, tzinfo=UTC))
    values = {one.code: one.value for one in evaluation.indicators}
    lab, plan, plans, share = READINGS[demo.reading]
    assert (values["recipients.lab"], values["recipients.plan"], values["plans.total"]) == (lab, plan, plans)
    assert values["plan_share"] == Decimal(str(share))
    assert (values["age.mean.lab"], values["age.mean.plan"]) == (Decimal("49.0"), Decimal("42.9"))
    assert values["projects.cost"] == Decimal("7827051.51")
    statuses = evaluation.figure("plan_status", "plan").rows
    assert {str(row.share) for row in statuses if row.count} == {"64.7", "34.5", "0.8"}


def test_the_command_says_what_it_does_and_does_it_once(tmp_path: Path) -> None:
    folder = str(tmp_path / "here")
    arguments = ("demo", "--no-serve", "--data-dir", folder, "--people", "40", "--reading", "swapped")
    first, second = campanello(*arguments), campanello(*arguments)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "40 people" in first.stderr
    assert "Evaluating" not in second.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--people", "0"], ["--reading", "both"], ["--port", "70000"]],
    ids=["nobody at all", "a reading that there is not", "a port that there is not"],
)
def test_impossible_choices_are_refused_before_anything_is_built(
    tmp_path: Path, arguments: list[str]
) -> None:
    result = CliRunner().invoke(cli, ["demo", "--no-serve", "--data-dir", str(tmp_path / "here"), *arguments])
    assert result.exit_code == 2
    assert not (tmp_path / "here").exists()
