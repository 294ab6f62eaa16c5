"""The microdata contract, version 1, as data: tables, columns, codes. Nothing here reads or computes."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

VERSION = "1"


class Type(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Column:
    """One column of a table: its type and what a cell of it may hold.

    `codes` is the closed list of a code column, in the order in which reports print it. `refers_to` names
    the table whose key the cell must be found in. `required` cells may not be empty.
    """

    name: str
    type: Type
    codes: tuple[str, ...] = ()
    required: bool = False
    refers_to: str | None = None


@dataclass(frozen=True)
class Table:
    """One table of a dataset: its columns and the columns that make its key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = True

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class Country:
    """A citizenship: ISO 3166-1 alpha-2 code (`XX` for stateless), area of origin, and Italian and English name."""

    iso2: str
    area: str
    name_it: str
    name_en: str


AREAS_VERSION = "2026-11"
ITALIAN_AREA = "italy"
_AREA_CODES = {
    "ITALIA": ITALIAN_AREA,
    "MAGHREB_VICINO_ORIENTE": "maghreb_near_east",
    "EUROPA_ORIENTALE": "eastern_europe",
    "AFRICA_SUBSAHARIANA": "sub_saharan_africa",
    "ASIA": "asia",
    "AMERICA_LATINA": "latin_america",
    "ALTRO": "other",
}
ORIGIN_AREAS = tuple(_AREA_CODES.values())[1:]
ITALY = "IT"
STATELESS = "XX"

SEXES = ("F", "M")
EDUCATION = ("none", "primary", "lower_secondary", "upper_secondary", "tertiary")
DISADVANTAGES = ("migrant", "disability", "detention_or_addiction", "other")
NO_DISADVANTAGE, DECLINED = "none", "declined"
OCCUPATIONS = ("employed", "unemployed", "first_job_seeker", "inactive", "student", "retired")
PLAN_STATUSES = ("in_progress", "completed", "withdrawn")
LEAD_TYPES = ("municipality", "aler")
PARTNER_CATEGORIES = (
    "municipality",
    "aler",
    "accredited_operator",
    "third_sector",
    "social_enterprise",
    "religious_body",
    "other",
)
LOMBARDY = ("BG", "BS", "CO", "CR", "LC", "LO", "MB", "MI", "MN", "PV", "SO", "VA")


def _reference(name: str) -> list[dict[str, str]]:
    text = (files("campanello.evaluation") / "reference" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def countries() -> dict[str, Country]:
    """Every citizenship a dataset may hold, by its code, with `XX` for stateless.

    Source: reference/citizenship_areas.csv, version AREAS_VERSION (Turkey counts as Eastern Europe, as ISTAT does).
    """
    return {
        code: Country(code, _AREA_CODES[row["area"]], row["name_it"], row["name_en"])
        for row in _reference("citizenship_areas.csv")
        for code in (row["iso2"] or STATELESS,)
    }


@cache
def provinces() -> dict[str, str]:
    """Name of every Italian province by its plate code, Lombardy's twelve first, then alphabetical.

    Source: reference/italian_provinces.csv.
    """
    names = {row["plate"]: row["name"] for row in _reference("italian_provinces.csv")}
    return {code: names[code] for code in (*LOMBARDY, *sorted(names.keys() - set(LOMBARDY)))}


_TEXT, _CODE, _DATE = Type.TEXT, Type.CODE, Type.DATE
_PROJECT = Column("project_id", _TEXT, required=True, refers_to="projects")
_PERSON = Column("person_id", _TEXT, required=True, refers_to="people")
_ENTRY = Column("entry_date", _DATE, required=True)


@cache
def tables() -> dict[str, Table]:
    """The tables of a dataset by name, in the order in which they are read and checked."""
    every = (_projects(), _partners(), _people(), _lab_participations(), _plans())
    return {table.name: table for table in every}


def _projects() -> Table:
    columns = (
        Column("project_id", _TEXT, required=True),
        Column("title", _TEXT),
        Column("lead", _TEXT),
        Column("lead_type", _CODE, LEAD_TYPES, required=True),
        Column("province", _CODE, LOMBARDY, required=True),
        Column("cost_eur", Type.DECIMAL),
        Column("funding_round", Type.INTEGER),
    )
    return Table("projects", columns, key=("project_id",))


def _partners() -> Table:
    columns = (
        _PROJECT,
        Column("organisation", _TEXT, required=True),
        Column("category", _CODE, PARTNER_CATEGORIES, required=True),
        Column("is_lead", Type.BOOLEAN, required=True),
    )
    return Table("partners", columns, key=("project_id", "organisation"), required=False)


def _people() -> Table:
    columns = (
        Column("person_id", _TEXT, required=True),
        Column("sex", _CODE, SEXES),
        Column("birth_date", _DATE),
        Column("citizenship", _CODE, tuple(countries())),
        Column("education", _CODE, EDUCATION),
        Column("disadvantages", Type.CODES, (*DISADVANTAGES, NO_DISADVANTAGE, DECLINED)),
        Column("residence_province", _CODE, tuple(provinces())),
    )
    return Table("people", columns, key=("person_id",))


def _lab_participations() -> Table:
    columns = (_PERSON, _PROJECT, _ENTRY, Column("occupational_status", _CODE, OCCUPATIONS))
    return Table("lab_participations", columns, key=("person_id", "project_id"))


def _plans() -> Table:
    columns = (
        Column("plan_id", _TEXT, required=True),
        _PERSON,
        _PROJECT,
        _ENTRY,
        Column("status", _CODE, PLAN_STATUSES, required=True),
        Column("end_date", _DATE),
    )
    return Table("plans", columns, key=("plan_id",))
