"""The forms for residents: few questions, in plain words."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from campanello.lab.rules.antennas import LONGEST
from campanello.lab.rules.reports import LONGEST_TEXT

# Of the kinds of reports, those that a neighbour tells; the desk sorts the rest.
KINDS = {
    "maintenance": _("Something is broken or dirty"),
    "personal": _("Somebody needs help"),
    "conflict": _("People quarrel"),
    "other": _("Something else"),
}


class AntennaForm(forms.Form):
    """What all the forms ask: where. Its number is made with the form, so that what is sent twice is kept once."""

    building = forms.TypedChoiceField(
        label=gettext_lazy("Where?"), required=False, coerce=str, empty_value=None
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, houses: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})
        known = [("", gettext("I do not know, or somewhere else"))]
        known += [(str(one.uid), str(one)) for one in houses]
        self.fields["building"].choices = known  # type: ignore[attr-defined]


class TellForm(AntennaForm):
    """Something is to be told."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=lambda: [(kind, gettext(text)) for kind, text in KINDS.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Tell us"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    place_note = forms.CharField(
        label=gettext_lazy("Where exactly?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Stair B, by the bins, third floor."),
    )
    field_order = ("kind", "text", "building", "place_note", "uid")


class AskForm(AntennaForm):
    """Somebody is to be called."""

    who = forms.CharField(
        label=gettext_lazy("Who wants to be called?"),
        max_length=LONGEST["who"],
        help_text=gettext_lazy("As you would say it: the lady on the third floor. Ask them first."),
    )
    why = forms.CharField(label=gettext_lazy("Why?"), max_length=LONGEST["why"], required=False)
    field_order = ("who", "why", "building", "uid")
