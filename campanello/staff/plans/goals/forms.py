"""The forms of goals, tasks and hours for the common good."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.plans.queries.frames import Frame
from campanello.plans.rules import common_good
from campanello.plans.rules.assessments import ALL_DIMENSIONS
from campanello.plans.rules.goals import LONGEST, OPEN
from campanello.plans.rules.values import COMMON_GOOD_AREAS, GOAL_STATES
from campanello.staff.homes.forms import DayField, in_words
from campanello.staff.plans.assessments.forms import FrameField


def dimension_choices() -> list[tuple[str, str]]:
    """The dimensions, after none in particular."""
    named = {one.code: one.name for one in ALL_DIMENSIONS}
    return [("", gettext("None in particular")), *in_words(named)]


class GoalForm(forms.Form):
    """Something to be reached by a day."""

    title = forms.CharField(label=gettext_lazy("What is to be reached"), max_length=LONGEST["title"])
    due_on = DayField(label=gettext_lazy("By"))
    dimension = forms.ChoiceField(
        label=gettext_lazy("In which dimension"), required=False, choices=dimension_choices
    )


class NewGoalForm(GoalForm):
    """A new goal; its number is made with the form, so that it is set once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, frames: Iterable[Frame], **given: Any) -> None:
        super().__init__(*args, **{**given, "initial": {"uid": uuid4(), **given.get("initial", {})}})
        self.fields["frame"] = FrameField(frames)
        self.order_fields(["uid", "frame"])


class CloseForm(forms.Form):
    """What came of a goal."""

    state = forms.ChoiceField(label=gettext_lazy("What came of it"), widget=forms.RadioSelect)
    outcome = forms.CharField(label=gettext_lazy("In a few words"), max_length=LONGEST["outcome"])
    on = DayField(label=gettext_lazy("Day"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        closed = {value: text for value, text in GOAL_STATES.items() if value != OPEN}
        self.fields["state"].choices = in_words(closed)  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """Something to do for a goal, by one."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=LONGEST["title"])
    due_on = DayField(label=gettext_lazy("By"))
    owner = forms.TypedChoiceField(
        label=gettext_lazy("A colleague"), coerce=int, empty_value=None, required=False
    )
    is_the_persons = forms.BooleanField(label=gettext_lazy("Or the person"), required=False)
    who = forms.CharField(
        label=gettext_lazy("Or another body, in words"), max_length=LONGEST["who"], required=False
    )

    def __init__(self, *args: Any, colleagues: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **{**given, "initial": {"uid": uuid4(), **given.get("initial", {})}})
        named = [(str(one.pk), one.name or one.username) for one in colleagues]
        self.fields["owner"].choices = [("", gettext("Nobody of ours")), *named]  # type: ignore[attr-defined]


class WorkForm(forms.Form):
    """Time that somebody gave; its number is made with the form, so that it is recorded once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    on = DayField(label=gettext_lazy("Day"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=1, max_value=1440, help_text=gettext_lazy("An hour is 60.")
    )
    area = forms.ChoiceField(label=gettext_lazy("Field"))
    what = forms.CharField(label=gettext_lazy("What was done"), max_length=common_good.LONGEST["what"])
    place = forms.CharField(
        label=gettext_lazy("Where"), max_length=common_good.LONGEST["place"], required=False
    )

    def __init__(self, *args: Any, frames: Iterable[Frame], **given: Any) -> None:
        super().__init__(*args, **{**given, "initial": {"uid": uuid4(), **given.get("initial", {})}})
        self.fields["frame"] = FrameField(frames)
        self.fields["area"].choices = in_words(COMMON_GOOD_AREAS)  # type: ignore[attr-defined]
        self.order_fields(["uid", "frame"])


class WhyForm(forms.Form):
    """Why hours do not count."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=common_good.LONGEST["why"])
