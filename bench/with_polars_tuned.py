"""The evaluation tuned for Polars: `python -m bench.with_polars_tuned FOLDER FACTS.json`. Validates nothing.

One lazy plan that the streaming engine runs, and every figure of what it gives at once.
"""

import json
import sys
from pathlib import Path

import polars as pl

from bench.figures import BAND_ENDS, BANDS, DESCRIPTORS, VULNERABLE, Tally, facts_of
from campanello.evaluation.contract import countries

ENTRIES = {"all": "first_entry", "lab": "lab_entry", "plan": "plan_entry"}


def completed_years(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Whole years of age; missing where the birth date is."""

    def day_of_year(day: pl.Expr) -> pl.Expr:
        return day.dt.month().cast(pl.Int32) * 100 + day.dt.day()

    return on.dt.year() - born.dt.year() - (day_of_year(on) < day_of_year(born)).cast(pl.Int32)


def persons(folder: Path) -> pl.DataFrame:
    """One row a person with their descriptors, the day of the first entry per population, and the age on it."""
    lab = pl.scan_parquet(folder / "lab_participations.parquet").group_by("person_id")
    plans = pl.scan_parquet(folder / "plans.parquet").group_by("person_id")
    occupation = pl.col("occupational_status").sort_by("entry_date", "project_id").first()
    areas = {code: country.area for code, country in countries().items()}
    area = pl.col("citizenship").cast(pl.String).replace_strict(areas, default=None, return_dtype=pl.String)
    people = (
        pl.scan_parquet(folder / "people.parquet")
        .join(lab.agg(pl.col("entry_date").min().alias("lab_entry"), occupation), on="person_id", how="left")
        .join(plans.agg(pl.col("entry_date").min().alias("plan_entry")), on="person_id", how="left")
        .with_columns(pl.min_horizontal("lab_entry", "plan_entry").alias("first_entry"), area.alias("area"))
        .filter(pl.col("first_entry").is_not_null())
        .with_columns(
            completed_years(pl.col("birth_date"), pl.col(entry)).alias(f"age_{name}")
            for name, entry in ENTRIES.items()
        )
        .drop("person_id", "birth_date", "citizenship")
    )
    return people.collect(engine="streaming")


def band(age: pl.Expr) -> pl.Expr:
    """The age band of an age; missing where it is."""
    answer = pl.lit(BANDS[-1])
    for end, name in reversed([*zip(BAND_ENDS, BANDS, strict=False)]):
        answer = pl.when(age <= end).then(pl.lit(name)).otherwise(answer)
    return pl.when(age.is_not_null()).then(answer)


def figures(people: pl.LazyFrame) -> dict[tuple[str, str], pl.LazyFrame]:
    """A query a figure and population; each answers the categories and their people."""
    answer = {}
    for name, entry in ENTRIES.items():
        inside = people.filter(pl.col(entry).is_not_null())
        columns = {
            "age_band": band(pl.col(f"age_{name}")),
            "area": pl.col("area"),
            "disadvantage": pl.col("disadvantages").cast(pl.String).str.split(";"),
            **{figure: pl.col(column) for figure, column in DESCRIPTORS.items()},
        }
        if name == "lab":
            columns["occupational_status"] = pl.col("occupational_status")
        for figure, column in columns.items():
            category = inside.select(column.alias("category"))
            if figure == "disadvantage":
                category = category.explode("category")
            answer[figure, name] = (
                category.group_by("category").len().select(pl.col("category").cast(str), "len")
            )
    return answer


def totals(people: pl.LazyFrame) -> pl.LazyFrame:
    """One row: sizes, sums and numbers of ages, vulnerable people."""
    ages = [pl.col(f"age_{name}").cast(pl.Int64) for name in ENTRIES]
    codes = pl.col("disadvantages").cast(pl.String).str.split(";")
    return people.select(
        *(pl.col(entry).count().alias(f"size_{name}") for name, entry in ENTRIES.items()),
        *(age.sum().name.prefix("years_") for age in ages),
        *(age.count().name.prefix("people_") for age in ages),
        codes.list.eval(pl.element().is_in(VULNERABLE)).list.any().sum().alias("vulnerable"),
    )


def count(tally: Tally, people: pl.LazyFrame) -> None:
    """Count the figures of every population, all queries at once."""
    queries = figures(people)
    *answers, (row,) = (frame.rows() for frame in pl.collect_all([*queries.values(), totals(people)]))
    sizes, years, aged, tally.vulnerable = row[0:3], row[3:6], row[6:9], row[9]
    tally.sizes = dict(zip(ENTRIES, sizes, strict=True))
    tally.years = dict(zip(ENTRIES, zip(years, aged, strict=True), strict=True))
    for (figure, name), found in zip(queries, answers, strict=True):
        if figure == "area":
            tally.add_areas(name, found)
        else:
            tally.add(figure, name, found)


def evaluate(folder: Path) -> Tally:
    """Every figure and indicator of the dataset."""
    projects, partners = (pl.read_parquet(folder / f"{name}.parquet") for name in ("projects", "partners"))
    categories = partners.filter(~pl.col("is_lead")).group_by("category").len().rows()
    tally = Tally(len(projects), int(projects["cost_eur"].sum() * 100), dict(categories))
    count(tally, persons(folder).lazy())
    statuses = pl.scan_parquet(folder / "plans.parquet").group_by("status").len().collect().rows()
    tally.sizes["plans"] = sum(plans for _, plans in statuses)
    tally.add("plan_status", "plan", statuses)
    return tally


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(facts_of(evaluate(Path(sys.argv[1])))), encoding="utf-8")
