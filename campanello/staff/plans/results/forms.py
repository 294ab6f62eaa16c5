"""The forms of tries and statuses."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from campanello.people.rules.values import CONTACT_KINDS
from campanello.plans.rules.results import LONGEST
from campanello.plans.rules.values import RESULT_STATUSES, TRY_OUTCOMES
from campanello.staff.homes.forms import DayField, in_words


class TryForm(forms.Form):
    """Somebody tried to reach the person; its number is made with the form, so that it is written down once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    how = forms.ChoiceField(label=gettext_lazy("How"))
    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), widget=forms.RadioSelect)
    again_on = DayField(
        label=gettext_lazy("Try again on"),
        required=False,
        help_text=gettext_lazy("Only where nobody was spoken with."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST["note"], required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})
        self.fields["how"].choices = in_words(CONTACT_KINDS)  # type: ignore[attr-defined]
        self.fields["outcome"].choices = in_words(TRY_OUTCOMES)  # type: ignore[attr-defined]


class StatusForm(forms.Form):
    """How somebody is."""

    status = forms.ChoiceField(
        label=gettext_lazy("How the person is"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A traineeship, hours for the common good and work on time credits are no job."
        ),
    )
    on = DayField(label=gettext_lazy("On the day"))
    source = forms.CharField(
        label=gettext_lazy("Who said so, or which register"),
        max_length=LONGEST["source"],
        required=False,
        help_text=gettext_lazy("The person by telephone, the employment centre, the contract."),
    )
    qualification = forms.CharField(
        label=gettext_lazy("Qualification gained"),
        max_length=LONGEST["qualification"],
        required=False,
        help_text=gettext_lazy("With its certificate, if there is one."),
    )
    corrects = forms.BooleanField(label=gettext_lazy("What is recorded is wrong"), required=False)

    def __init__(self, *args: Any, is_known: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["status"].choices = in_words(RESULT_STATUSES)  # type: ignore[attr-defined]
        if not is_known:
            del self.fields["corrects"]
