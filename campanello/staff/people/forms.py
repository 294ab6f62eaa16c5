"""The forms about one person. They read shapes, like a date; what may be recorded is the rules' to say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.people.rules import values, world
from campanello.people.rules.facts import (
    FACT_NAMES,
    NewCitizenship,
    NewCode,
    NewContact,
    NewEmployment,
    NewLanguage,
    NewPermit,
    NewSpecialFact,
)
from campanello.people.rules.person import FIELD_NAMES, LONGEST
from campanello.staff.people import words

DAY_FORMATS = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"]
DAY_HELP = gettext_lazy("Day, month, year: 9/11/1983")
NOT_RECORDED = gettext_lazy("Not recorded")


class DayField(forms.DateField):
    """A day as it is typed: no calendar to page through for a birth in 1950."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "text", "autocomplete": "off", "maxlength": 10}
        )
        super().__init__(input_formats=DAY_FORMATS, widget=widget, help_text=DAY_HELP, **given)
        self.error_messages["invalid"] = gettext_lazy("This is no day. Write day, month and year: 9/11/1983.")


def choice(
    label: Any, listed: Mapping[str, str], *, required: bool = False, **more: Any
) -> forms.ChoiceField:
    """A value of a list, in the reader's language at the time the form is drawn; not recorded comes first."""

    def choices() -> list[tuple[str, str]]:
        first = [] if required else [("", str(NOT_RECORDED))]
        return first + [(value, gettext(name)) for value, name in listed.items()]

    return forms.ChoiceField(label=label, choices=choices, required=required, **more)


def text(field: str, **more: Any) -> forms.CharField:
    """A text of a person's own."""
    return forms.CharField(
        label=gettext_lazy(FIELD_NAMES[field]), required=False, max_length=LONGEST[field], **more
    )


def countries() -> list[tuple[str, str]]:
    """The countries in the reader's language; stateless last."""
    names = list(world.country_names(words.reader()).items())
    return [("", str(NOT_RECORDED)), *names, (world.STATELESS, gettext(world.STATELESS_NAME))]


def languages() -> list[tuple[str, str]]:
    """The languages in the reader's language, those most spoken here first."""
    return [("", str(NOT_RECORDED)), *world.language_names(words.reader()).items()]


_NO_FILL = {"autocomplete": "off"}


class BasicForm(forms.Form):
    """A person's own fields but for the residence."""

    family_name = text("family_name", widget=forms.TextInput(_NO_FILL))
    given_name = text("given_name", widget=forms.TextInput(_NO_FILL))
    other_names = text("other_names", help_text=gettext_lazy("Maiden or former name, what they are called."))
    native_name = text("native_name", widget=forms.TextInput(_NO_FILL | {"dir": "auto"}))
    sex = choice(words.label(FIELD_NAMES, "sex"), values.SEXES)
    born_on = DayField(label=words.label(FIELD_NAMES, "born_on"), required=False)
    has_declined_birth = forms.BooleanField(
        label=words.label(FIELD_NAMES, "has_declined_birth"), required=False
    )
    birth_place = text("birth_place", help_text=gettext_lazy("Municipality, or the country if abroad."))
    education = choice(words.label(FIELD_NAMES, "education"), values.EDUCATION)
    note = text(
        "note",
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy(
            "What every colleague should know first. The person may read it. No health facts."
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("born_on") and given.get("has_declined_birth"):
            given["has_declined_birth"] = False
        return given


class ResidenceForm(forms.Form):
    """Where a person is registered."""

    residence = forms.CharField(
        label=words.label(FIELD_NAMES, "residence_istat"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"list": "municipalities", "autocomplete": "off"}),
        help_text=gettext_lazy("Begin to type and choose: Mantova (MN). Outside Lombardy leave it empty."),
    )
    residence_province = text(
        "residence_province", help_text=gettext_lazy("Two letters: MN. For who lives outside Lombardy.")
    )
    residence_address = text("residence_address", widget=forms.TextInput(_NO_FILL))

    def __init__(self, *given: Any, municipalities: Mapping[str, str], **more: Any) -> None:
        """`municipalities`: each one's name with its province, to its ISTAT code."""
        self.municipalities = municipalities
        super().__init__(*given, **more)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        istat, province = municipality(self, self.municipalities, given.get("residence_province", ""))
        return {
            "residence_istat": istat,
            "residence_province": province,
            "residence_address": given.get("residence_address", ""),
        }


def municipality(form: forms.Form, known: Mapping[str, str], province: str) -> tuple[str, str]:
    """The ISTAT code and province of the municipality that was typed; the form is told when there is no such one."""
    written = " ".join(form.cleaned_data.get("residence", "").split())
    if not written:
        return "", province
    folded = written.casefold()
    found = [name for name in known if folded in {name.casefold(), name.rsplit(" (", 1)[0].casefold()}]
    if len(found) != 1:
        form.add_error(
            "residence", gettext("No municipality of Lombardy has this name. Choose one of the list.")
        )
        return "", province
    return known[found[0]], found[0][-3:-1]


class ContactChange(forms.Form):
    """What may be changed of a way to reach somebody."""

    note = forms.CharField(label=words.label(FACT_NAMES, "note"), required=False, max_length=200)
    is_preferred = forms.BooleanField(
        label=gettext_lazy("This is how they prefer to be reached"), required=False
    )
    has_consent = forms.BooleanField(label=words.label(FACT_NAMES, "has_consent"), required=False)


class ContactForm(ContactChange):
    """A new way to reach somebody."""

    kind = choice(words.label(FACT_NAMES, "kind"), values.CONTACT_KINDS, required=True)
    value = forms.CharField(
        label=gettext_lazy("Number, address, or which neighbour"),
        required=False,
        max_length=200,
        widget=forms.TextInput(_NO_FILL | {"dir": "auto"}),
    )
    field_order = ("kind", "value", "note")

    def fact(self) -> NewContact:
        return NewContact(**self.cleaned_data)


class LanguageChange(forms.Form):
    """What may be changed of a language."""

    is_spoken = forms.BooleanField(label=words.label(FACT_NAMES, "is_spoken"), required=False, initial=True)
    is_read = forms.BooleanField(label=words.label(FACT_NAMES, "is_read"), required=False)
    is_preferred = forms.BooleanField(
        label=gettext_lazy("This is the language to speak with them"), required=False
    )


class LanguageForm(LanguageChange):
    """A language."""

    code = forms.ChoiceField(label=words.label(FACT_NAMES, "code"), choices=languages)
    field_order = ("code",)

    def fact(self) -> NewLanguage:
        return NewLanguage(**self.cleaned_data)


class CitizenshipChange(forms.Form):
    """What may be changed of a citizenship."""

    basis = choice(words.label(FACT_NAMES, "basis"), values.BASES, required=True)
    is_first = forms.BooleanField(
        label=words.label(FACT_NAMES, "is_first"),
        required=False,
        help_text=gettext_lazy("Where one citizenship is counted, it is this one."),
    )


class CitizenshipForm(CitizenshipChange):
    """A citizenship."""

    country = forms.ChoiceField(label=words.label(FACT_NAMES, "country"), choices=countries)
    field_order = ("country",)

    def fact(self) -> NewCitizenship:
        return NewCitizenship(**self.cleaned_data)


class CodeForm(forms.Form):
    """An identity code."""

    kind = choice(words.label(FACT_NAMES, "kind"), values.CODE_KINDS, required=True)
    text = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("Empty for a local code: it is made here."),
    )
    reason = choice(gettext_lazy("For a local code: why there is no other"), values.WHY_LOCAL)
    basis = choice(words.label(FACT_NAMES, "basis"), values.BASES, required=True)

    def fact(self) -> NewCode:
        return NewCode(**self.cleaned_data)


