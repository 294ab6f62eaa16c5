"""The evaluation as one writes it with pandas: `python -m bench.with_pandas FOLDER FACTS.json`. Validates nothing."""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from bench.figures import BAND_ENDS, BANDS, DESCRIPTORS, VULNERABLE, Tally, facts_of
from campanello.evaluation.contract import countries


def read(folder: Path, table: str, *columns: str) -> pd.DataFrame:
    """The named columns of a table, its dates as dates."""
    frame = pd.read_parquet(folder / f"{table}.parquet", columns=list(columns))
    for column in frame.columns:
        if column.endswith("_date"):
            frame[column] = pd.to_datetime(frame[column])
    return frame


def completed_years(born: "pd.Series[Any]", on: "pd.Series[Any]") -> "pd.Series[Any]":
    """Whole years of age; missing where the birth date is."""
    not_yet = on.dt.month * 100 + on.dt.day < born.dt.month * 100 + born.dt.day
    years: pd.Series[Any] = on.dt.year - born.dt.year - not_yet
    return years.where(born.notna())


def describe(tally: Tally, population: str, people: pd.DataFrame) -> None:
    """Count the figures of one population."""
    tally.sizes[population] = len(people)
    age = completed_years(people["birth_date"], people["entry_date"])
    tally.years[population] = (int(age.sum()), int(age.count()))
    band = pd.cut(age, [-1, *BAND_ENDS, 200], labels=list(BANDS))
    tally.add("age_band", population, band.value_counts(dropna=False).items())
    for figure, column in DESCRIPTORS.items():
        tally.add(figure, population, people[column].value_counts(dropna=False).items())
    area = people["citizenship"].map({code: country.area for code, country in countries().items()})
    tally.add_areas(population, area.value_counts(dropna=False).items())
    codes = people["disadvantages"].str.split(";").explode()
    tally.add("disadvantage", population, codes.value_counts(dropna=False).items())
    if population == "all":
        tally.vulnerable = codes[codes.isin(VULNERABLE)].index.nunique()


def evaluate(folder: Path) -> Tally:
    """Every figure and indicator of the dataset."""
    projects, partners = read(folder, "projects", "cost_eur"), read(folder, "partners", "category", "is_lead")
    people = read(
        folder, "people", "person_id", "birth_date", "citizenship", "disadvantages", *DESCRIPTORS.values()
    )
    lab = read(folder, "lab_participations", "person_id", "project_id", "entry_date", "occupational_status")
    plans = read(folder, "plans", "person_id", "entry_date", "status")
    tally = Tally(
        projects=len(projects),
        cost_cents=int(projects["cost_eur"].sum() * 100),
        partners=partners[~partners["is_lead"]]["category"].value_counts().to_dict(),
    )
    entries = {"all": pd.concat([lab, plans]), "lab": lab, "plan": plans}
    for population, rows in entries.items():
        first = rows.groupby("person_id")["entry_date"].min().reset_index()
        describe(tally, population, people.merge(first, on="person_id"))
    earliest = lab.sort_values(["entry_date", "project_id"]).drop_duplicates("person_id")
    tally.add(
        "occupational_status", "lab", earliest["occupational_status"].value_counts(dropna=False).items()
    )
    tally.sizes["plans"] = len(plans)
    tally.add("plan_status", "plan", plans["status"].value_counts().items())
    return tally


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(facts_of(evaluate(Path(sys.argv[1])))), encoding="utf-8")
