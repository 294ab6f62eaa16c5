"""The form of a correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.lab.rules.values import PRESENCES


class CorrectionForm(forms.Form):
    """What is right, and why the signed entry was not."""

    presence = forms.ChoiceField(label=gettext_lazy("Presence"), widget=forms.RadioSelect)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), required=False, min_value=0)
    reason = forms.CharField(
        label=gettext_lazy("Why the signed entry was wrong"),
        max_length=200,
        help_text=gettext_lazy("It stays on record, beside the first entry. Name nobody else."),
    )

    def __init__(self, *args: Any, length: int, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["presence"].choices = [(value, gettext(text)) for value, text in PRESENCES.items()]  # type: ignore[attr-defined]
        self.fields["minutes"].help_text = gettext(
            "For who was present: up to %(minutes)s; empty is the whole session."
        ) % {"minutes": length}
