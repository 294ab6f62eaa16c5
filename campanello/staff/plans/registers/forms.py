"""The forms of these pages: what may be written, before a service is asked whether it may be so."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.core.period import ROME
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.registers import PLACE_LENGTH, Series
from campanello.plans.rules.values import PRESENCES
from campanello.staff.lab.activities.forms import NIGHT_ENDS, MomentField
from campanello.staff.lab.registers.forms import CorrectionForm as SheetCorrectionForm

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def _day(label: Any, **given: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **given)


def _hour(label: Any, **given: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **given
    )


class PlaceForm(forms.Form):
    """Where a session is, and who delivers it."""

    place = forms.CharField(label=gettext_lazy("Where, in words"), max_length=PLACE_LENGTH, required=False)
    deliverer_id = forms.TypedChoiceField(
        label=gettext_lazy("Who delivers it"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, deliverers: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        named = [(str(one.pk), one.name) for one in deliverers]
        self.fields["deliverer_id"].choices = [("", gettext("Not said")), *named]  # type: ignore[attr-defined]


class NewSessionForm(PlaceForm):
    """A session of a service, or the same hour on several weekdays up to a last day."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    service = forms.TypedChoiceField(label=gettext_lazy("Service"), coerce=int)
    day = _day(gettext_lazy("Day"))
    starts = _hour(gettext_lazy("From"))
    ends = _hour(
        gettext_lazy("To"), help_text=gettext_lazy("An hour before six in the morning is of the next day.")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Again on"),
        coerce=int,
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only with a last day. None ticked: the weekday of the first session."),
    )
    until = _day(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty for one session."))
    expects = forms.BooleanField(
        label=gettext_lazy("Expect everybody whose plan holds that day and contains the service"),
        required=False,
        initial=True,
    )
    field_order = (
        "uid",
        "service",
        "day",
        "starts",
        "ends",
        "until",
        "weekdays",
        "place",
        "deliverer_id",
        "expects",
    )

    def __init__(self, *args: Any, services: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in services:
            name = in_language(one.names, get_language() or "it")
            groups.setdefault(one.project.title, []).append((str(one.pk), name))
        self.fields["service"].choices = [("", ""), *groups.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The start and the end as instants."""
        given = super().clean() or {}
        day, starts, ends = (given.get(name) for name in ("day", "starts", "ends"))
        if day and starts and ends:
            last = day + timedelta(days=1) if ends <= starts and ends <= NIGHT_ENDS else day
            given["series"] = Series(
                datetime.combine(day, starts, ROME).astimezone(UTC),
                datetime.combine(last, ends, ROME).astimezone(UTC),
                frozenset(given.get("weekdays") or ()),
                given.get("until"),
            )
        return given


class EditSessionForm(PlaceForm):
    """When and where a session is held, and by whom."""

    starts_at = MomentField(label=gettext_lazy("From"))
    ends_at = MomentField(label=gettext_lazy("To"))
    field_order = ("starts_at", "ends_at", "place", "deliverer_id")


class CorrectionForm(SheetCorrectionForm):
    """What is right, and why the signed entry was not; the words are those of plans."""

    def __init__(self, *args: Any, planned: int, **given: Any) -> None:
        super().__init__(*args, length=planned, **given)
        self.fields["presence"].choices = [(value, gettext(text)) for value, text in PRESENCES.items()]  # type: ignore[attr-defined]
        self.fields["minutes"].help_text = gettext(
            "For who was present: up to %(minutes)s; empty is all of them."
        ) % {"minutes": planned}
