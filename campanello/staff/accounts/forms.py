"""The forms about users: what the list is asked for, who is invited, which role is given."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from campanello.accounts import queries
from campanello.accounts.queries import Asked
from campanello.accounts.rules import BY_HAND, IN_A_PROJECT, STATE_NAMES, Offer
from campanello.accounts.services import Newcomer
from campanello.core.actor import ROLE_NAMES, Actor, Role

USER_NAME = r"^[a-z0-9][a-z0-9._-]{2,59}$"
ANY = ("", gettext_lazy("All"))
SORT_NAMES = {
    "name": gettext_lazy("Name"),
    "username": gettext_lazy("User name"),
    "-last": gettext_lazy("Here last"),
    "-joined": gettext_lazy("Newest first"),
}


def _organisations(actor: Actor) -> list[tuple[str, Any]]:
    return [(str(one.pk), one.name) for one in queries.organisations(actor)]


def _projects(actor: Actor) -> list[tuple[str, Any]]:
    return [(str(one.pk), f"{one.title} ({one.code})") for one in queries.projects(actor)]


def _set(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class FilterForm(forms.Form):
    """Search and filters of the list; what is wrong in the address is passed over."""

    q = forms.CharField(label=gettext_lazy("Name, user name or e-mail"), max_length=100, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    project = forms.ChoiceField(label=gettext_lazy("Project"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "role", [ANY, *((role.value, gettext(name)) for role, name in ROLE_NAMES.items())])
        _set(self, "state", [ANY, *((state.value, gettext(name)) for state, name in STATE_NAMES.items())])
        _set(self, "organisation", [ANY, *_organisations(actor)])
        _set(self, "project", [ANY, *_projects(actor)])
        _set(self, "sort", list(SORT_NAMES.items()))
        self.fields["q"].widget.input_type = "search"
        self.fields["q"].widget.attrs["data-shortcut"] = "search"

    def asked(self) -> Asked:
        """What is asked for, without what is no choice."""
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            text=given.get("q", ""),
            role=given.get("role", ""),
            state=given.get("state", ""),
            organisation=int(given["organisation"]) if given.get("organisation") else None,
            project=int(given["project"]) if given.get("project") else None,
            sort=given.get("sort") or "name",
        )

    @property
    def is_filtered(self) -> bool:
        """Whether the list is less than all."""
        return any(self.data.get(name) for name in ("q", "role", "state", "organisation", "project"))


class RoleForm(forms.Form):
    """A role to be given."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("Whoever manages accounts holds no role that sees people, homes or debts."),
    )
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    project = forms.ChoiceField(
        label=gettext_lazy("Project"),
        required=False,
        help_text=gettext_lazy("For desk, case, employment and coordination; others may leave it empty."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The first day on which the role no longer holds."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = ("", gettext("Choose"))
        _set(self, "role", [choose, *((role.value, gettext(ROLE_NAMES[role])) for role in BY_HAND)])
        _set(self, "organisation", [choose, *_organisations(actor)])
        _set(self, "project", [("", gettext("None")), *_projects(actor)])
        self.fields["starts_on"].initial = on

    def clean(self) -> dict[str, Any]:
        """A role of a project has one."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("role") in IN_A_PROJECT and not given.get("project"):
            self.add_error("project", gettext("This is a role in one project. Choose the project."))
        return given

    def offer(self) -> Offer:
        """The role as the rules know it."""
        given = self.cleaned_data
        return Offer(
            role=Role(given["role"]),
            organisation=int(given["organisation"]),
            project=int(given["project"]) if given["project"] else None,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


class InvitationForm(RoleForm):
    """Whoever is invited, with their first role."""

    field_order = ("name", "username", "email", "language", "way")

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As colleagues read it."), max_length=120
    )
    username = forms.RegexField(
        USER_NAME,
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("To log in: 3 to 60 letters without accents, digits, dots or hyphens."),
        error_messages={
            "invalid": gettext_lazy(
                "Use 3 to 60 small letters without accents, digits, dots or hyphens, and begin with a letter or digit."
            )
        },
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False, max_length=254)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    way = forms.ChoiceField(label=gettext_lazy("How the invitation goes"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "language", list(settings.LANGUAGES))
        _set(self, "way", ways())
        self.fields["language"].initial = settings.LANGUAGE_CODE
        self.fields["way"].initial = ways()[0][0]
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        for name in ("name", "username", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """An e-mail goes somewhere."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("way") == "email" and not given.get("email") and "email" not in self.errors:
            self.add_error(
                "email", gettext("An invitation by e-mail needs an address. Write it, or print a letter.")
            )
        return given

    def newcomer(self) -> Newcomer:
        """Whoever is invited."""
        given = self.cleaned_data
        return Newcomer(given["username"], given["name"], given["email"], given["language"])


class WayForm(forms.Form):
    """How another invitation goes."""

    way = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "way", ways())


def ways() -> list[tuple[str, Any]]:
    """How an invitation can go here: an installation without e-mail prints letters."""
    letter = ("letter", gettext_lazy("A letter to print, with a code for the telephone's camera"))
    return [("email", gettext_lazy("A link by e-mail")), letter] if settings.CAN_EMAIL else [letter]
