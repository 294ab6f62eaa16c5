"""The rows of a part with a form for each thing that can be done with them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms as django_forms

from campanello.core.period import Period
from campanello.people.rules import facts as fact_rules
from campanello.people.rules.record import Held, PersonRecord
from campanello.staff.people import forms, showing, words

if TYPE_CHECKING:
    from campanello.staff.people.parts import Part

# The columns that say which row it is.
HEADS = {
    "contacts": ("kind", "value"),
    "languages": ("code",),
    "citizenships": ("country",),
    "codes": ("kind", "value"),
    "employment": ("status", "starts_on"),
    "permits": ("kind", "expires_on"),
    "special": ("kind", "starts_on"),
}
WITH_ERRORS = tuple[str, int, django_forms.Form]


def prefix(deed: str, row: int) -> str:
    """What tells the fields of one form on the page from those of the others."""
    return f"{deed}-{row}"


def listing(
    record: PersonRecord, part: str, how: "Part", with_errors: WITH_ERRORS | None, on: date
) -> dict[str, Any]:
    """The context of a part's page: rows that hold, rows that ended, and the form of a new one."""

    def form(deed: str, row: int, make: Callable[[], django_forms.Form]) -> django_forms.Form:
        return with_errors[2] if with_errors and with_errors[:2] == (deed, row) else make()

    def described(held: Held) -> dict[str, Any]:
        change = how.change
        return {
            "row": held.row,
            "title": _title(part, held),
            "details": _details(part, held),
            "is_absorbed": held.person != record.person,
            "change": form(
                "change",
                held.row,
                lambda: change(initial=vars(held), prefix=prefix("change", held.row)),
            )
            if change and holds(held)
            else None,
            "end": form("end", held.row, lambda: _ending(held.row, on))
            if how.has_end and holds(held)
            else None,
            "take_back": form(
                "take-back", held.row, lambda: forms.TakeBackForm(prefix=prefix("take-back", held.row))
            ),
            "open": with_errors[0] if with_errors and with_errors[1] == held.row else "",
        }

    def holds(held: Held) -> bool:
        return on in Period(None, getattr(held, "ends_on", None))

    held_rows: Iterable[Held] = getattr(record, part) or ()
    ordered = list(held_rows)
    add = how.add
    return {
        "holding": [described(one) for one in ordered if holds(one)],
        "ended": [described(one) for one in ordered if not holds(one)],
        "add": form("add", 0, lambda: add(initial=_first(part, on), prefix=prefix("add", 0)))
        if add
        else None,
        "adds_open": not ordered or bool(with_errors and with_errors[0] == "add"),
        "may_decline": part == "citizenships" and not ordered and not record.facts.has_declined_citizenship,
        "has_declined": part == "citizenships" and record.facts.has_declined_citizenship,
    }


def _ending(row: int, on: date) -> django_forms.Form:
    return forms.EndForm(initial={"ends_on": on}, prefix=prefix("end", row))


def _first(part: str, on: date) -> dict[str, Any]:
    return (
        {"starts_on": on, "basis": "declared"} if part in {"employment", "special"} else {"basis": "declared"}
    )


def _title(part: str, held: Held) -> str:
    shown = [_value(part, name, held) for name in HEADS[part]]
    return " · ".join(one for one in shown if one != "–")


def _details(part: str, held: Held) -> list[tuple[str, str]]:
    rest = [
        name
        for name in fact_rules.FACT_NAMES
        if hasattr(held, name) and name not in HEADS[part] and getattr(held, name) not in {None, ""}
    ]
    return [(words.field_name(part, name), _value(part, name, held)) for name in rest]


def _value(part: str, name: str, held: Held) -> str:
    value = getattr(held, name)
    if part == "codes" and name == "value":
        return words.code_shown(held.kind, value)  # type: ignore[attr-defined]
    if part == "contacts" and name == "value":
        return showing.contact_value(held)  # type: ignore[arg-type]
    return words.shown(part, name, value)
