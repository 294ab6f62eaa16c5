"""The forms of these pages: what may be written, before a service is asked whether it may be so."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.core.edges import say
from campanello.core.errors import DomainError
from campanello.homes.rules import values
from campanello.homes.rules.amounts import amount_cents
from campanello.homes.rules.places import HIGHEST_FLOOR, LOWEST_FLOOR

NOTHING = gettext_lazy("Not recorded")


def in_words(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """A list of values with their words in the reader's language."""
    return [(value, gettext(text)) for value, text in texts.items()]


def named(rows: Iterable[Any], *, empty: str = "") -> list[tuple[str, str]]:
    """Records as choices by key, after an empty one where that is allowed."""
    return [("", empty)] * bool(empty) + [(str(row.pk), str(row)) for row in rows]


class DayField(forms.DateField):
    """A day, chosen from the browser's calendar or written as gg/mm/aaaa."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], **given)


class EuroField(forms.CharField):
    """An amount in euros as people write it; cents once it is clean."""

    def __init__(self, **given: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attrs), **given)

    def clean(self, value: Any) -> Any:
        """The cents.

        Raises:
            ValidationError: It is no amount, or may be two.
        """
        text = super().clean(value)
        try:
            return amount_cents(text)
        except DomainError as error:
            raise forms.ValidationError(say(error, get_language())) from error


class NeighbourhoodForm(forms.Form):
    """A new neighbourhood."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)
    municipality = forms.CharField(
        label=gettext_lazy("Municipality"),
        max_length=60,
        help_text=gettext_lazy("Its name, or its six-digit ISTAT code."),
        widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"}),
    )
    residents = forms.IntegerField(
        label=gettext_lazy("Residents"), required=False, min_value=0, max_value=1_000_000
    )

    def __init__(self, *args: Any, projects: Iterable[Any], towns: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["project"].choices = named(projects)  # type: ignore[attr-defined]
        self.towns = {key: town for town in towns for key in (town.istat, str(town).casefold())}
        self.by_name: dict[str, list[Any]] = {}
        for town in {id(town): town for town in self.towns.values()}.values():
            self.by_name.setdefault(town.name.casefold(), []).append(town)

    def clean_municipality(self) -> str:
        """The ISTAT code of what was written, if that is one municipality."""
        written = self.cleaned_data["municipality"].strip().casefold()
        alike = self.by_name.get(written, [])
        town = self.towns.get(written) or (alike[0] if len(alike) == 1 else None)
        if town is None:
            raise forms.ValidationError(
                gettext("There is no such municipality in Lombardy. Choose one of the list.")
            )
        return str(town.istat)


class BuildingForm(forms.Form):
    """A building."""

    street = forms.CharField(label=gettext_lazy("Street"), max_length=120)
    number = forms.CharField(label=gettext_lazy("Street number"), max_length=12)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As people there call it."),
    )
    built_on = DayField(
        label=gettext_lazy("Finished on"),
        required=False,
        help_text=gettext_lazy("No household can have lived there earlier."),
    )


