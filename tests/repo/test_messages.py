"""The catalogues' tool: what it finds in sources, what it keeps when it merges, what it complains of."""

import gettext
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.listing import ROOT
from tools import messages

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from campanello.core.errors import gettext_noop

text = gettext_noop("You offered %(points)s points; " "offer fewer.")
_("Home")
gettext_lazy("Later")
ngettext("%(n)s person", "%(n)s people", 2)
pgettext("month", "May")
_(variable)
"""
TEMPLATE = """{% load i18n %}
<p title="{% translate 'Open the menu' %}" data-x='{"a": "b'>{% trans "It's here" %}</p>
  {% blocktranslate count n=people with owner=site.owner trimmed %}
    {{ n }} home of {{ owner }}
  {% plural %}
      {{ n }} homes of {{ owner }}
  {% endblocktranslate %}
{{ _("Badge")|upper }}{% comment %}{% translate "Never" %}{% endcomment %}
"""
FOUND = {
    ("", "You offered %(points)s points; offer fewer."),
    ("", "Home"),
    ("", "Later"),
    ("", "%(n)s person"),
    ("month", "May"),
    ("", "Open the menu"),
    ("", "It's here"),
    ("", "%(n)s home of %(owner)s"),
    ("", "Badge"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one module and one template, with no catalogue yet."""
    package = tmp_path / "campanello"
    (package / "templates").mkdir(parents=True)
    (package / "module.py").write_text(PYTHON, encoding="utf-8")
    (package / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", package)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    return tmp_path


def catalogue(project: Path, language: str) -> Path:
    return project / "locale" / language / "LC_MESSAGES" / "django.po"


def write(project: Path, language: str, *, instead_of: str, put: str) -> None:
    path = catalogue(project, language)
    text = path.read_text(encoding="utf-8")
    assert instead_of in text
    path.write_text(text.replace(instead_of, put, 1), encoding="utf-8")


def complaints(language: str = "it") -> list[str]:
    return list(messages.complaints_about(language, messages.sources()))


def test_every_text_is_found_and_nothing_else(project: Path) -> None:
    assert set(messages.sources()) == FOUND


def test_a_new_text_is_missing_until_it_is_extracted_and_then_to_translate(project: Path) -> None:
    assert len(complaints()) == len(FOUND)
    assert all(line.startswith("it: missing: ") for line in complaints())
    assert messages.extract() == 0
    assert all(line.startswith("it: not translated: ") for line in complaints())
    assert messages.check() == 1


def test_what_is_translated_is_kept_and_what_is_gone_goes(project: Path) -> None:
    messages.extract()
    write(project, "it", instead_of='msgid "Home"\nmsgstr ""', put='msgid "Home"\nmsgstr "Inizio"')
    module = project / "campanello" / "module.py"
    module.write_text(PYTHON.replace("Later", "Sooner"), encoding="utf-8")
    assert "it: not in the sources: 'Later'" in complaints()
    messages.extract()
    text = catalogue(project, "it").read_text(encoding="utf-8")
    assert 'msgstr "Inizio"' in text
    assert "Later" not in text
    assert 'msgid "Sooner"\nmsgstr ""' in text


def test_extracting_twice_changes_nothing(project: Path) -> None:
    messages.extract()
    first = {language: catalogue(project, language).read_bytes() for language in messages.PLURALS}
    messages.extract()
    assert {language: catalogue(project, language).read_bytes() for language in messages.PLURALS} == first


def test_a_catalogue_names_no_line_no_day_and_no_person(project: Path) -> None:
    messages.extract()
    text = catalogue(project, "ar").read_text(encoding="utf-8")
    assert "nplurals=6" in text
    for unwanted in ("#:", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "@"):
        assert unwanted not in text


OFFER = 'msgid "You offered %(points)s points; offer fewer."\nmsgstr ""'
PEOPLE = 'msgid_plural "%(n)s people"\nmsgstr[0] ""\nmsgstr[1] ""'
WRONG = {
    "a placeholder left out": (OFFER, OFFER[:-1] + 'Offrine meno."', "other placeholders"),
    "a placeholder that is not there": (OFFER, OFFER[:-1] + '%(points)s %(punti)s"', "other placeholders"),
    "a placeholder misspelt": (OFFER, OFFER[:-1] + '%(point)s"', "other placeholders"),
    "one plural form of two": (PEOPLE, PEOPLE.replace('[0] ""', '[0] "%(n)s persona"'), "not translated"),
    "a number left out of the form for many": (
        PEOPLE,
        PEOPLE.replace('[0] ""', '[0] "una persona"').replace('[1] ""', '[1] "persone"'),
        "other placeholders",
    ),
    "a translation that someone doubts": (
        f"#, python-format\n{OFFER}",
        f'#, fuzzy, python-format\n{OFFER[:-1]}%(points)s"',
        "fuzzy",
    ),
}


@pytest.mark.parametrize(("before", "after", "complaint"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(project: Path, before: str, after: str, complaint: str) -> None:
    messages.extract()
    write(project, "it", instead_of=before, put=after)
    identifier = "You offered" if before.find("You offered") >= 0 else "%(n)s person"
    about = [line for line in complaints() if identifier in line]
    assert len(about) == 1
    assert about[0].startswith(f"it: {complaint}: ")


def test_the_form_for_one_may_say_the_number_in_a_word(project: Path) -> None:
    messages.extract()
    told = PEOPLE.replace('[0] ""', '[0] "una persona"').replace('[1] ""', '[1] "%(n)s persone"')
    write(project, "it", instead_of=PEOPLE, put=told)
    assert [line for line in complaints() if "person" in line] == []


def test_a_compiled_catalogue_is_read_by_the_standard_library(project: Path) -> None:
    messages.extract()
    write(project, "ar", instead_of='msgid "Home"\nmsgstr ""', put='msgid "Home"\nmsgstr "البداية"')
    forms = "".join(f'\nmsgstr[{number}] ""' for number in range(6))
    told = "".join(f'\nmsgstr[{number}] "%(n)s #{number}"' for number in range(6))
    write(
        project,
        "ar",
        instead_of=f'msgid_plural "%(n)s people"{forms}',
        put=f'msgid_plural "%(n)s people"{told}',
    )
    assert messages.compile_all() == 0
    arabic = gettext.translation("django", project / "locale", ["ar"])
    assert arabic.gettext("Home") == "البداية"
    said = [arabic.ngettext("%(n)s person", "%(n)s people", count) for count in (0, 1, 2, 3, 11, 100)]
    assert said == [f"%(n)s #{number}" for number in range(6)]


def test_a_catalogue_is_compiled_again_only_when_it_changed(project: Path) -> None:
    messages.extract()
    messages.compile_all()
    compiled = catalogue(project, "it").with_suffix(".mo")
    compiled.write_bytes(b"as it was")
    messages.compile_all()
    assert compiled.read_bytes() == b"as it was"


PLACEHOLDERS = {
    "named ones": ("%(a)s and %(b)d", {"%(a)s", "%(b)d"}),
    "no sign of per cent": ("100 %% of %(a)s", {"%(a)s"}),
    "none": ("Home", set()),
}


@pytest.mark.parametrize(("text", "found"), PLACEHOLDERS.values(), ids=PLACEHOLDERS)
def test_placeholders(text: str, found: set[str]) -> None:
    assert messages.placeholders(text) == found


def test_the_tool_says_how_it_is_used() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "translate"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "extract|compile|check" in done.stderr
