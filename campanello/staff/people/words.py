"""What a person's facts are called on the pages: values, sentences and changes in the reader's language."""

from datetime import date
from typing import Any, cast

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.core.errors import DomainError
from campanello.people.rules import codes, facts, values, world
from campanello.people.rules.codes import Sentence
from campanello.people.rules.person import FIELD_NAMES

PART_NAMES = {
    "person": facts.PERSON_PART,
    "basic": facts.PERSON_PART,
    "residence": facts.RESIDENCE_PART,
    **facts.PART_NAMES,
}
# Which list a column's values are of, by part.
_LISTS: dict[tuple[str, str], dict[str, str]] = {
    ("person", "sex"): values.SEXES,
    ("person", "education"): values.EDUCATION,
    ("codes", "kind"): values.CODE_KINDS,
    ("codes", "reason"): values.WHY_LOCAL,
    ("contacts", "kind"): values.CONTACT_KINDS,
    ("employment", "status"): values.EMPLOYMENT,
    ("permits", "kind"): values.PERMIT_KINDS,
    ("special", "kind"): values.SPECIAL_KINDS,
}


def told(sentence: Sentence) -> str:
    """A sentence with its facts, in the reader's language; a fact may be a day or itself a sentence."""
    text, given = sentence
    return gettext(text) % {name: _fact(value) for name, value in given.items()}


def said(error: DomainError) -> str:
    """An error's sentence in the reader's language."""
    return told((error.text, error.facts))


def label(listed: dict[str, str], name: str) -> str:
    """What a field of a list of names is called, looked up when it is shown."""
    return cast("str", gettext_lazy(listed[name]))


def day(value: date | None) -> str:
    """A day in figures, the same in every language; nothing where there is none.

    The Arabic short form holds marks of direction, which turn a day around where it stands beside Latin letters.
    """
    return date_format(value, "d/m/Y") if value else ""


def named(listed: dict[str, str], value: str) -> str:
    """A value of a list in the reader's language; not recorded stays nothing."""
    return gettext(listed[value]) if value in listed else value


def country(code: str) -> str:
    """A country's name in the reader's language."""
    if code == world.STATELESS:
        return gettext(world.STATELESS_NAME)
    return world.country_name(code, reader())


def language(code: str) -> str:
    """A language's name in the reader's language."""
    return world.language_name(code, reader())


def reader() -> str:
    """The reader's language."""
    return get_language() or "it"


def field_name(part: str, field: str) -> str:
    """What a field or column is called."""
    names = FIELD_NAMES if part in {"person", "basic", "residence"} else facts.FACT_NAMES
    return gettext(names.get(field, field))


def shown(part: str, field: str, value: Any) -> str:
    """A stored value as it is read: days, yes and no, values of lists, countries; a dash where nothing is recorded."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if field.endswith("_on"):
        return day(value if isinstance(value, date) else parse_date(str(value)))
    if field == "basis":
        return named(values.BASES, value)
    if (part, field) == ("citizenships", "country"):
        return country(value)
    if (part, field) == ("languages", "code"):
        return language(value)
    return named(_LISTS.get(("person" if part in {"basic", "residence"} else part, field), {}), str(value))


def code_shown(kind: str, value: str) -> str:
    """A code in groups."""
    return codes.spaced(kind, value)


def _fact(value: Any) -> Any:
    if isinstance(value, tuple):
        return told(value)
    return day(value) if isinstance(value, date) else value