class NewBuildingForm(BuildingForm):
    """A building that is not there yet, with its stairs."""

    neighbourhood = forms.ChoiceField(label=gettext_lazy("Neighbourhood"))
    stairs = forms.CharField(
        label=gettext_lazy("Stairs"),
        initial="A",
        max_length=200,
        help_text=gettext_lazy("Their names with commas: A, B, C."),
    )
    field_order = ("neighbourhood", "street", "number", "name", "stairs", "built_on")

    def __init__(self, *args: Any, neighbourhoods: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["neighbourhood"].choices = [  # type: ignore[attr-defined]
            (str(place.uid), f"{place.name}, {place.municipality.name}") for place in neighbourhoods
        ]

    def clean_stairs(self) -> list[str]:
        """The stairs' names."""
        labels = [label.strip() for label in self.cleaned_data["stairs"].split(",") if label.strip()]
        if not labels or any(len(label) > 12 for label in labels):
            raise forms.ValidationError(gettext("Write each stair's name in up to 12 letters, with commas."))
        return labels


class DwellingForm(forms.Form):
    """A dwelling."""

    stair = forms.CharField(label=gettext_lazy("Stair"), max_length=12)
    floor = forms.IntegerField(
        label=gettext_lazy("Floor"),
        min_value=LOWEST_FLOOR,
        max_value=HIGHEST_FLOOR,
        help_text=gettext_lazy("0 is the ground floor."),
    )
    door = forms.CharField(label=gettext_lazy("Door"), max_length=12)
    doorbell = forms.CharField(
        label=gettext_lazy("Doorbell"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("What the button says."),
    )
    owner_kind = forms.ChoiceField(label=gettext_lazy("Kind of owner"))
    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), coerce=int, required=False, empty_value=None)
    code = forms.CharField(label=gettext_lazy("The owner's code"), max_length=40, required=False)
    is_sap = forms.BooleanField(label=gettext_lazy("Public housing service (SAP)"), required=False)
    rooms = forms.IntegerField(label=gettext_lazy("Rooms"), min_value=1, max_value=30, required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"))

    def __init__(self, *args: Any, owners: Iterable[Any], is_new: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["owner_kind"].choices = in_words(values.OWNERS)  # type: ignore[attr-defined]
        self.fields["state"].choices = in_words(values.DWELLING_STATES)  # type: ignore[attr-defined]
        self.fields["owner"].choices = named(owners, empty=gettext("None, or a private person"))  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["stair"]


class TenureField(forms.ChoiceField):
    """With which title a household lives there."""

    def __init__(self, **given: Any) -> None:
        super().__init__(label=gettext_lazy("Title"), choices=lambda: in_words(values.TENURES), **given)


class StartForm(forms.Form):
    """A household moves in."""

    tenure = TenureField()
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(
        label=gettext_lazy("First day without"),
        required=False,
        help_text=gettext_lazy("Only when it is known."),
    )
    holder = forms.ChoiceField(label=gettext_lazy("Holder of the contract"), required=False)
    code = forms.CharField(label=gettext_lazy("The contract's code"), max_length=40, required=False)

    def __init__(self, *args: Any, members: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["holder"].choices = people(members, empty=gettext("Not recorded"))  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """A household moves out."""

    ends_on = DayField(
        label=gettext_lazy("First day without"),
        help_text=gettext_lazy("The day after the last one on which they live there."),
    )


class TenureForm(forms.Form):
    """A household goes on living there with another title."""

    tenure = TenureField()
    starts_on = DayField(label=gettext_lazy("From"))


class TransferForm(forms.Form):
    """Another member of the household holds the contract."""

    holder = forms.ChoiceField(label=gettext_lazy("New holder"))
    starts_on = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, members: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["holder"].choices = people(members)  # type: ignore[attr-defined]


class StatementForm(forms.Form):
    """What a creditor is owed. A landlord's officer states neither source nor cause."""

    creditor = forms.TypedChoiceField(label=gettext_lazy("Creditor"), coerce=int)
    amount = EuroField(
        label=gettext_lazy("Owed, in euros"),
        help_text=gettext_lazy("As 1.234,50 or 1234,50. Write 0 where nothing is owed any more."),
    )
    as_of = DayField(label=gettext_lazy("On the day"))
    source = forms.ChoiceField(label=gettext_lazy("Said by"))
    no_fault_cause = forms.ChoiceField(
        label=gettext_lazy("Fell behind without fault because of"), required=False
    )

    def __init__(self, *args: Any, creditors: Iterable[Any], is_landlord: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["creditor"].choices = named(creditors)  # type: ignore[attr-defined]
        if is_landlord:
            del self.fields["source"], self.fields["no_fault_cause"]
        else:
            self.fields["source"].choices = in_words(values.ARREARS_SOURCES)  # type: ignore[attr-defined]
            causes = [("", str(NOTHING)), *in_words(values.NO_FAULT_CAUSES)]
            self.fields["no_fault_cause"].choices = causes  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """The right figure for a wrong one, and why."""

    amount = EuroField(label=gettext_lazy("The right amount, in euros"))
    as_of = DayField(label=gettext_lazy("On the day"))
    reason = forms.CharField(
        label=gettext_lazy("Why the first figure was wrong"),
        max_length=200,
        help_text=gettext_lazy("The first figure stays on record beside the new one."),
    )


def people(rows: Iterable[Any], *, empty: str = "") -> list[tuple[str, str]]:
    """People as choices, by the number that addresses name them by."""
    return [("", empty)] * bool(empty) + [(str(one.uid), one.name) for one in rows]
