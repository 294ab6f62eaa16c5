"""The forms of the pages about households: shapes and choices; what may be is decided by the rules."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campanello.people.queries.households import Composition, Member
from campanello.people.rules import values
from campanello.people.rules.consents import LONGEST_SKILL
from campanello.people.services.households import Place

ROLE = "role-"
STAYS = ""


class Day(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


def roles(but: str = "") -> list[tuple[str, str]]:
    """The roles in a household, in the reader's language."""
    return [(role, gettext(text)) for role, text in values.MEMBER_ROLES.items() if role != but]


def kinds() -> list[tuple[str, str]]:
    """The kinds of household, in the reader's language."""
    return [(kind, gettext(text)) for kind, text in values.HOUSEHOLD_KINDS.items()]


class MembersForm(forms.Form):
    """A form about those members of a household whom the reader may see."""

    def __init__(self, *args: Any, composition: Composition, **given: Any) -> None:
        self.members = [one for one in composition.members if one.uid]
        super().__init__(*args, **given)

    def named(self, nobody: str = "") -> list[tuple[str, str]]:
        """The members to choose from, after a choice of nobody."""
        none = [("", nobody)] if nobody else []
        return none + [(str(one.uid), f"{one.name} ({gettext(one.role_name)})") for one in self.members]

    def role_field(self, member: Member) -> str:
        """The name of a member's field of role."""
        return f"{ROLE}{member.uid}"

    def uid(self, name: str) -> UUID | None:
        """The person chosen in a field; None where nobody was."""
        chosen = self.cleaned_data[name]
        return UUID(chosen) if chosen else None


class MoveInForm(forms.Form):
    """Somebody comes in."""

    role = forms.ChoiceField(label=_("Role in this household"))
    on = Day(label=_("First day"))
    ends_on = Day(
        label=_("First day out, if it is over"),
        required=False,
        help_text=_("Leave it empty when the person lives here now."),
    )
    leaves = forms.BooleanField(
        label=_("Leaves the household where they are now, on the same day"), required=False
    )

    def __init__(self, *args: Any, is_elsewhere: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        cast("forms.ChoiceField", self.fields["role"]).choices = [
            ("", gettext("Choose one")),
            *roles(but="head"),
        ]
        if not is_elsewhere:
            del self.fields["leaves"]


class FirstForm(MoveInForm):
    """The first member of a household: its reference person."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        cast("forms.ChoiceField", self.fields["role"]).choices = [one for one in roles() if one[0] == "head"]


class OpenForm(forms.Form):
    """A new household of one person, who is its reference person."""

    kind = forms.ChoiceField(label=_("Kind of household"))
    on = Day(label=_("First day"))
    leaves = forms.BooleanField(
        label=_("Leaves the household of this kind where they are now, on the same day"), required=False
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        cast("forms.ChoiceField", self.fields["kind"]).choices = kinds()


class MoveOutForm(MembersForm):
    """Somebody leaves."""

    person = forms.ChoiceField(label=_("Who leaves"))
    on = Day(
        label=_("From which day are they out"),
        help_text=_("The day of arrival strikes the stay out, for when it was written by mistake."),
    )
    new_head = forms.ChoiceField(
        label=_("Who is the reference person then"),
        required=False,
        help_text=_("Only when the reference person leaves and others stay."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        cast("forms.ChoiceField", self.fields["person"]).choices = self.named()
        cast("forms.ChoiceField", self.fields["new_head"]).choices = self.named(gettext("No change"))


class RolesForm(MembersForm):
    """Members get other roles."""

    on = Day(label=_("From which day"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for member in self.members:
            self.fields[self.role_field(member)] = forms.ChoiceField(
                label=member.name, choices=roles(), initial=member.role
            )

    def changed(self) -> dict[UUID, str]:
        """The roles that differ from what they are, by person."""
        wanted = {one: self.cleaned_data[self.role_field(one)] for one in self.members}
        return {one.uid: role for one, role in wanted.items() if one.uid and role != one.role}


class SplitForm(MembersForm):
    """Some members form a household of their own."""

    on = Day(label=_("From which day"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        stays = [(STAYS, gettext("Stays here"))]
        goes = [(role, gettext("Goes, as: %(role)s") % {"role": text}) for role, text in roles()]
        for member in self.members:
            self.fields[self.role_field(member)] = forms.ChoiceField(
                label=member.name, choices=stays + goes, required=False
            )
        self.fields["new_head"] = forms.ChoiceField(
            label=gettext("Reference person of those who stay"),
            choices=self.named(gettext("No change")),
            required=False,
            help_text=gettext("Only when the reference person goes."),
        )

    def places(self) -> list[Place]:
        """Who goes, each with the role in the new household."""
        wanted = {one.uid: self.cleaned_data[self.role_field(one)] for one in self.members}
        return [Place(uid, role) for uid, role in wanted.items() if uid and role]


class DayForm(forms.Form):
    """A day from which something holds."""

    on = Day(label=_("From which day"))


class EditForm(forms.Form):
    """What a household itself says."""

    note = forms.CharField(
        label=_("Note for colleagues"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_in_charge = forms.BooleanField(label=_("The social service follows this household"), required=False)


class ConsentForm(forms.Form):
    """A yes, or a notice handed out."""

    on = Day(label=_("Day"))
    how = forms.ChoiceField(label=_("How"))
    language = forms.ChoiceField(label=_("Language of the text"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        how = [(key, gettext(text)) for key, text in values.HOW_GIVEN.items()]
        cast("forms.ChoiceField", self.fields["how"]).choices = how
        cast("forms.ChoiceField", self.fields["language"]).choices = languages


class SkillForm(forms.Form):
    """Something that a person offers or looks for."""

    direction = forms.ChoiceField(label=_("Offers or looks for"))
    text = forms.CharField(
        label=_("What, in a few words"),
        max_length=LONGEST_SKILL,
        help_text=_("Sewing, minding children, help with Italian. Neighbours read it: no name, no number."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        directions = [(key, gettext(text)) for key, text in values.SKILL_DIRECTIONS.items()]
        cast("forms.ChoiceField", self.fields["direction"]).choices = directions


class MergeForm(forms.Form):
    """Why two records are one."""

    reason = forms.CharField(
        label=_("How do you know that they are one person"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For example: both came with the same document. Colleagues read it if it is ever undone."
        ),
    )


def hidden(cleaned: dict[str, Any]) -> list[tuple[str, str]]:
    """What a form was sent, to be sent again when it is confirmed."""
    return [(name, _plain(value)) for name, value in cleaned.items() if value not in {None, "", False}]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else "on" if value is True else str(value)
