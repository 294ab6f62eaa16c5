"""What the code that was typed says, offered for the fields that are still empty; taken over with one press."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from campanello.core.period import completed_years
from campanello.people.rules import proposing, values
from campanello.people.rules.person import FIELD_NAMES
from campanello.staff.people import words


@dataclass(frozen=True)
class Offered:
    """A field that the code would fill: its name in the form, what is written there, and how it is told."""

    field: str
    value: str
    label: str
    told: str


def offered(given: Any, on: date) -> list[Offered]:
    """What the code of a form says about fields of it that are empty; `given` is what was typed or stands there."""
    kind = given.get("code_kind") or "cf"
    found = proposing.proposed(str(given.get("code") or ""), on) if kind == "cf" else None
    if found is None:
        return []
    born_on = words.day(found.born_on)
    told = {
        "sex": (found.sex, words.named(values.SEXES, found.sex)),
        "born_on": (born_on, _with_age(found.born_on, born_on, on)),
        "birth_place": (found.birth_place, found.birth_place),
    }
    declined = given.get("has_declined_birth")
    return [
        Offered(field, value, gettext(FIELD_NAMES[field]), text)
        for field, (value, text) in told.items()
        if value and not given.get(field) and not (field == "born_on" and declined)
    ]


def filled(given: Any, on: date) -> dict[str, Any]:
    """What was typed, with the empty fields as the code says them."""
    typed = {name: given.get(name) for name in given}
    return typed | {one.field: one.value for one in offered(typed, on)}


def _with_age(born_on: date | None, day: str, on: date) -> str:
    if born_on is None:
        return ""
    age = completed_years(born_on, on)
    return ngettext("%(day)s (%(age)s year old)", "%(day)s (%(age)s years old)", age) % {
        "day": day,
        "age": age,
    }
