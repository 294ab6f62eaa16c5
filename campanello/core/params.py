"""Dated parameters: each value with the days it holds and the source it has. Never literals in code.

The package ships `reference/parameters.csv`; an installation adds its own rows in a file of the same columns, named
by CAMPANELLO_PARAMETERS, and a row of its own wins over a shipped one on the days it holds.
"""

import csv
import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period

SHIPPED = Path(__file__).parent / "reference" / "parameters.csv"
COLUMNS = ("name", "value", "unit", "starts_on", "ends_on", "source")


class NoSuchParameter(Refused):
    """A rule needs a value that nobody has set for the day."""

    code = "core.no-such-parameter"
    text = _("No value of %(name)s holds on %(day)s. Add a row for it to the file of parameters.")


class BadParameters(Refused):
    """The installation's own file of parameters can't be used."""

    code = "core.bad-parameters"
    text = _("The file of parameters is wrong in row %(row)s: %(why)s.")


class UnreadableParameters(Refused):
    """The installation's own file of parameters can't be opened."""

    code = "core.unreadable-parameters"
    text = _("The file of parameters %(file)s can't be read: %(why)s. Correct CAMPANELLO_PARAMETERS.")


@dataclass(frozen=True)
class Parameter:
    """One value: a whole number of `unit`, the days it holds, and where it comes from."""

    name: str
    value: int
    unit: str
    period: Period
    source: str


def own_file() -> Path | None:
    """The installation's own file of parameters, if it has one."""
    named = os.environ.get("CAMPANELLO_PARAMETERS", "")
    return Path(named) if named else None


def value(name: str, on: date, own: Path | None = None) -> int:
    """The whole number that a parameter has on a day.

    Raises:
        NoSuchParameter, BadParameters.
    """
    return parameter(name, on, own).value


def parameter(name: str, on: date, own: Path | None = None) -> Parameter:
    """A parameter as it holds on a day, the installation's own before the shipped one; the latest start wins.

    Raises:
        NoSuchParameter, BadParameters.
    """
    own = own or own_file()
    for rows in ((read(own),) if own else ()) + (read(SHIPPED),):
        holding = [row for row in rows if row.name == name and on in row.period]
        if holding:
            return max(holding, key=lambda row: row.period.starts_on or date.min)
    raise NoSuchParameter(name=name, day=on.isoformat())


@cache
def read(path: Path) -> tuple[Parameter, ...]:
    """The rows of a file of parameters.

    Raises:
        BadParameters: A row lacks a column, or holds what is no number or no date.
        UnreadableParameters: The file is not there or is no UTF-8 text.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_parameter(number, row) for number, row in enumerate(csv.DictReader(file), start=2))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableParameters(file=str(path), why=str(error)) from error


def _parameter(number: int, row: dict[str, str]) -> Parameter:
    try:
        if None in row.values() or set(COLUMNS) - row.keys():
            raise ValueError("a column is missing")
        starts_on, ends_on = (date.fromisoformat(row[name]) if row[name] else None for name in COLUMNS[3:5])
        return Parameter(
            row["name"], int(row["value"]), row["unit"], Period(starts_on, ends_on), row["source"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadParameters(row=number, why=str(error)) from error
