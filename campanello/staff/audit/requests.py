"""The form in which a request under somebody's rights is noted."""

from django import forms
from django.utils.translation import gettext_lazy

from campanello.people.rules.requests import KINDS


class RequestForm(forms.Form):
    """What was asked for, and when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What they ask for"),
        choices=[(kind, gettext_lazy(name)) for kind, name in KINDS.items()],
    )
    asked_on = forms.DateField(
        label=gettext_lazy("Asked on"),
        help_text=gettext_lazy("The law wants an answer within a month of this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
