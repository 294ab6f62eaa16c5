"""A person's data on paper: PDF that screen readers read too, in Italian with headings in the person's language."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, override

from campanello.core.actor import ROLE_NAMES, Role
from campanello.core.period import ROME
from campanello.core.typesetting import direction, pdf
from campanello.people.queries.rights import ONESELF
from campanello.staff.audit.labels import COLUMNS, COLUMNS_LEFT_OUT, EVERYWHERE, LEFT_OUT, TABLES, WORDS
from campanello.staff.audit.sentences import text_of

TEMPLATE = Path(__file__).parent / "data.typ"
OFFICIAL = "it"
TITLE = gettext_noop("The data that are kept about you")
INTRODUCTION = gettext_noop(
    "You asked for a copy of your data. Each part below is a table of the programme in which something about you is "
    "written. Other people and members of the team are not named. At the end you read when your record was looked at, "
    "changed or handed out, and in which role."
)
LOOKED = gettext_noop("Who has looked at your record")


def copy(data: dict[str, Any], language: str) -> bytes:
    """The data of one person as PDF.

    Args:
        data: As `people.queries.rights.all_data` answers them.
        language: The second language of the headings; Italian is the first.
    """
    languages = tuple(dict.fromkeys((OFFICIAL, language)))
    made_at = datetime.fromisoformat(data["made_at"])
    with override(OFFICIAL):
        sections = [
            {"title": _each(TABLES.get(name, name), languages), "rows": [_row(name, row) for row in rows]}
            for name, rows in data["tables"].items()
            if name not in LEFT_OUT
        ]
        trail = [[_said(one["at"]), _deed(one)] for one in data["audit"]]
        document = {
            "languages": [{"lang": one, "dir": direction(one)} for one in languages],
            "title": _each(TITLE, languages),
            "name": data["name"],
            "made_at": _said(data["made_at"]),
            "introduction": _each(INTRODUCTION, languages),
            "sections": sections,
            "looked": _each(LOOKED, languages),
            "trail": trail,
        }
    return pdf(TEMPLATE.read_bytes(), document, language=OFFICIAL, made_at=made_at)


def _deed(entry: dict[str, Any]) -> str:
    """What was done, by a role and not by a name."""
    held = [gettext(ROLE_NAMES[Role(one)]) for one in entry["roles"].split(",") if one in list(Role)]
    return gettext(text_of(entry["deed"])) % {"who": ", ".join(held) or gettext("The program")}


def _each(text: str, languages: tuple[str, ...]) -> list[str]:
    said = []
    for one in languages:
        with override(one):
            said.append(gettext(text))
    return said


def _row(table: str, row: dict[str, Any]) -> list[list[str]]:
    return [
        [gettext(COLUMNS.get(f"{table}.{name}", COLUMNS.get(name, name))), _named(table, name, value)]
        for name, value in row.items()
        if name not in COLUMNS_LEFT_OUT and value != ONESELF
    ]


def _named(table: str, column: str, value: Any) -> str:
    words = WORDS.get((table, column)) or EVERYWHERE.get(column, {})
    return gettext(words[value]) if isinstance(value, str) and value in words else _said(value)


def _said(value: Any) -> str:
    """A value in words: days and moments as people in Italy write them."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return ", ".join(_said(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{gettext(COLUMNS.get(str(name), str(name)))}: {_said(one)}" for name, one in value.items()
        )
    return _moment(value) if isinstance(value, str) else "–" if value is None else str(value)


def _moment(text: str) -> str:
    try:
        if len(text) == len("2026-01-01"):
            return date_format(date.fromisoformat(text), "d/m/Y")
        if text[4:5] == "-" and "T" in text:
            return date_format(datetime.fromisoformat(text).astimezone(ROME), "d/m/Y H:i")
    except ValueError:
        pass
    return text
