"""The evaluation as one first writes it with Polars: `python -m bench.with_polars FOLDER FACTS.json`.

Step by step what with_pandas.py does, in the words that Polars has for it. Validates nothing.
"""

import json
import sys
from pathlib import Path

import polars as pl

from bench.figures import BAND_ENDS, BANDS, DESCRIPTORS, VULNERABLE, Tally, facts_of
from campanello.evaluation.contract import countries


def read(folder: Path, table: str, *columns: str) -> pl.DataFrame:
    """The named columns of a table."""
    return pl.read_parquet(folder / f"{table}.parquet", columns=list(columns))


def completed_years(born: pl.Series, on: pl.Series) -> pl.Series:
    """Whole years of age; missing where the birth date is."""

    def day_of_year(day: pl.Series) -> pl.Series:
        return day.dt.month().cast(pl.Int32) * 100 + day.dt.day()

    not_yet = day_of_year(on) < day_of_year(born)
    return on.dt.year() - born.dt.year() - not_yet.cast(pl.Int32)


def describe(tally: Tally, population: str, people: pl.DataFrame) -> None:
    """Count the figures of one population."""
    tally.sizes[population] = len(people)
    age = completed_years(people["birth_date"], people["entry_date"])
    tally.years[population] = (int(age.sum()), age.count())
    band = age.cut(BAND_ENDS, labels=BANDS)
    tally.add("age_band", population, band.value_counts().rows())
    for figure, column in DESCRIPTORS.items():
        tally.add(figure, population, people[column].value_counts().rows())
    areas = {code: country.area for code, country in countries().items()}
    area = people["citizenship"].cast(pl.String).replace_strict(areas, default=None)
    tally.add_areas(population, area.value_counts().rows())
    codes = people["disadvantages"].cast(pl.String)
    tally.add("disadvantage", population, codes.str.split(";").explode().value_counts().rows())
    if population == "all":
        tally.vulnerable = int(codes.str.contains_any(list(VULNERABLE)).sum())


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
        partners=dict(partners.filter(~pl.col("is_lead"))["category"].value_counts().rows()),
    )
    both = pl.concat([lab.select("person_id", "entry_date"), plans.select("person_id", "entry_date")])
    for population, rows in {"all": both, "lab": lab, "plan": plans}.items():
        first = rows.group_by("person_id").agg(pl.col("entry_date").min())
        describe(tally, population, people.join(first, on="person_id"))
    earliest = lab.sort("entry_date", "project_id").unique("person_id", keep="first")
    tally.add("occupational_status", "lab", earliest["occupational_status"].value_counts().rows())
    tally.sizes["plans"] = len(plans)
    tally.add("plan_status", "plan", plans["status"].value_counts().rows())
    return tally


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(facts_of(evaluate(Path(sys.argv[1])))), encoding="utf-8")
