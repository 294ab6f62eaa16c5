"""The forms of schemes, tariffs, creditors' terms and activities' worth."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext, gettext_lazy

from campanello.core.language import LANGUAGES, RIGHT_TO_LEFT, catalogue
from campanello.points.rules import schemes as scheme_rules
from campanello.points.rules.schemes import OFFSET, NewTerms
from campanello.points.rules.tariffs import (
    FIRST_LANGUAGE,
    HOUR,
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_SOURCE,
    MOST_POINTS,
    NAMES,
    NewRate,
)
from campanello.points.rules.values import RATE_UNITS, SCHEMES
from campanello.staff.homes.forms import DayField, in_words, named
from campanello.staff.plans.measures.forms import FundField

SPARE_ROWS = 2
# No rate's code begins with a hyphen.
EARNS_NOTHING = "-"
_NUMBER = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}
_SOURCE = gettext_lazy("The act that says so")


class SchemeForm(forms.Form):
    """A scheme of points."""

    name = forms.CharField(
        label=gettext_lazy("What residents call the points"), max_length=scheme_rules.LONGEST_NAME
    )
    cents_a_point = FundField(
        label=gettext_lazy("What a point is worth, in euros"),
        help_text=gettext_lazy("Once points are out, this stays."),
    )
    budget_points = forms.IntegerField(
        label=gettext_lazy("Budget, in points"),
        min_value=1,
        max_value=scheme_rules.MOST_BUDGET,
        help_text=gettext_lazy("How many may be issued at most, over the whole life."),
    )
    source = forms.CharField(
        label=gettext_lazy("The act that set it up, or changed the budget"), max_length=LONGEST_SOURCE
    )
    starts_on = DayField(label=gettext_lazy("Points are earned from"))
    ends_on = DayField(
        label=gettext_lazy("Nothing is earned any more from"),
        required=False,
        help_text=gettext_lazy("The first day without."),
    )
    payer = forms.CharField(
        label=gettext_lazy("Who pays the landlords"),
        max_length=scheme_rules.LONGEST_PAYER,
        required=False,
        help_text=gettext_lazy("As the bank prints it. Needed once a landlord is paid."),
    )
    payer_iban = forms.CharField(
        label=gettext_lazy("IBAN of the account that pays"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_NUMBER),
    )
    payer_bic = forms.CharField(
        label="BIC",
        max_length=11,
        required=False,
        help_text=gettext_lazy("Found by the IBAN where it is left empty."),
        widget=forms.TextInput(attrs=_NUMBER),
    )


class TermsForm(forms.Form):
    """How a creditor is paid."""

    way = forms.ChoiceField(label=gettext_lazy("How it is paid"), widget=forms.RadioSelect)
    source = forms.CharField(label=gettext_lazy("The creditor's letter or act"), max_length=LONGEST_SOURCE)
    holder = forms.CharField(
        label=gettext_lazy("Whose account it is"),
        max_length=scheme_rules.LONGEST_PAYER,
        required=False,
        help_text=gettext_lazy("Only where the creditor is paid; as its letter says."),
    )
    iban = forms.CharField(label="IBAN", max_length=60, required=False, widget=forms.TextInput(attrs=_NUMBER))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["way"].choices = in_words(SCHEMES)  # type: ignore[attr-defined]


class NewTermsForm(TermsForm):
    """How a creditor is paid, from a day on."""

    creditor = forms.TypedChoiceField(label=gettext_lazy("Creditor"), coerce=int)
    starts_on = DayField(label=gettext_lazy("From"))
    field_order = ("creditor", "way", "source", "holder", "iban", "starts_on")

    def __init__(self, *args: Any, creditors: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["creditor"].choices = named(creditors)  # type: ignore[attr-defined]


class TariffForm(forms.Form):
    """A tariff from a day on: its rates, each a row; a row without a code is left out."""

    starts_on = DayField(label=gettext_lazy("From"))
    source = forms.CharField(label=_SOURCE, max_length=LONGEST_SOURCE)

    def __init__(self, *args: Any, rates: Sequence[NewRate], **given: Any) -> None:
        super().__init__(*args, **given)
        self.rows = len(rates) + SPARE_ROWS
        for row in range(self.rows):
            self._add(row, rates[row] if row < len(rates) else None)

    def _add(self, row: int, rate: NewRate | None) -> None:
        names = rate.names if rate else {}
        self.fields[f"code-{row}"] = forms.CharField(
            label=gettext("Code"),
            max_length=LONGEST_CODE,
            required=False,
            initial=rate.code if rate else "",
            widget=forms.TextInput(attrs=_NUMBER),
        )
        self.fields[f"points-{row}"] = forms.IntegerField(
            label=gettext("Points"),
            min_value=1,
            max_value=MOST_POINTS,
            required=False,
            initial=rate.points if rate else None,
        )
        self.fields[f"unit-{row}"] = forms.ChoiceField(
            label=gettext("Earned"), choices=in_words(RATE_UNITS), initial=rate.unit if rate else HOUR
        )
        for language in LANGUAGES:
            direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
            self.fields[f"name_{language}-{row}"] = forms.CharField(
                label=gettext("Name in %(language)s")
                % {"language": get_language_info(language)["name_local"]},
                max_length=LONGEST_NAME,
                required=False,
                initial=names.get(language, ""),
                widget=forms.TextInput(attrs={"lang": language, "dir": direction}),
            )

    def groups(self) -> list[dict[str, Any]]:
        """The rows' fields, for the page to draw."""
        return [
            {
                "first": [self[f"{name}-{row}"] for name in ("code", "points", "unit", "name_it")],
                "others": [
                    self[f"name_{language}-{row}"] for language in LANGUAGES if language != FIRST_LANGUAGE
                ],
                "is_spare": row >= self.rows - SPARE_ROWS,
                "number": row + 1,
            }
            for row in range(self.rows)
        ]

    def rates(self) -> list[NewRate]:
        """The rows that say something."""
        given = self.cleaned_data
        return [
            NewRate(
                given[f"code-{row}"],
                given[f"unit-{row}"],
                given[f"points-{row}"] or 0,
                {language: given[f"name_{language}-{row}"] for language in LANGUAGES},
            )
            for row in range(self.rows)
            if given[f"code-{row}"] or given[f"points-{row}"] or given[f"name_it-{row}"]
        ]


class WorthForm(forms.Form):
    """By which rate an activity earns from a day on."""

    code = forms.ChoiceField(label=gettext_lazy("Rate"), widget=forms.RadioSelect)
    starts_on = DayField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy(
            "Sessions from this day on earn by it, also those that are signed but not awarded."
        ),
    )

    def __init__(self, *args: Any, rates: Iterable[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["code"].choices = [*rates, (EARNS_NOTHING, gettext("It earns nothing"))]  # type: ignore[attr-defined]


def with_names(rates: Sequence[NewRate]) -> list[NewRate]:
    """The proposed rates with their names in all languages."""
    return [
        NewRate(
            one.code,
            one.unit,
            one.points,
            {language: catalogue(language).gettext(NAMES[one.code]) for language in LANGUAGES},
        )
        for one in rates
    ]


def terms_of(given: Mapping[str, Any]) -> NewTerms:
    """What a form says of a creditor's terms."""
    is_offset = given["way"] == OFFSET
    account = {"holder": "", "iban": ""} if is_offset else {"holder": given["holder"], "iban": given["iban"]}
    return NewTerms(way=given["way"], source=given["source"], starts_on=given["starts_on"], **account)
