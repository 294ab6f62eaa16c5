"""The forms that send a table and say which of its columns is which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from campanello.core.access import landlords_with, may, projects_with
from campanello.core.actor import Actor
from campanello.core.importing import Shape
from campanello.homes.queries import places
from campanello.homes.services.tables import TABLES

MOST_MEGABYTES = 50
LANDLORD = "landlord"
NOT_USED = ""
SHOWN, LONGEST_SHOWN = 3, 40


class SendForm(forms.Form):
    """Which table it is, for whom, and the file."""

    table = forms.ChoiceField(label=gettext_lazy("Table"))
    place = forms.ChoiceField(label=gettext_lazy("For"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Only for a workbook with several sheets."),
    )

    def __init__(self, actor: Actor, most_rows: int, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._actor = actor
        most = {"megabytes": MOST_MEGABYTES, "rows": number_format(most_rows)}
        self.fields["file"].help_text = (
            gettext(
                "CSV or XLSX, up to %(megabytes)s MB and %(rows)s rows. Its first row holds the columns' names."
            )
            % most
        )
        tables, place = self.fields["table"], self.fields["place"]
        assert isinstance(tables, forms.ChoiceField)
        assert isinstance(place, forms.ChoiceField)
        tables.choices = [
            (name, gettext(one.shape.title)) for name, one in TABLES.items() if may(actor, one.right)
        ]
        place.choices = list(_places(actor))

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MEGABYTES * 1024 * 1024:
            told = gettext("The file is larger than %(megabytes)s MB. Send it in parts.")
            raise forms.ValidationError(told % {"megabytes": MOST_MEGABYTES})
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        place, table = given.get("place", ""), TABLES.get(given.get("table", ""))
        if not place or table is None:
            return given
        given["project"] = None if place == LANDLORD else int(place)
        if place == LANDLORD and not table.is_for_landlords:
            self.add_error("place", gettext("People belong to a project. Choose one."))
        elif place != LANDLORD and given["project"] not in projects_with(self._actor, table.right):
            self.add_error("place", gettext("You can't bring this table into that project. Choose another."))
        return given


def _places(actor: Actor) -> Iterable[tuple[str, str]]:
    seen: dict[int, str] = {}
    for table in TABLES.values():
        for project in places.projects_of(actor, table.right):
            seen[project.pk] = f"{project.code} · {project.title}"
    yield from ((str(key), name) for key, name in seen.items())
    if any(one.is_for_landlords and landlords_with(actor, one.right) for one in TABLES.values()):
        yield LANDLORD, gettext("the dwellings of my organisation")


class MatchForm(forms.Form):
    """Which of a file's columns is which of the table's: a field for each column of the file."""

    def __init__(
        self,
        shape: Shape,
        columns: Sequence[str],
        sample: Sequence[Sequence[str]],
        matching: Mapping[str, int],
        *args: Any,
    ) -> None:
        super().__init__(*args)
        self._shape = shape
        proposed = {place: name for name, place in matching.items()}
        choices = [(NOT_USED, gettext("Not used")), *((one.name, _title(one)) for one in shape.columns)]
        for place, column in enumerate(columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column,
                choices=choices,
                required=False,
                initial=proposed.get(place, NOT_USED),
                help_text=_first_values([row[place] for row in sample]),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        matching: dict[str, int] = {}
        for field, name in list(given.items()):
            if not name:
                continue
            if name in matching:
                title = gettext(self._shape.column(name).title)
                self.add_error(field, gettext("Two columns are taken for “%(title)s”.") % {"title": title})
            matching[name] = int(field.removeprefix("column-"))
        given["matching"] = matching
        for column in self._shape.columns:
            if column.is_required and column.name not in matching:
                told = {"title": gettext(column.title)}
                self.add_error(None, gettext("Say which column is “%(title)s”.") % told)
        return given


def _title(column: Any) -> str:
    title = gettext(column.title)
    return gettext("%(title)s (needed)") % {"title": title} if column.is_required else title


def _first_values(cells: Iterable[str]) -> SafeString:
    """Some cells of a column, for the eye to tell what it holds."""
    shown = [cell[:LONGEST_SHOWN] for cell in cells if cell][:SHOWN]
    return format_html_join(" · ", "<bdi>{}</bdi>", ((cell,) for cell in shown))
