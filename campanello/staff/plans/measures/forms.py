"""The form of a measure: titles by language, days, requirements, funds."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, get_language_info, gettext, gettext_lazy

from campanello.core.edges import say
from campanello.core.errors import DomainError
from campanello.core.language import LANGUAGES, RIGHT_TO_LEFT
from campanello.plans.rules.funds import fund_cents
from campanello.plans.rules.measures import FIRST_LANGUAGE, LONGEST_CODE, LONGEST_TITLE
from campanello.staff.homes.forms import DayField, named

TITLE = "title_"
SETS = {
    "regional": gettext_lazy("Regional call"),
    "prolorenteggio": gettext_lazy("ProLorenteggio"),
    "bollate": gettext_lazy("Bollate"),
}


class FundField(forms.CharField):
    """A fund in euros as people write it; cents once it is clean."""

    def __init__(self, **given: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attrs), **given)

    def clean(self, value: Any) -> Any:
        """The cents.

        Raises:
            ValidationError: It is no amount.
        """
        try:
            return fund_cents(super().clean(value))
        except DomainError as error:
            raise forms.ValidationError(say(error, get_language())) from error


class MeasureForm(forms.Form):
    """A measure as it is changed."""

    requirement_set = forms.ChoiceField(label=gettext_lazy("Requirements"))
    opens_on = DayField(label=gettext_lazy("Opens on"))
    closes_on = DayField(
        label=gettext_lazy("Closed from"),
        required=False,
        help_text=gettext_lazy("The first day on which nobody can apply any more."),
    )
    is_public = forms.BooleanField(label=gettext_lazy("One can apply on line"), required=False)
    is_evaluated = forms.BooleanField(
        label=gettext_lazy("Its plans count in the programme's evaluation"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Take the tick away where another fund pays."),
    )
    services_cents = FundField(label=gettext_lazy("Fund for services, in euros"))
    allowance_cents = FundField(label=gettext_lazy("Fund for allowances, in euros"))

    def __init__(self, *args: Any, sets: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["requirement_set"].choices = [  # type: ignore[attr-defined]
            (code, str(SETS.get(code, code))) for code in sets
        ]
        for language in LANGUAGES:
            self.fields[TITLE + language] = _title(language)
        self.order_fields([*(["code", "project"] if "code" in self.fields else []), *map(_named, LANGUAGES)])


def measure_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of a measure, its titles put together; fields that were left as saved are not in it."""
    titles = {name.removeprefix(TITLE): text for name, text in given.items() if name.startswith(TITLE)}
    return {name: value for name, value in given.items() if not name.startswith(TITLE)} | {"titles": titles}


class NewMeasureForm(MeasureForm):
    """A new measure."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=LONGEST_CODE,
        help_text=gettext_lazy("It stands in addresses and tables, and stays: lorenteggio-2026."),
    )
    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)

    def __init__(self, *args: Any, projects: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["project"].choices = named(projects)  # type: ignore[attr-defined]


def initial_of(measure: Any) -> Mapping[str, Any]:
    """A measure as the form begins with it."""
    first = {
        name: getattr(measure, name)
        for name in ("requirement_set", "opens_on", "closes_on", "is_public", "is_evaluated")
    }
    funds = {
        name: f"{getattr(measure, name) // 100},{getattr(measure, name) % 100:02}"
        for name in ("services_cents", "allowance_cents")
    }
    return first | funds | {TITLE + language: title for language, title in measure.titles.items()}


def _named(language: str) -> str:
    return TITLE + language


def _title(language: str) -> forms.CharField:
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    told = gettext("Title in %(language)s") % {"language": get_language_info(language)["name_local"]}
    return forms.CharField(
        label=told,
        max_length=LONGEST_TITLE,
        required=language == FIRST_LANGUAGE,
        widget=forms.TextInput(attrs={"lang": language, "dir": direction}),
    )
