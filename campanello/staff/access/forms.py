"""The form in which the desk writes down who may act for somebody."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.people.rules.delegations import LONGEST_EVIDENCE, NewDelegation
from campanello.people.rules.values import DELEGATION_BASES, SCOPES

AT_THE_DESK = tuple(name for name in DELEGATION_BASES if name != "app")


class DelegationForm(forms.Form):
    """Who, what, until when, and how it is known. Its number is made with the form: sent twice, written once."""

    said = forms.CharField(
        label=gettext_lazy("Who acts for them"),
        help_text=gettext_lazy(
            "Their codice fiscale, or the code that they see in the app under “Who acts for me”."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What they may do"),
        choices=lambda: [(name, gettext(text)) for name, text in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    last_on = forms.DateField(
        label=gettext_lazy("Until and including"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("How you know it"),
        choices=lambda: [(name, gettext(DELEGATION_BASES[name])) for name in AT_THE_DESK],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=gettext_lazy("Which paper you saw"),
        max_length=LONGEST_EVIDENCE,
        required=False,
        help_text=gettext_lazy("For a signed paper or a court: its date and number. No copy of a document."),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})

    @property
    def given(self) -> NewDelegation:
        """What the form says, as the rules take it."""
        said = self.cleaned_data
        return NewDelegation(
            scopes=frozenset(said["scopes"]),
            ends_on=said["last_on"] + timedelta(days=1),
            basis=said["basis"],
            evidence=said["evidence"],
        )
