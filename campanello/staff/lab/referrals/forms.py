"""The forms of referrals: what may be written; the rules say whether it may be so."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.lab.rules.referrals import LONGEST
from campanello.lab.rules.values import NEEDS, REFERRAL_OUTCOMES
from campanello.staff.homes.forms import in_words, named


class ReferralForm(forms.Form):
    """A person is sent on; its number is made with the form, so that it is sent once."""

    to_project = forms.TypedChoiceField(
        label=gettext_lazy("To a project in this system"), coerce=int, empty_value=None, required=False
    )
    to_organisation = forms.TypedChoiceField(
        label=gettext_lazy("Or to an organisation"), coerce=int, empty_value=None, required=False
    )
    to_service = forms.CharField(
        label=gettext_lazy("Or to a service outside, in words"),
        max_length=LONGEST["to_service"],
        required=False,
        help_text=gettext_lazy("Consultorio in via ..., CAF, parish."),
    )
    need = forms.ChoiceField(label=gettext_lazy("Need"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy(
            "Without the name: a project reads this before it accepts, and learns who it is only then."
        ),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, projects: Iterable[Any], bodies: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})
        none = gettext("None")
        self.fields["to_project"].choices = named(projects, empty=none)  # type: ignore[attr-defined]
        self.fields["to_organisation"].choices = named(bodies, empty=none)  # type: ignore[attr-defined]
        needs = [("", gettext("Not recorded")), *in_words(NEEDS)]
        self.fields["need"].choices = needs  # type: ignore[attr-defined]


class WordForm(forms.Form):
    """A word that goes with a move."""

    text = forms.CharField(label=gettext_lazy("Answer"), max_length=LONGEST["answer"], required=False)


class WhyForm(forms.Form):
    """Why something is not taken on, or taken back."""

    text = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST["answer"])


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=lambda: in_words(REFERRAL_OUTCOMES),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=gettext_lazy("In a few words"), max_length=LONGEST["answer"], required=False)
