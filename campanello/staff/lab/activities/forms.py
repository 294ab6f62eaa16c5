"""The forms of these pages: what may be written, before a service is asked whether it may be so."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.core.language import RIGHT_TO_LEFT
from campanello.core.period import ROME
from campanello.lab.rules.activities import MOST_PLACES, TEXT_LENGTH, TITLE_LENGTH
from campanello.lab.rules.values import ACTIVITY_KINDS, LANGUAGES

LANGUAGE_NAMES = {
    "it": gettext_lazy("Italian"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ar": gettext_lazy("Arabic"),
    "ur": gettext_lazy("Urdu"),
    "es": gettext_lazy("Spanish"),
}
# Spoken in the courtyards beside the six of the pages.
SPOKEN = {
    **LANGUAGE_NAMES,
    "bn": gettext_lazy("Bengali"),
    "pa": gettext_lazy("Punjabi"),
    "uk": gettext_lazy("Ukrainian"),
    "ro": gettext_lazy("Romanian"),
    "zh": gettext_lazy("Chinese"),
    "sq": gettext_lazy("Albanian"),
}
NIGHT_ENDS = time(6)


def in_words(texts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Values with their words in the reader's language."""
    return [(value, gettext(str(text))) for value, text in texts.items()]


class MomentField(forms.DateTimeField):
    """A day and an hour by the clocks of Rome."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"], **given)

    def to_python(self, value: Any) -> datetime | None:
        """The moment, without a time zone's name that only this page knows."""
        moment = super().to_python(value)
        return moment.astimezone(UTC) if moment else None


class LanguagesField(forms.MultipleChoiceField):
    """Languages as boxes to tick; their codes with commas once it is clean."""

    def __init__(self, **given: Any) -> None:
        choices = list(SPOKEN.items())
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **given)

    def clean(self, value: Any) -> Any:
        """The codes, in the order of the list."""
        chosen = super().clean(value)
        return ",".join(code for code in SPOKEN if code in chosen)

    def prepare_value(self, value: Any) -> Any:
        """Codes with commas as the boxes that are ticked."""
        return value.split(",") if isinstance(value, str) else value


def capacity_field() -> forms.IntegerField:
    """How many places."""
    return forms.IntegerField(
        label=gettext_lazy("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=gettext_lazy("Empty for no limit. Who comes after the last place waits in a list."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ActivityForm(forms.Form):
    """An activity: what it is called in up to six languages, what it is, for whom there is room."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    host_id = forms.TypedChoiceField(label=gettext_lazy("Host"), coerce=int, required=False, empty_value=None)
    languages = LanguagesField(label=gettext_lazy("Languages spoken there"))
    capacity = capacity_field()
    has_childcare = forms.BooleanField(
        label=gettext_lazy("Somebody looks after small children"), required=False
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read of it"),
        required=False,
        help_text=gettext_lazy("In the public calendar, the feeds and on posters."),
    )

    def __init__(
        self, *args: Any, projects: Iterable[Any] = (), hosts: Iterable[Any] = (), **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["kind"].choices = in_words(ACTIVITY_KINDS)  # type: ignore[attr-defined]
        places = [(str(one.pk), one.title) for one in projects]
        self.fields["project"].choices = places  # type: ignore[attr-defined]
        if not places:
            del self.fields["project"], self.fields["uid"]
        elif len(places) == 1:
            self.fields["project"].initial = places[0][0]
        named = [(str(one.pk), one.name) for one in hosts]
        self.fields["host_id"].choices = [("", gettext("Not said")), *named]  # type: ignore[attr-defined]
        if not named:
            del self.fields["host_id"]
        for code in LANGUAGES:
            self._add_texts(code)

    def _add_texts(self, code: str) -> None:
        written = {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
        name = str(LANGUAGE_NAMES[code])
        self.fields[f"title_{code}"] = forms.CharField(
            label=gettext("Title in %(language)s") % {"language": name},
            max_length=TITLE_LENGTH,
            required=code == "it",
            widget=forms.TextInput(attrs=written),
        )
        self.fields[f"description_{code}"] = forms.CharField(
            label=gettext("Text in %(language)s") % {"language": name},
            max_length=TEXT_LENGTH,
            required=False,
            widget=forms.Textarea(attrs={**written, "rows": 3}),
        )

    def texts(self) -> list[tuple[str, str, Any, Any]]:
        """For each language: its code, name, title and text."""
        return [
            (code, str(LANGUAGE_NAMES[code]), self[f"title_{code}"], self[f"description_{code}"])
            for code in LANGUAGES
        ]

    def rest(self) -> list[Any]:
        """The fields that are no texts and not hidden."""
        texts = {f"{what}_{code}" for what in ("title", "description") for code in LANGUAGES}
        return [self[name] for name in self.fields if name not in texts and name != "uid"]


class PlaceForm(forms.Form):
    """Where a session is, and for how many."""

    building_id = forms.TypedChoiceField(
        label=gettext_lazy("Building"), coerce=int, required=False, empty_value=None
    )
    place = forms.CharField(
        label=gettext_lazy("Where, in words"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For example: courtyard, ground floor room, online."),
    )
    capacity = capacity_field()

    def __init__(self, *args: Any, buildings: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        named = [(str(one.pk), str(one)) for one in buildings]
        self.fields["building_id"].choices = [("", gettext("Somewhere else")), *named]  # type: ignore[attr-defined]


class SessionForm(PlaceForm):
    """A new date, or several weeks of it."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    starts = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("An hour before six in the morning is of the next day."),
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many weeks"),
        min_value=1,
        initial=1,
        help_text=gettext_lazy("1 is this day alone; 10 is the same hour ten weeks running."),
    )
    field_order = ("uid", "day", "starts", "ends", "times", "building_id", "place", "capacity")

    def clean(self) -> dict[str, Any]:
        """The start and the end as instants."""
        given = super().clean() or {}
        day, starts, ends = (given.get(name) for name in ("day", "starts", "ends"))
        if day and starts and ends:
            until = day + timedelta(days=1) if ends <= starts and ends <= NIGHT_ENDS else day
            given["starts_at"] = datetime.combine(day, starts, ROME).astimezone(UTC)
            given["ends_at"] = datetime.combine(until, ends, ROME).astimezone(UTC)
        return given


class EditSessionForm(PlaceForm):
    """A date that is there: when, where, for how many."""

    starts_at = MomentField(label=gettext_lazy("From"))
    ends_at = MomentField(label=gettext_lazy("To"))
    field_order = ("starts_at", "ends_at", "building_id", "place", "capacity")


class ReasonForm(forms.Form):
    """Why something that others read later is so."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("Everybody reads it beside the date. Name nobody."),
    )
