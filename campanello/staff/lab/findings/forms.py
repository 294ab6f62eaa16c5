"""The forms of courtyard findings: what may be written; the rules say whether it may be so."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from campanello.lab.rules.findings import LONGEST_SPOT, LONGEST_TEXT, MOST_HANDS
from campanello.lab.rules.values import FINDING_KINDS
from campanello.staff.homes.forms import in_words


class FindingForm(forms.Form):
    """A point as it is told in the courtyard."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Strong or weak point"),
        choices=lambda: in_words(FINDING_KINDS),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What people say"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("In their own words. Name nobody: the designers read this."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    spot = forms.CharField(
        label=gettext_lazy("Where exactly"),
        max_length=LONGEST_SPOT,
        required=False,
        help_text=gettext_lazy("Courtyard, entrance, roof, stair B."),
    )


class NewFindingForm(FindingForm):
    """A new point, with the hands that agree at once; its number is made with the form, so that it is kept once."""

    hands = forms.IntegerField(
        label=gettext_lazy("Hands raised"), min_value=1, max_value=MOST_HANDS, initial=1
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        given["initial"] = {"uid": uuid4(), **given.get("initial", {})}
        super().__init__(*args, **given)


class VoteForm(forms.Form):
    """Hands that agree with a point."""

    hands = forms.IntegerField(min_value=1, max_value=MOST_HANDS)
    uid = forms.UUIDField()