class EmploymentChange(forms.Form):
    """What may be corrected of a work situation."""

    status = choice(words.label(FACT_NAMES, "status"), values.EMPLOYMENT, required=True)
    basis = choice(words.label(FACT_NAMES, "basis"), values.BASES, required=True)


class EmploymentForm(EmploymentChange):
    """A work situation from a day on."""

    starts_on = DayField(label=words.label(FACT_NAMES, "starts_on"))
    field_order = ("status", "starts_on")

    def fact(self) -> NewEmployment:
        return NewEmployment(**self.cleaned_data)


class PermitForm(forms.Form):
    """A residence permit, new or changed."""

    kind = choice(words.label(FACT_NAMES, "kind"), values.PERMIT_KINDS, required=True)
    number = forms.CharField(
        label=words.label(FACT_NAMES, "number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(_NO_FILL),
    )
    issued_on = DayField(label=words.label(FACT_NAMES, "issued_on"), required=False)
    expires_on = DayField(label=words.label(FACT_NAMES, "expires_on"), required=False)
    renewal_asked_on = DayField(label=words.label(FACT_NAMES, "renewal_asked_on"), required=False)

    def fact(self) -> NewPermit:
        return NewPermit(**self.cleaned_data)


class SpecialChange(forms.Form):
    """What may be changed of a fact of a special category."""

    basis = choice(words.label(FACT_NAMES, "basis"), values.BASES, required=True)
    detail = forms.CharField(
        label=words.label(FACT_NAMES, "detail"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Only what the work needs."),
    )


class SpecialForm(SpecialChange):
    """A fact of a special category, or that there is none or no answer."""

    kind = choice(words.label(FACT_NAMES, "kind"), values.SPECIAL_KINDS, required=True)
    starts_on = DayField(label=words.label(FACT_NAMES, "starts_on"))
    field_order = ("kind", "starts_on")

    def fact(self) -> NewSpecialFact:
        return NewSpecialFact(**self.cleaned_data)


class EndForm(forms.Form):
    """The day from which something holds no more."""

    ends_on = DayField(label=gettext_lazy("It holds no more from"))


class TakeBackForm(forms.Form):
    """Why something was recorded in error."""

    why = forms.CharField(label=gettext_lazy("Why it was recorded in error"), max_length=200)


def initial_day(on: date) -> str:
    """Today, as the day fields are filled."""
    return on.strftime("%d/%m/%Y")


class NothingForm(forms.Form):
    """Nothing to fill in: pressing the button says it all."""
