"""Places of birth by the cadastral (Belfiore) codes of a codice fiscale: municipalities, states. No database.

The table is python-codicefiscale's, with the days on which each municipality had its name and code.
"""

import re
from datetime import date
from functools import cache
from typing import Any

from anyascii import anyascii
from codicefiscale.data import get_indexed_data

Entry = dict[str, Any]


def code_of(place: str, born_on: date | None) -> str:
    """The code of a place as it was called on a day; nothing where no place, or more than one, has the name.

    The province may stand behind the name, after a comma or in brackets: Castro (BG).
    """
    table = _table()
    name = re.sub(r"[^a-z0-9]+", "-", anyascii(place).lower()).strip("-")
    entries = table["municipalities"].get(name) or table["countries"].get(name) or []
    codes = {entry["code"] for entry in _held_on(entries, born_on)}
    return str(codes.pop()) if len(codes) == 1 else ""


def name_of(code: str, born_on: date | None) -> str:
    """What the place of a code was called on a day, in Italian; nothing where no place has the code."""
    entries = _table()["codes"].get(code, [])
    held = _held_on(entries, born_on)
    return str(held[-1]["name"]) if held else ""


def province_of(code: str, born_on: date | None) -> str:
    """The two letters of the province that the place of a code was in on a day; nothing for a state's."""
    held = _held_on(_table()["codes"].get(code, []), born_on)
    return str(held[-1].get("province", "")) if held else ""


def is_abroad(code: str) -> bool:
    """Whether a code is a state's."""
    return code.startswith("Z")


def are_one(one: str, other: str) -> bool:
    """Whether two codes are one place's: the same code, or two that a place had under one name at different times."""
    return one == other or bool(_names(one) & _names(other))


def _held_on(entries: list[Entry], day: date | None) -> list[Entry]:
    # Codes were given later than some births: the nearest row is better than none.
    when = day.isoformat() if day else ""
    held = [one for one in entries if when and one["date_created"][:10] <= when < _end(one)]
    return held or [one for one in entries if one["active"]] or entries[-1:]


def _end(entry: Entry) -> str:
    return str(entry["date_deleted"][:10] or "9999")


def _names(code: str) -> set[str]:
    return {slug for entry in _table()["codes"].get(code, []) for slug in entry["name_slugs"]}


@cache
def _table() -> dict[str, Any]:
    return get_indexed_data()
