"""The forms of assessments and of the team: what may be written; the rules say whether it may be so."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy

from campanello.plans.queries.frames import Frame
from campanello.plans.rules import assessments as rules
from campanello.plans.rules.assessments import Dimension
from campanello.plans.rules.team import LONGEST_WHO
from campanello.plans.rules.values import ASSESSMENT_KINDS
from campanello.staff.homes.forms import DayField, in_words


class FrameField(forms.ChoiceField):
    """Under which plan or project something is kept."""

    def __init__(self, found: Iterable[Frame], **given: Any) -> None:
        super().__init__(
            label=gettext_lazy("For"), choices=[(one.key, frame_words(one)) for one in found], **given
        )


def frame_words(frame: Frame) -> str:
    """A plan by its code, or a project without a plan."""
    facts = {"plan": frame.plan.code if frame.plan else "", "project": frame.project.title}
    if frame.plan:
        return gettext("Plan %(plan)s, %(project)s") % facts
    return gettext("%(project)s, without a plan") % facts


class StartForm(forms.Form):
    """An assessment that is begun; its number is made with the form, so that it is begun once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What"), widget=forms.RadioSelect)
    on = DayField(label=gettext_lazy("Day"))

    def __init__(self, *args: Any, frames: Iterable[Frame], **given: Any) -> None:
        given["initial"] = {"uid": uuid4(), **given.get("initial", {})}
        super().__init__(*args, **given)
        self.fields["frame"] = FrameField(frames)
        self.order_fields(["uid", "frame"])
        self.fields["kind"].choices = in_words(ASSESSMENT_KINDS)  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """An assessment on one page: day, summary, whether a team is needed, and each dimension with score and reason."""

    on = DayField(label=gettext_lazy("Day"))
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=rules.LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    needs_team = forms.BooleanField(
        label=gettext_lazy("Complex: a team takes the household in charge"), required=False
    )

    def __init__(self, *args: Any, kind: str, on: date, **given: Any) -> None:
        super().__init__(*args, **given)
        self.held: tuple[Dimension, ...] = () if kind == rules.PRELIMINARY else rules.dimensions(on)
        scores = [
            ("", gettext("Not scored yet")),
            *in_words({str(key): text for key, text in rules.SCORES.items()}),
        ]
        for one in self.held:
            named = {"dimension": gettext(one.name)}
            self.fields[f"score_{one.code}"] = forms.TypedChoiceField(
                label=gettext("%(dimension)s: score") % named,
                help_text=gettext(one.asks),
                choices=scores,
                coerce=int,
                empty_value=None,
                required=False,
            )
            self.fields[f"reason_{one.code}"] = forms.CharField(
                label=gettext("%(dimension)s: reason") % named,
                max_length=rules.LONGEST_REASON,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )

    def dimensions(self) -> Iterator[tuple[Dimension, BoundField, BoundField]]:
        """Each dimension with its two fields."""
        for one in self.held:
            yield one, self[f"score_{one.code}"], self[f"reason_{one.code}"]

    def about(self) -> list[BoundField]:
        """The other fields."""
        return [self[name] for name in ("on", "summary", "needs_team")]


class MemberForm(forms.Form):
    """Somebody joins the team."""

    user = forms.TypedChoiceField(
        label=gettext_lazy("A colleague"), coerce=int, empty_value=None, required=False
    )
    who = forms.CharField(
        label=gettext_lazy("Or somebody of another body"),
        max_length=LONGEST_WHO,
        required=False,
        help_text=gettext_lazy("Role and body: social worker of the Comune, psychologist of the ASST."),
    )
    is_lead = forms.BooleanField(
        label=gettext_lazy("Leads the team"),
        required=False,
        help_text=gettext_lazy("With a lead, the household counts as followed by the social service."),
    )
    starts_on = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, frames: Iterable[Frame], colleagues: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["frame"] = FrameField(frames)
        self.order_fields(["frame"])
        named = [(str(one.pk), one.name or one.username) for one in colleagues]
        self.fields["user"].choices = [("", gettext("Nobody of ours")), *named]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Somebody leaves the team."""

    on = DayField(label=gettext_lazy("First day without"))
