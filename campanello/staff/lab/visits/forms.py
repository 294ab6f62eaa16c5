"""The forms of visits: what may be written, before a service is asked whether it may be so."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.core.period import ROME
from campanello.lab.rules import values
from campanello.lab.rules.visits import LONGEST, LONGEST_WHY, NewVisit
from campanello.staff.homes.forms import NOTHING, DayField, in_words

KINDS = ("person", "household")


class MomentField(forms.DateTimeField):
    """A day and hour in Italy, chosen from the browser's calendar."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **given)

    def prepare_value(self, value: Any) -> Any:
        """The hour that it was in Italy."""
        return value.astimezone(ROME) if isinstance(value, datetime) and value.tzinfo else value


class WhoField(forms.CharField):
    """Nobody in particular (empty), `person:` or `household:` with its key."""

    def clean(self, value: Any) -> Any:
        """The kind and the key, or None.

        Raises:
            ValidationError: It is neither.
        """
        kind, _colon, key = str(super().clean(value)).partition(":")
        if not kind:
            return None
        try:
            if kind in KINDS:
                return kind, UUID(key)
        except ValueError:
            pass
        raise forms.ValidationError(gettext("Choose somebody of the list, or nobody in particular."))


class FactsForm(forms.Form):
    """What every visit says."""

    channel = forms.ChoiceField(label=gettext_lazy("Where or how"), widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("About what"), required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=32_000,
        initial=10,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LONGEST["note"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Confidential: only case managers and coordinators will read the note"),
        required=False,
    )
    next_step = forms.CharField(
        label=gettext_lazy("Next step"), required=False, max_length=LONGEST["next_step"]
    )
    next_step_on = DayField(label=gettext_lazy("Next step by"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["channel"].choices = in_words(values.CHANNELS)  # type: ignore[attr-defined]
        self.fields["needs"].choices = in_words(values.NEEDS)  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", NOTHING), *in_words(values.VISIT_OUTCOMES)]  # type: ignore[attr-defined]

    def clean_needs(self) -> tuple[str, ...]:
        """In the order of the list, as a visit keeps them."""
        return tuple(self.cleaned_data["needs"])


class RecordForm(FactsForm):
    """A visit to be recorded; `uid` was made with the page, so that sending it twice records it once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    project = forms.ChoiceField(label=gettext_lazy("Project"))
    who = WhoField(label=gettext_lazy("Who"), required=False)
    building = forms.ChoiceField(label=gettext_lazy("Building"), required=False)
    happened_at = MomentField(
        label=gettext_lazy("When"), required=False, help_text=gettext_lazy("Empty: just now.")
    )

    def __init__(
        self, *args: Any, projects: Iterable[Any], buildings: Callable[[], Iterable[Any]], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["project"].choices = [(one.code, one.title) for one in projects]  # type: ignore[attr-defined]
        # Asked for when they are shown, or when one is chosen: most visits have none.
        self.fields["building"].choices = lambda: [("", NOTHING), *buildings()]  # type: ignore[attr-defined]

    def visit(self, at: datetime) -> NewVisit:
        """What was written, as a service takes it; `at` is when it took place unless something else was said."""
        said = dict(self.cleaned_data)
        kind, uid = said.pop("who") or ("", None)
        said.pop("uid")
        building = said.pop("building")
        moment = said.pop("happened_at") or at
        return NewVisit(
            **said,
            happened_at=moment,
            person=uid if kind == "person" else None,
            household=uid if kind == "household" else None,
            building=UUID(building) if building else None,
        )


class EditForm(FactsForm):
    """A visit to be corrected; whom it was with is chosen among those who may be meant."""

    happened_at = MomentField(label=gettext_lazy("When"))
    building = forms.ChoiceField(label=gettext_lazy("Building"), required=False)
    field_order = ("happened_at", "channel", "needs", "minutes", "outcome", "building")

    def __init__(
        self, *args: Any, buildings: Iterable[tuple[str, str]], reads_note: bool, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["building"].choices = [("", NOTHING), *buildings]  # type: ignore[attr-defined]
        if not reads_note:
            del self.fields["note"], self.fields["is_confidential"]

    def clean_building(self) -> UUID | None:
        """The building's key."""
        chosen = self.cleaned_data["building"]
        return UUID(chosen) if chosen else None


class CancelForm(forms.Form):
    """Why a visit does not count."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_WHY)
