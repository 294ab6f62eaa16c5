"""Every error: a stable code, a sentence that helps, in every language, on its page."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from campanello.core import errors
from tests.repo.listing import ROOT
from tools import docs

docs.load_everything()
ERRORS = docs.domain_errors()
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
FAMILY = (errors.Refused, errors.Missing, errors.Denied, errors.Conflict)


def of_code(error: type[errors.DomainError]) -> str:
    return error.code


def of_language(path: Path) -> str:
    return path.parent.parent.name


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


class Anything(dict[str, str]):
    """Facts by any name."""

    def __missing__(self, key: str) -> str:
        return key


def test_there_are_errors_and_each_has_a_code_of_its_own() -> None:
    codes = [error.code for error in ERRORS]
    assert len(codes) >= 4
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", ERRORS, ids=of_code)
def test_a_code_names_the_feature_and_the_fact(error: type[errors.DomainError]) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+", error.code)
    assert issubclass(error, FAMILY)
    assert (error.__doc__ or "").strip()


@pytest.mark.parametrize("error", ERRORS, ids=of_code)
def test_a_sentence_ends_as_one_and_holds_only_named_facts(error: type[errors.DomainError]) -> None:
    assert re.search(r"[.?](?: %\(\w+\)s)?$", error.text)
    assert error.text[0].isupper() or error.text.startswith(("%(", "“%(", "“{%("))
    assert error.text % Anything()


@pytest.mark.parametrize("error", ERRORS, ids=of_code)
def test_an_error_is_on_the_page_of_errors(error: type[errors.DomainError]) -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert f"### `{error.code}`" in page
    assert error.text in page


@pytest.mark.parametrize("path", CATALOGUES, ids=of_language)
def test_every_error_is_said_in(path: Path) -> None:
    found = catalogue(path)
    untold = []
    for error in ERRORS:
        message = found.get(error.text)
        if message is None or not message.string or message.fuzzy:
            untold.append(error.code)
    assert untold == []


def test_italian_is_among_the_languages() -> None:
    assert "it" in [of_language(path) for path in CATALOGUES]
