"""The forms of messages: a text by language, a subject, a channel."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from campanello.core.language import RIGHT_TO_LEFT
from campanello.lab.rules.messages import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    LONGEST_TITLE,
    OFFICIAL,
    PLACEHOLDERS,
)
from campanello.lab.rules.values import LANGUAGES, MESSAGE_CHANNELS
from campanello.staff.homes.forms import in_words, named

TEXT = "text_"


class TextsForm(forms.Form):
    """A text in each of the languages; Italian is needed, the others are there for who speaks them."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        names = dict(settings.LANGUAGES)
        known = ", ".join(f"{{{one}}}" for one in sorted(PLACEHOLDERS))
        told = gettext("Filled in for each: %(known)s.") % {"known": known}
        for code in LANGUAGES:
            attrs = {"rows": 4, "lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
            self.fields[f"{TEXT}{code}"] = forms.CharField(
                label=gettext("Text (%(language)s)") % {"language": gettext(str(names.get(code, code)))},
                required=code == OFFICIAL,
                max_length=LONGEST_TEXT,
                help_text=told if code == OFFICIAL else "",
                widget=forms.Textarea(attrs=attrs),
            )

    def texts(self) -> dict[str, str]:
        """The texts by language."""
        return {code: self.cleaned_data.get(f"{TEXT}{code}", "") for code in LANGUAGES}


class TemplateForm(TextsForm):
    """A template."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)


class ComposeForm(TextsForm):
    """A message to one or to many; its number is made with the form, so that it is prepared once."""

    project = forms.TypedChoiceField(label=gettext_lazy("In the name of"), coerce=int)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Subject of e-mails"),
        max_length=LONGEST_SUBJECT,
        required=False,
        help_text=gettext_lazy("Names nobody: others may read it on the way."),
    )
    template = forms.IntegerField(required=False, widget=forms.HiddenInput)
    batch = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, projects: Iterable[Any], **given: Any) -> None:
        given["initial"] = {"batch": uuid4(), **given.get("initial", {})}
        super().__init__(*args, **given)
        self.fields["project"].choices = named(projects)  # type: ignore[attr-defined]
        channels = [("", gettext("As each prefers and agreed to")), *in_words(MESSAGE_CHANNELS)]
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        self.order_fields([f"{TEXT}{OFFICIAL}", "subject", "channel", "project"])


def as_initial(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts by language as the forms' fields."""
    return {f"{TEXT}{code}": text for code, text in texts.items()}
