"""The form of indirect work."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from campanello.lab.rules.values import WORK_KINDS
from campanello.lab.rules.work import LONGEST_NOTE, NewWork
from campanello.staff.homes.forms import NOTHING, DayField, in_words


class EditForm(forms.Form):
    """What an entry says; `people` are those to choose from."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of work"), widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=32_000,
        initial=30,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    on = DayField(label=gettext_lazy("Day"))
    person = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        required=False,
        help_text=gettext_lazy(
            "People met lately. For somebody else, open their page and add the work from there."
        ),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kind"].choices = in_words(WORK_KINDS)  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", NOTHING), *people]  # type: ignore[attr-defined]

    def clean_person(self) -> UUID | None:
        """The person's key."""
        chosen = self.cleaned_data["person"]
        return UUID(chosen) if chosen else None


class WorkForm(EditForm):
    """A new entry; `uid` was made with the page, so that sending it twice records it once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    project = forms.ChoiceField(label=gettext_lazy("Project"))

    def __init__(self, *args: Any, projects: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["project"].choices = [(one.code, one.title) for one in projects]  # type: ignore[attr-defined]

    def work(self) -> NewWork:
        """What was written, as a service takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "uid"}
        return NewWork(**said)


def week_of(text: str, today: date) -> date:
    """A day of the week that an address asks for; today for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
