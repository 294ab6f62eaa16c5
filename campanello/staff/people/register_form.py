"""The form of a new person: names first, the rest as far as there is time."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from campanello.core.edges import today
from campanello.core.errors import DomainError
from campanello.people.rules import values
from campanello.people.rules.codes import (
    CodeCheckFails,
    CodeOfWrongLength,
    CodeWithWrongCharacter,
    NoCode,
)
from campanello.people.rules.facts import (
    InTheFuture,
    NewCitizenship,
    NewCode,
    NewContact,
    NewEmployment,
    NewLanguage,
    NotAnEmail,
    NotATelephone,
    TooLongAgo,
    WayNotSaid,
)
from campanello.people.rules.person import FIELD_NAMES, Details, PersonFacts
from campanello.people.services.codes import CodeTaken, ReasonMissing
from campanello.staff.people import words
from campanello.staff.people.forms import BasicForm, choice, countries, languages, municipality, text

LONGEST_SEARCH = 200
MORE = ("other_names", "native_name", "birth_place", "education", "employment", "residence", "note")
_OF_THE_CODE = (CodeCheckFails, CodeOfWrongLength, CodeWithWrongCharacter, NoCode, CodeTaken)
_OF_THE_CONTACT = (NotATelephone, NotAnEmail, WayNotSaid)
_OF_THE_BIRTH = (InTheFuture, TooLongAgo)


def typed(searched: str) -> dict[str, Any]:
    """What was searched for as first values: a code, a telephone, a day, else the names, the family name first."""
    first: dict[str, Any] = {}
    plain = searched.replace(" ", "")
    if re.fullmatch(r"[A-Za-z]{6}[0-9A-Za-z]{10}", plain) and any(one.isdigit() for one in plain):
        return {"code": plain.upper(), "code_kind": "cf"}
    if re.fullmatch(r"\+?[0-9]{6,15}", plain):
        return {"contact": plain, "contact_kind": "phone"}
    names = []
    for word in searched.split():
        if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", word):
            first["born_on"] = "/".join(found.groups())
        elif not any(one.isdigit() for one in word):
            names.append(word[:1].upper() + word[1:])
    return first | {"family_name": " ".join(names[:1]), "given_name": " ".join(names[1:])}


class RegisterForm(BasicForm):
    """Who somebody is, how to reach them, and what else there was time to ask."""

    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)
    code_kind = choice(gettext_lazy("Kind of code"), values.CODE_KINDS)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "hx-post": "",
                "hx-trigger": "change",
                "hx-target": "#code-says",
                "hx-sync": "this:replace",
            }
        ),
        help_text=gettext_lazy(
            "Codice fiscale, STP, ENI. Who has none gets a local code: choose the reason below."
        ),
    )
    why_local = choice(gettext_lazy("No code: why"), values.WHY_LOCAL)
    contact_kind = choice(gettext_lazy("How to reach them"), values.CONTACT_KINDS)
    contact = forms.CharField(
        label=gettext_lazy("Number, address, or which neighbour"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
    has_consent = forms.BooleanField(label=gettext_lazy("They agreed to be contacted so"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language to speak with them"), choices=languages, required=False
    )
    citizenship = forms.ChoiceField(label=gettext_lazy("Citizenship"), choices=countries, required=False)
    has_declined_citizenship = forms.BooleanField(
        label=words.label(FIELD_NAMES, "has_declined_citizenship"), required=False
    )
    employment = choice(gettext_lazy("Work situation today"), values.EMPLOYMENT)
    residence = forms.CharField(
        label=words.label(FIELD_NAMES, "residence_istat"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"list": "municipalities", "autocomplete": "off"}),
    )
    residence_address = text("residence_address", widget=forms.TextInput({"autocomplete": "off"}))
    field_order = (
        *("project", "family_name", "given_name", "sex", "born_on", "has_declined_birth"),
        *("code_kind", "code", "why_local", "contact_kind", "contact", "has_consent"),
        *("language", "citizenship", "has_declined_citizenship"),
    )

    def __init__(
        self, *given: Any, projects: Sequence[Any], municipalities: Mapping[str, str], **more: Any
    ) -> None:
        """`projects`: those that may get to know the person; `municipalities`: names to ISTAT codes."""
        super().__init__(*given, **more)
        self.municipalities = municipalities
        field = self.fields["project"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, one.title) for one in projects]
        if len(projects) == 1:
            field.widget = forms.HiddenInput()
            field.initial = projects[0].pk

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        istat, province = municipality(self, self.municipalities, "")
        given["contact_kind"] = given.get("contact_kind") or ("phone" if given.get("contact") else "")
        return given | {"residence_istat": istat, "residence_province": province}

    def details(self) -> Details:
        """What was said, as the service takes it."""
        given = self.cleaned_data
        own = {name: given[name] for name in PersonFacts.__dataclass_fields__ if name in given}
        if given["citizenship"]:
            own["has_declined_citizenship"] = False
        return Details(
            facts=PersonFacts(**own),
            codes=self._codes(),
            contacts=self._contacts(),
            languages=(NewLanguage(given["language"], is_preferred=True),) if given["language"] else (),
            citizenships=(NewCitizenship(given["citizenship"]),) if given["citizenship"] else (),
            employment=self._employment(today()),
        )

    def field_of(self, error: DomainError) -> str | None:
        """The field that an error is about; None for the form as a whole."""
        for errors, field in (
            (_OF_THE_CODE, "code"),
            (_OF_THE_CONTACT, "contact"),
            (_OF_THE_BIRTH, "born_on"),
            ((ReasonMissing,), "why_local"),
        ):
            if isinstance(error, errors):
                return field
        return None

    def _codes(self) -> tuple[NewCode, ...]:
        given = self.cleaned_data
        if given["code"].strip():
            return (NewCode(given["code_kind"] or "cf", given["code"], given["why_local"]),)
        if given["code_kind"] == "local" or given["why_local"]:
            return (NewCode("local", reason=given["why_local"]),)
        return ()

    def _contacts(self) -> tuple[NewContact, ...]:
        given = self.cleaned_data
        if not given["contact_kind"]:
            return ()
        return (
            NewContact(
                given["contact_kind"], given["contact"], is_preferred=True, has_consent=given["has_consent"]
            ),
        )

    def _employment(self, on: date) -> NewEmployment | None:
        status = self.cleaned_data["employment"]
        return NewEmployment(status, on) if status else None
