"""The forms of plans: what may be written, before a service is asked whether it may be so."""

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import LONGEST, hours
from campanello.plans.rules.values import BLOCKS
from campanello.plans.rules.versions import LANGUAGES
from campanello.staff.homes.forms import DayField, named
from campanello.staff.lab.activities.forms import LANGUAGE_NAMES

_HOURS = re.compile(r"(?P<hours>\d{1,5})(?:[:.,](?P<rest>\d{1,2}))?")
MOST_STROKES = 200_000
A_DAY = timedelta(days=1)


class LastDayField(DayField):
    """A last day as people say it, included; the first day after it once it is clean."""

    def clean(self, value: Any) -> Any:
        """The day after."""
        day = super().clean(value)
        return day + A_DAY if day and day < date.max else day

    def prepare_value(self, value: Any) -> Any:
        """The day before what is stored."""
        return value - A_DAY if isinstance(value, date) else value


class HoursField(forms.CharField):
    """Hours as people write them, 10 or 10:30 or 10,5; minutes once it is clean."""

    def __init__(self, **given: Any) -> None:
        attrs = {"inputmode": "text", "autocomplete": "off", "dir": "ltr", "class": "plan-hours-field"}
        super().__init__(max_length=9, widget=forms.TextInput(attrs=attrs), **given)

    def clean(self, value: Any) -> Any:
        """The minutes.

        Raises:
            ValidationError: It is no number of hours.
        """
        text = super().clean(value)
        found = _HOURS.fullmatch(text.strip())
        rest = found["rest"] or "" if found else ""
        minutes = int(rest or 0) if ":" in text else int(rest.ljust(2, "0") or 0) * 60 // 100
        if found is None or minutes > 59:
            raise forms.ValidationError(gettext("Write hours as 10, 10:30 or 10,5."))
        return int(found["hours"]) * 60 + minutes

    def prepare_value(self, value: Any) -> Any:
        """Minutes as hours."""
        return hours(value) if isinstance(value, int) else value


class PlanForm(forms.Form):
    """What a plan says of itself."""

    goal = forms.CharField(
        label=gettext_lazy("What the person wants to reach"),
        max_length=LONGEST["goal"],
        required=False,
        help_text=gettext_lazy("In their own words, in a sentence or two."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = LastDayField(label=gettext_lazy("Last day"))
    language = forms.ChoiceField(
        label=gettext_lazy("The person's language"),
        choices=lambda: [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        help_text=gettext_lazy("The plan is printed in it, beside Italian."),
    )
    case_manager = forms.TypedChoiceField(
        label=gettext_lazy("Case manager"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, managers: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["case_manager"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Nobody yet")),
            *((str(one.pk), one.name or one.username) for one in managers),
        ]


class NewPlanForm(PlanForm):
    """A plan that is not there yet."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=LONGEST["code"],
        required=False,
        help_text=gettext_lazy(
            "Only if the plan has one already, on paper or elsewhere; else it gets the next."
        ),
    )
    field_order = ("uid", "measure", "goal", "starts_on", "ends_on", "language", "case_manager", "code")

    def __init__(self, *args: Any, measures: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        language = get_language() or "it"
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (one.code, in_language(one.titles, language)) for one in measures
        ]


class PlanServiceForm(forms.Form):
    """A service in a plan: which, how long, by whom, when."""

    service = forms.TypedChoiceField(label=gettext_lazy("Service"), coerce=int)
    minutes = HoursField(
        label=gettext_lazy("Hours"), help_text=gettext_lazy("For example 10, 10:30 or 10,5.")
    )
    deliverer = forms.TypedChoiceField(
        label=gettext_lazy("Who delivers it"), coerce=int, required=False, empty_value=None
    )
    calendar = forms.CharField(
        label=gettext_lazy("Days and hours"),
        max_length=LONGEST["calendar"],
        required=False,
        help_text=gettext_lazy("For example: Mondays and Thursdays from 9 to 12."),
    )
    starts_on = DayField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Empty: as long as the plan.")
    )
    ends_on = LastDayField(label=gettext_lazy("Up to and with"), required=False)

    def __init__(self, *args: Any, services: Iterable[Any], deliverers: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        language = get_language() or "it"
        groups: dict[str, list[tuple[str, str]]] = {block: [] for block in BLOCKS}
        for one in services:
            groups[one.block].append((str(one.pk), in_language(one.names, language)))
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            (gettext(BLOCKS[block]), held) for block, held in groups.items() if held
        ]
        who = named(deliverers, empty=gettext("Not decided yet"))
        self.fields["deliverer"].choices = who  # type: ignore[attr-defined]


class AmendForm(forms.Form):
    """Why a signed plan changes, and from when."""

    starts_on = DayField(
        label=gettext_lazy("It holds from"),
        help_text=gettext_lazy("Not before the day on which both sides sign it."),
    )
    reason = forms.CharField(label=gettext_lazy("Why it changes"), max_length=LONGEST["amend_reason"])


class ActForm(forms.Form):
    """An act: its day, its number, why."""

    on = DayField(label=gettext_lazy("Day of the act"))
    number = forms.CharField(
        label=gettext_lazy("Number of the act"),
        max_length=LONGEST["number"],
        required=False,
        help_text=gettext_lazy("As the office counts it."),
    )
    ends_on = LastDayField(label=gettext_lazy("New last day"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, is_extension: bool, needs_reason: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["reason"].required = needs_reason
        if not is_extension:
            del self.fields["ends_on"]


class ScreenForm(forms.Form):
    """A signature on the screen: drawn, or by the keyboard."""

    strokes = forms.CharField(required=False, max_length=MOST_STROKES, widget=forms.HiddenInput)
    has_agreed = forms.BooleanField(label=gettext_lazy("I have read the plan and agree"), required=False)
    typed = forms.CharField(
        label=gettext_lazy("Name and surname, typed in place of a drawing"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def clean_strokes(self) -> Any:
        """The lines that were drawn; None where none was."""
        text = self.cleaned_data["strokes"]
        try:
            return json.loads(text) if text else None
        except ValueError:
            return []


class PaperForm(forms.Form):
    """A signature on paper: of which day, and where the paper is."""

    on = DayField(label=gettext_lazy("Signed on"))
    scan = forms.FileField(
        label=gettext_lazy("Scan or photo of the signed page"),
        required=False,
        help_text=gettext_lazy("PDF, JPEG or PNG."),
    )
    is_in_folder = forms.BooleanField(label=gettext_lazy("The paper is in the folder"), required=False)
