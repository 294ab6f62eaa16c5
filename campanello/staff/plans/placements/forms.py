"""The forms of placements: what may be written; the rules say whether it may be so."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.people.rules.world import FIRST_LANGUAGES
from campanello.plans.rules.values import CANDIDACY_STATES, VACANCY_KINDS
from campanello.staff.homes.forms import DayField, in_words, named
from campanello.staff.people import municipalities, words


class TownField(forms.CharField):
    """A municipality of Lombardy by its name; its ISTAT code once it is clean."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"})
        super().__init__(max_length=60, required=False, widget=widget, **given)

    def clean(self, value: Any) -> Any:
        """The code; "" where nothing is written.

        Raises:
            ValidationError: There is no such municipality.
        """
        written = super().clean(value)
        if not written or written in municipalities.by_istat():
            return written
        known = {name.casefold(): istat for name, istat in municipalities.by_name().items()}
        short = {name.rpartition(" (")[0]: istat for name, istat in known.items()}
        found = known.get(written.casefold()) or short.get(written.casefold())
        if found is None:
            raise forms.ValidationError(
                gettext("There is no such municipality in Lombardy. Choose one of the list.")
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """The name for a code."""
        return municipalities.by_istat().get(value, value)


class HoursField(forms.IntegerField):
    """Hours a week; minutes once they are clean."""

    def __init__(self, **given: Any) -> None:
        super().__init__(min_value=1, max_value=48, **given)

    def clean(self, value: Any) -> Any:
        """The minutes, or None."""
        hours = super().clean(value)
        return None if hours is None else hours * 60

    def prepare_value(self, value: Any) -> Any:
        """The hours for stored minutes; what was typed stays as it was."""
        return value // 60 if isinstance(value, int) else value


class HostForm(forms.Form):
    """A host with its agreement."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    sector = forms.CharField(label=gettext_lazy("What they do"), max_length=80, required=False)
    municipality = TownField(label=gettext_lazy("Municipality"))
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    contact = forms.CharField(label=gettext_lazy("How they are reached"), max_length=200, required=False)
    agreement = forms.CharField(
        label=gettext_lazy("Number of the agreement"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Without an agreement nobody begins a traineeship there."),
    )
    agreed_on = DayField(label=gettext_lazy("The agreement runs from"), required=False)
    agreed_until = DayField(label=gettext_lazy("First day after the agreement"), required=False)
    places = forms.IntegerField(
        label=gettext_lazy("Trainees at a time"), min_value=1, max_value=100, initial=1
    )


class NewHostForm(HostForm):
    """A host that is not there yet."""

    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)
    uid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("project", *HostForm.base_fields, "uid")

    def __init__(self, *args: Any, projects: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})
        self.fields["project"].choices = named(projects)  # type: ignore[attr-defined]


class TraineeshipForm(forms.Form):
    """A traineeship is planned."""

    host = forms.TypedChoiceField(label=gettext_lazy("Host"), coerce=str)
    role = forms.CharField(label=gettext_lazy("What the trainee does there"), max_length=160)
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("First day after it"))
    weekly_minutes = HoursField(label=gettext_lazy("Hours a week"))
    tutor = forms.TypedChoiceField(
        label=gettext_lazy("Tutor in the team"), coerce=int, empty_value=None, required=False
    )
    host_tutor = forms.CharField(label=gettext_lazy("Tutor at the host"), max_length=120, required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, hosts: Iterable[Any], tutors: Iterable[Any], **given: Any) -> None:
        initial = {"uid": uuid4()} | given.pop("initial", {})
        super().__init__(*args, **{"initial": initial, **given})
        places = [(str(one.uid), one.name) for one in hosts]
        self.fields["host"].choices = places  # type: ignore[attr-defined]
        known = [("", gettext("Nobody yet")), *((str(one.pk), one.name) for one in tutors)]
        self.fields["tutor"].choices = known  # type: ignore[attr-defined]


class VisitForm(forms.Form):
    """The tutor looked in."""

    day = DayField(label=gettext_lazy("On"))
    goes_well = forms.TypedChoiceField(
        label=gettext_lazy("Does it go well?"),
        required=False,
        empty_value=None,
        coerce=lambda text: text == "yes",
        choices=lambda: [("", gettext("Cannot say")), ("yes", gettext("Yes")), ("no", gettext("No"))],
    )
    note = forms.CharField(
        label=gettext_lazy("What was seen"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        initial = {"uid": uuid4()} | given.pop("initial", {})
        super().__init__(*args, **{"initial": initial, **given})


class ReasonForm(forms.Form):
    """Why something breaks off."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class VacancyForm(forms.Form):
    """A vacancy or a short course."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=lambda: in_words(VACANCY_KINDS))
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=160)
    employer = forms.CharField(label=gettext_lazy("Who offers it"), max_length=160)
    skills = forms.CharField(
        label=gettext_lazy("Skills"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("With commas: sewing, ironing. Compared with what people offer."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that one must speak"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(code, words.language(code)) for code in FIRST_LANGUAGES],
    )
    municipality = TownField(label=gettext_lazy("Municipality"))
    weekly_minutes = HoursField(label=gettext_lazy("Hours a week"), required=False)
    places = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=1000, initial=1)
    note = forms.CharField(
        label=gettext_lazy("More about it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    opens_on = DayField(label=gettext_lazy("Open from"))
    closes_on = DayField(label=gettext_lazy("First day it is closed"), required=False)

    def clean_languages(self) -> str:
        """The codes with commas."""
        return ",".join(self.cleaned_data["languages"])


class NewVacancyForm(VacancyForm):
    """A vacancy that is not there yet."""

    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)
    uid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("project", *VacancyForm.base_fields, "uid")

    def __init__(self, *args: Any, projects: Iterable[Any], **given: Any) -> None:
        initial = {"uid": uuid4()} | given.pop("initial", {})
        super().__init__(*args, **{"initial": initial, **given})
        self.fields["project"].choices = named(projects)  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """How much somebody can work, and where."""

    weekly_minutes = HoursField(label=gettext_lazy("Hours a week, at most"))
    travels = forms.BooleanField(label=gettext_lazy("Also goes to other municipalities"), required=False)


class JobForm(forms.Form):
    """A job that somebody found."""

    employer = forms.CharField(label=gettext_lazy("Who employs them"), max_length=160)
    starts_on = DayField(label=gettext_lazy("From"))
    contract = forms.CharField(
        label=gettext_lazy("Contract"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Fixed term until 31/12, open-ended, apprenticeship."),
    )
    weekly_minutes = HoursField(label=gettext_lazy("Hours a week"), required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        initial = {"uid": uuid4()} | given.pop("initial", {})
        super().__init__(*args, **{"initial": initial, **given})


class StepForm(forms.Form):
    """How it goes on with somebody who was put forward; with a job, what is known of it."""

    to = forms.ChoiceField(label=gettext_lazy("How it goes on"), widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)
    starts_on = DayField(label=gettext_lazy("If taken on: from"), required=False)
    contract = forms.CharField(label=gettext_lazy("If taken on: contract"), max_length=80, required=False)
    weekly_minutes = HoursField(label=gettext_lazy("If taken on: hours a week"), required=False)

    def __init__(self, *args: Any, moves: Iterable[str], is_job: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        texts = {state: CANDIDACY_STATES[state] for state in CANDIDACY_STATES if state in set(moves)}
        self.fields["to"].choices = in_words(texts)  # type: ignore[attr-defined]
        if not is_job or "hired" not in texts:
            for name in ("starts_on", "contract", "weekly_minutes"):
                del self.fields[name]
