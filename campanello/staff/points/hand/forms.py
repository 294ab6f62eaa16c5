"""The forms of awards by hand: what may be written, before a service is asked whether it may be so."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.points.rules.hand_awards import MOST_MINUTES, MOST_TIMES, NewAward
from campanello.points.rules.tariffs import HOUR, name_in
from campanello.points.rules.values import RATE_UNITS
from campanello.staff.homes.forms import DayField


class HandAwardForm(forms.Form):
    """Work that no register shows; `uid` was made with the page, so that pressing twice awards once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)
    scheme = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=UUID)
    rate = forms.ChoiceField(label=gettext_lazy("By which rate"), widget=forms.RadioSelect)
    what = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=160,
        help_text=gettext_lazy("As the household reads it on its receipt: “Cleaned the courtyard”."),
    )
    done_on = DayField(label=gettext_lazy("On the day"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes, where it earns by the hour"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many times, where it earns each time"),
        initial=1,
        required=False,
        min_value=1,
        max_value=MOST_TIMES,
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=300,
        help_text=gettext_lazy("Who saw it, or what shows it: a colleague, a photo, a delivery note."),
    )

    def __init__(self, *args: Any, schemes: Iterable[Any], rates: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        listed = [(str(one.uid), one.project.title) for one in schemes]
        self.fields["scheme"].choices = listed  # type: ignore[attr-defined]
        self.fields["rate"].choices = [(one.code, rate_name(one)) for one in rates]  # type: ignore[attr-defined]
        self.fields["uid"].initial = uuid4
        if len(listed) == 1:
            self.fields["scheme"].widget = forms.HiddenInput()
            self.fields["scheme"].initial = listed[0][0]

    def award(self) -> NewAward:
        """The award, as a service takes it."""
        given = self.cleaned_data
        return NewAward(
            rate=given["rate"],
            what=given["what"],
            done_on=given["done_on"],
            evidence=given["evidence"],
            minutes=given["minutes"],
            times=given["times"] or 1,
            shown=given["shown"],
        )


class WhyForm(forms.Form):
    """Why somebody says no, or takes something back."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("A sentence that you would say to the person."),
    )


def rate_name(rate: Any) -> str:
    """A rate as people read it: Silver, 10 points an hour."""
    facts = {
        "name": name_in(rate.names, get_language() or "it"),
        "points": rate.points,
        "unit": gettext(RATE_UNITS[rate.unit]),
    }
    return gettext("%(name)s: %(points)s points %(unit)s") % facts


def is_by_hour(rate: Any) -> bool:
    """Whether a rate counts minutes."""
    return bool(rate.unit == HOUR)
