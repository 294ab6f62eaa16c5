"""The forms of letters: texts in six languages, and whom a batch is for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.core.language import RIGHT_TO_LEFT
from campanello.letters.rules.batches import ARREARS, WHOM, Chosen
from campanello.letters.rules.values import KINDS, LANGUAGES, OFFICIAL
from campanello.letters.rules.writing import LONGEST_BODY, LONGEST_TITLE, Text
from campanello.staff.homes.forms import DayField, EuroField, in_words

SPOKEN = {
    "it": gettext_lazy("Italian"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ar": gettext_lazy("Arabic"),
    "ur": gettext_lazy("Urdu"),
    "es": gettext_lazy("Spanish"),
}


class TextsForm(forms.Form):
    """What a letter says in each language; Italian must be there, which the service asks for."""

    def __init__(self, *args: Any, texts: Mapping[str, Text] | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        for code in LANGUAGES:
            told = (texts or {}).get(code) or Text("", "")
            turned = {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
            self.fields[f"title_{code}"] = forms.CharField(
                label=gettext("Title in %(language)s") % {"language": SPOKEN[code]},
                required=code == OFFICIAL,
                max_length=LONGEST_TITLE,
                initial=told.title,
                widget=forms.TextInput(attrs=turned),
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=gettext("Text in %(language)s") % {"language": SPOKEN[code]},
                required=code == OFFICIAL,
                max_length=LONGEST_BODY,
                initial=told.body,
                widget=forms.Textarea(attrs=turned | {"rows": 10}),
            )

    def texts(self) -> dict[str, Text]:
        """What was written, by language."""
        given = self.cleaned_data
        return {code: Text(given[f"title_{code}"], given[f"body_{code}"]) for code in LANGUAGES}

    def by_language(self) -> list[tuple[str, str, Any, Any]]:
        """The fields as the page shows them: code, name of the language, title, text."""
        return [(code, str(SPOKEN[code]), self[f"title_{code}"], self[f"body_{code}"]) for code in LANGUAGES]


class NewTemplateForm(TextsForm):
    """A new template."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)
    sender = forms.TypedChoiceField(label=gettext_lazy("Who writes"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("What it is about"))

    def __init__(self, *args: Any, projects: Iterable[Any], senders: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["project"].choices = [(one.pk, one.title) for one in projects]  # type: ignore[attr-defined]
        self.fields["sender"].choices = [(one.pk, one.name) for one in senders]  # type: ignore[attr-defined]
        self.fields["kind"].choices = in_words(KINDS)  # type: ignore[attr-defined]


class SumField(EuroField):
    """An amount that may be left out, which is nothing."""

    def clean(self, value: Any) -> Any:
        """The cents."""
        return super().clean(value) if (value or "").strip() else 0


class BatchForm(forms.Form):
    """Whom a batch is for, and what is written once for all."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    dated_on = DayField(label=gettext_lazy("Day of the letter"))
    protocol = forms.CharField(label=gettext_lazy("Protocol number"), required=False, max_length=40)
    ufficio = forms.CharField(
        label=gettext_lazy("Where to go and ask"),
        max_length=200,
        help_text=gettext_lazy("Stands where the text has {ufficio}: place, hours, telephone."),
    )
    quando = forms.CharField(
        label=gettext_lazy("When"),
        max_length=120,
        help_text=gettext_lazy("Stands where the text has {quando}."),
    )
    whom = forms.ChoiceField(label=gettext_lazy("Whom it is for"), widget=forms.RadioSelect)
    buildings = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Houses"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen means all of them."),
    )
    activity = forms.TypedChoiceField(
        label=gettext_lazy("Activity"), coerce=int, empty_value=None, required=False
    )
    arrears = forms.ChoiceField(label=gettext_lazy("What they owe"), required=False)
    cents = SumField(label=gettext_lazy("Sum, in euros"), required=False)

    def __init__(
        self,
        *args: Any,
        buildings: Iterable[Any],
        activities: Iterable[Any],
        used: Iterable[str],
        sees_debt: bool,
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        held = list(activities)
        whom = in_words(WHOM) if held else in_words(WHOM)[:1]
        self.fields["whom"].choices = whom  # type: ignore[attr-defined]
        self.fields["buildings"].choices = [(one.pk, str(one)) for one in buildings]  # type: ignore[attr-defined]
        self.fields["activity"].choices = [("", "–"), *((one.pk, str(one)) for one in held)]  # type: ignore[attr-defined]
        self.fields["arrears"].choices = in_words(ARREARS)  # type: ignore[attr-defined]
        gone = {"ufficio", "quando"} - set(used)
        gone |= set() if held else {"activity"}
        gone |= set() if sees_debt else {"arrears", "cents"}
        for name in gone:
            del self.fields[name]

    def chosen(self) -> Chosen:
        """What was chosen, as the rules take it."""
        given = self.cleaned_data
        is_activity = given["whom"] == "activity"
        return Chosen(
            whom=given["whom"],
            buildings=() if is_activity else tuple(given["buildings"]),
            arrears=given.get("arrears", ""),
            cents=given.get("cents", 0),
            activity=given.get("activity") if is_activity else None,
            said={name: given[name] for name in ("ufficio", "quando") if given.get(name)},
        )
