"""The forms of shifts and opening hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.lab.rules.shifts import WEEKDAYS, Opening, Worked
from campanello.staff.homes.forms import DayField
from campanello.staff.lab.visits.forms import MomentField

_SLOTS = 2  # spans of a day, before and after noon


class EndForm(forms.Form):
    """When a shift ended, if that is over a while."""

    ended_at = MomentField(
        label=gettext_lazy("It ended at"), required=False, help_text=gettext_lazy("Empty: just now.")
    )


class ShiftForm(forms.Form):
    """A shift's hours."""

    starts_at = MomentField(label=gettext_lazy("From"))
    ends_at = MomentField(label=gettext_lazy("To"))

    def worked(self) -> Worked:
        """The hours, as rules take them."""
        return Worked(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])


class AddForm(ShiftForm):
    """A shift that nobody started, with its project."""

    project = forms.ChoiceField(label=gettext_lazy("Project"))
    field_order = ("project",)

    def __init__(self, *args: Any, projects: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["project"].choices = [(one.code, one.title) for one in projects]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Day:
    """A weekday's fields, two for each span."""

    name: str
    spans: list[tuple[Any, Any]]


class HoursForm(forms.Form):
    """A week's opening hours from a day on; `mark` tells which hours its writer saw."""

    starts_on = DayField(
        label=gettext_lazy("From this day on"),
        help_text=gettext_lazy("The hours before that day stay as they were."),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(self, *args: Any, hours: Sequence[Opening], **given: Any) -> None:
        super().__init__(*args, **given)
        by_day = [[one for one in hours if one.weekday == day] for day in range(7)]
        self.slots = max(_SLOTS, *map(len, by_day))
        for day, spans in enumerate(by_day):
            for slot in range(self.slots):
                known = spans[slot] if slot < len(spans) else None
                self.fields[f"opens_{day}_{slot}"] = _hour(
                    gettext("%(day)s, opens") % {"day": gettext(WEEKDAYS[day])},
                    known.opens_at if known else None,
                )
                self.fields[f"closes_{day}_{slot}"] = _hour(
                    gettext("%(day)s, closes") % {"day": gettext(WEEKDAYS[day])},
                    known.closes_at if known else None,
                )

    def days(self) -> list[Day]:
        """The fields by weekday, for the page."""
        return [
            Day(
                gettext(WEEKDAYS[day]),
                [(self[f"opens_{day}_{slot}"], self[f"closes_{day}_{slot}"]) for slot in range(self.slots)],
            )
            for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:
        """Each span has both ends or none."""
        said = super().clean() or self.cleaned_data
        for day in range(7):
            for slot in range(self.slots):
                opens, closes = said.get(f"opens_{day}_{slot}"), said.get(f"closes_{day}_{slot}")
                if (opens is None) != (closes is None):
                    missing = f"closes_{day}_{slot}" if opens else f"opens_{day}_{slot}"
                    self.add_error(missing, gettext("Write both hours, or neither."))
        return said

    def openings(self) -> list[Opening]:
        """The week as rules take it."""
        said = self.cleaned_data
        return [
            Opening(day, said[f"opens_{day}_{slot}"], said[f"closes_{day}_{slot}"])
            for day in range(7)
            for slot in range(self.slots)
            if said.get(f"opens_{day}_{slot}")
        ]


def _hour(label: str, initial: time | None) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, initial=initial, widget=widget)
