"""The forms of pacts: what may be written; the rules say whether it may be so."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.core.edges import say
from campanello.core.errors import DomainError
from campanello.plans.rules import pacts as rules
from campanello.plans.rules.pacts import LONGEST
from campanello.plans.rules.values import PACT_KINDS, REVIEW_JUDGEMENTS
from campanello.staff.homes.forms import DayField, in_words, named, people
from campanello.staff.plans.plans.forms import PaperForm, ScreenForm


class ShareField(forms.CharField):
    """A part of the allowance as people write it; an exact part once it is clean."""

    def __init__(self, **given: Any) -> None:
        attrs = {"autocomplete": "off", "dir": "ltr"}
        super().__init__(max_length=12, widget=forms.TextInput(attrs=attrs), **given)

    def clean(self, value: Any) -> Any:
        """The part.

        Raises:
            ValidationError: It is none.
        """
        try:
            return rules.share(super().clean(value))
        except DomainError as error:
            raise forms.ValidationError(say(error, get_language())) from error


class TermsForm(forms.Form):
    """What a pact says."""

    gets = forms.CharField(
        label=gettext_lazy("What one gets"),
        max_length=LONGEST["gets"],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("In the words one would say to the person."),
    )
    gives = forms.CharField(
        label=gettext_lazy("What one gives"),
        max_length=LONGEST["gives"],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    hours_to_give = forms.IntegerField(
        label=gettext_lazy("Hours to give in all"), min_value=0, max_value=1000, initial=0
    )
    share = ShareField(
        label=gettext_lazy("Share of the allowance to the arrears"),
        help_text=gettext_lazy("1/3, 25% or 0. Free to agree; a third is what is usual."),
    )


class NewTermsForm(TermsForm):
    """New terms, from when, and why."""

    starts_on = DayField(
        label=gettext_lazy("They hold from"),
        help_text=gettext_lazy("No sooner than both sides have signed; until then the old terms hold."),
    )
    reason = forms.CharField(label=gettext_lazy("Why they change"), max_length=LONGEST["reason"])


class DraftForm(TermsForm):
    """A pact that nobody has signed."""

    title = forms.CharField(
        label=gettext_lazy("Name of the pact"),
        max_length=LONGEST["title"],
        required=False,
        help_text=gettext_lazy("By which the team knows it."),
    )
    creditor = forms.TypedChoiceField(
        label=gettext_lazy("To whom rent is owed"), coerce=int, empty_value=None, required=False
    )
    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(
        label=gettext_lazy("First day after it"),
        required=False,
        help_text=gettext_lazy("Empty: it runs until it is ended."),
    )
    field_order: Any = (
        "title",
        "gets",
        "gives",
        "hours_to_give",
        "share",
        "creditor",
        "starts_on",
        "ends_on",
    )

    def __init__(self, *args: Any, creditors: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["creditor"].choices = named(creditors, empty=gettext("Nobody"))  # type: ignore[attr-defined]


class NewPactForm(DraftForm):
    """A pact is written down; its number is made with the form, so that it is kept once."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of pact"), choices=lambda: in_words(PACT_KINDS))
    plan = forms.TypedChoiceField(
        label=gettext_lazy("Plan"),
        coerce=str,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Only a pact of a plan has a share of its allowance."),
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who else makes it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("kind", "people", "plan", *DraftForm.field_order, "uid")

    def __init__(self, *args: Any, ground: Any, scope: str, **given: Any) -> None:
        initial = {
            "uid": uuid4(),
            "share": str(ground.share),
            "creditor": ground.creditor.pk if ground.creditor else None,
            "plan": str(ground.plans[0].uid) if ground.plans else "",
        }
        initial |= given.pop("initial", {})
        super().__init__(*args, creditors=ground.creditors, initial=initial, **given)
        plans = [("", gettext("None")), *((str(one.uid), one.code) for one in ground.plans)]
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]
        self.fields["people"].choices = people(ground.companions)  # type: ignore[attr-defined]
        if scope != "group":
            del self.fields["people"]


class _Sides(forms.Form):
    """Whose signature it is, of those that are missing."""

    who = forms.ChoiceField(label=gettext_lazy("Who signs"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sides: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["who"].choices = sides  # type: ignore[attr-defined]
        self.order_fields(["who"])
        if sides:
            self.fields["who"].initial = sides[0][0]


class SignOnScreenForm(_Sides, ScreenForm):
    """A side signs on the screen, drawn or by the keyboard."""

    field_order = ("who",)
    has_agreed = forms.BooleanField(label=gettext_lazy("I have read the pact and agree"), required=False)


class SignedOnPaperForm(_Sides, PaperForm):
    """A side has signed on paper."""

    field_order = ("who",)


class ReviewForm(forms.Form):
    """A review that was held."""

    held_on = DayField(label=gettext_lazy("Held on"))
    judgement = forms.ChoiceField(
        label=gettext_lazy("How the pact was kept"),
        choices=lambda: in_words(REVIEW_JUDGEMENTS),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class GiveForm(forms.Form):
    """Time that was given; its number is made with the form."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))
    day = DayField(label=gettext_lazy("On"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=1440)
    what = forms.CharField(label=gettext_lazy("What was done"), max_length=200)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, givers: Iterable[Any], **given: Any) -> None:
        initial = {"uid": uuid4()} | given.pop("initial", {})
        super().__init__(*args, **{"initial": initial, **given})
        self.fields["person"].choices = people(givers)  # type: ignore[attr-defined]


class TakeOverForm(forms.Form):
    """Rows of the lab's registers to be taken over."""

    attendances = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What the lab's signed registers show"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rows: Iterable[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["attendances"].choices = list(rows)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """A pact ends."""

    is_broken = forms.TypedChoiceField(
        label=gettext_lazy("How it ends"),
        coerce=lambda text: text == "broken",
        choices=lambda: [
            ("ended", gettext("It has done its work, or runs out")),
            ("broken", gettext("It is broken off")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST["reason"])
