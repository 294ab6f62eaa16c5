"""The forms of antennas and calls: what may be written; the rules say whether it may be so."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.lab.rules.antennas import LONGEST
from campanello.staff.homes.forms import DayField


def _places(rows: Iterable[Any], nothing: str) -> list[tuple[str, str]]:
    return [("", nothing), *((str(one.uid), str(one)) for one in rows)]


class MandateForm(forms.Form):
    """What an antenna watches, where, until when."""

    mandate = forms.CharField(
        label=gettext_lazy("What they watch and tell"),
        max_length=LONGEST["mandate"],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The antenna reads this on their own page."),
    )
    neighbourhood = forms.TypedChoiceField(
        label=gettext_lazy("Neighbourhood"), required=False, empty_value=None, coerce=str
    )
    building = forms.TypedChoiceField(
        label=gettext_lazy("Or one street number"), required=False, empty_value=None, coerce=str
    )
    ends_on = DayField(
        label=gettext_lazy("First day without"),
        required=False,
        help_text=gettext_lazy("The day after the last one. Empty: until you end it."),
    )

    def __init__(self, *args: Any, quarters: Iterable[Any], houses: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        whole = gettext("Where the project works")
        self.fields["neighbourhood"].choices = _places(quarters, whole)  # type: ignore[attr-defined]
        self.fields["building"].choices = _places(houses, gettext("None"))  # type: ignore[attr-defined]


class NewMandateForm(MandateForm):
    """A new mandate, with the day from which it holds; its number is made with the form."""

    starts_on = DayField(label=gettext_lazy("From"))
    uid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("mandate", "neighbourhood", "building", "starts_on", "ends_on", "uid")

    def __init__(self, *args: Any, **given: Any) -> None:
        given["initial"] = {"uid": uuid4(), **given.get("initial", {})}
        super().__init__(*args, **given)


class CallForm(forms.Form):
    """Somebody is to be called; its number is made with the form."""

    who = forms.CharField(label=gettext_lazy("Who is to be called"), max_length=LONGEST["who"])
    why = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST["why"], required=False)
    building = forms.TypedChoiceField(
        label=gettext_lazy("Street number"), required=False, empty_value=None, coerce=str
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, houses: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})
        self.fields["building"].choices = _places(houses, gettext("Not recorded"))  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What came of a call."""

    text = forms.CharField(
        label=gettext_lazy("What was answered"),
        max_length=LONGEST["answer"],
        help_text=gettext_lazy("The antenna who asked reads this: nothing that is not for them."),
    )
