"""Content that no honest report has: refused with a sentence, whatever it is, and within bounds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.core.edges import say
from campanello.core.errors import DomainError, Refused
from campanello.evaluation.published import Published, parse
from campanello.evaluation.published.decoding import (
    PublishedNotJson,
    PublishedNotText,
    PublishedTooDeep,
    PublishedTooLarge,
)
from campanello.evaluation.published.reading import PublishedUnreadable

SHARE = {"id": "s", "of": "all", "percent": "50"}
SPLIT = {"id": "s", "of": "all", "percents": {"a": "50"}}
SUM = {"id": "s", "total": "3", "parts": {"a": "1", "b": "2"}}


def figures(**keys: Any) -> str:
    return json.dumps({"counts": {"all": 10, "lab": 6, "plan": 5}, **keys})


NOT_FIGURES: dict[str, tuple[bytes | str, type[Refused]]] = {
    "nothing": ("", PublishedNotJson),
    "only a byte order mark": (b"\xef\xbb\xbf", PublishedNotJson),
    "prose": ("The plan share is 63.1 %.", PublishedNotJson),
    "JSON that breaks off": (figures()[:20], PublishedNotJson),
    "something after the JSON": (figures() + "}", PublishedNotJson),
    "a comma too many": ('{"counts": {},}', PublishedNotJson),
    "Latin-1": ('{"counts": {"età": 1}}'.encode("latin-1"), PublishedNotText),
    "UTF-16": (figures().encode("utf-16"), PublishedNotText),
    "a spreadsheet": (b"PK\x03\x04\x14\x00\x06\x00\xff", PublishedNotText),
    "brackets a hundred thousand deep": ("[" * 100_000, PublishedTooDeep),
    "objects a hundred thousand deep": ('{"a":' * 100_000, PublishedTooDeep),
}


@pytest.mark.parametrize(("content", "error"), NOT_FIGURES.values(), ids=NOT_FIGURES)
def test_what_is_not_json_is_refused(content: bytes | str, error: type[Refused]) -> None:
    with pytest.raises(error):
        parse(content)


def test_the_place_where_json_breaks_is_told() -> None:
    with pytest.raises(PublishedNotJson) as refusal:
        parse('{\n "counts": {"all": 830,, }}')
    assert refusal.value.facts == {"line": 2, "column": 24}


def test_content_of_the_largest_size_is_read_and_not_a_byte_more() -> None:
    content = figures().encode()
    assert parse(content, most_bytes=len(content)).counts["all"] == 10
    with pytest.raises(PublishedTooLarge):
        parse(content, most_bytes=len(content) - 1)


def test_only_the_first_hundred_problems_are_told() -> None:
    with pytest.raises(PublishedUnreadable) as refusal:
        parse(figures(counts={f"n{i}": -1 for i in range(130)}))
    lines = say(refusal.value, "en")
    assert len(lines) == 102
    assert lines[-1].strip() == "There are more: 30."


TOO_MANY: dict[str, tuple[dict[str, Any], str]] = {
    "counts": ({"counts": {f"n{i}": i for i in range(11)}}, "counts has more than 10"),
    "figures in one list": (
        {"shares": [{**SHARE, "id": f"s{i}"} for i in range(11)]},
        "shares has more than 10",
    ),
    "figures over several lists": (
        {
            "shares": [{**SHARE, "id": f"s{i}"} for i in range(8)],
            "sums": [{**SUM, "id": f"t{i}"} for i in range(3)],
        },
        "sums has more than 2",
    ),
    "categories": (
        {"splits": [{**SPLIT, "percents": {f"c{i}": "0" for i in range(501)}}]},
        "splits[0].percents has more than 500",
    ),
}


@pytest.mark.parametrize(("keys", "line"), TOO_MANY.values(), ids=TOO_MANY)
def test_too_many_are_refused(keys: dict[str, Any], line: str) -> None:
    with pytest.raises(PublishedUnreadable) as refusal:
        parse(figures(**keys), most_figures=10)
    assert say(refusal.value, "en")[1].strip().startswith(line)


def test_as_many_as_allowed_are_read() -> None:
    assert (
        len(parse(figures(shares=[{**SHARE, "id": f"s{i}"} for i in range(10)]), most_figures=10).shares)
        == 10
    )


WORDS = st.sampled_from(["", "all", "lab", "50", "1.5", "\u200b", "\ud800", "x" * 101])
KEYS = (
    "id",
    "of",
    "part",
    "count",
    "percent",
    "percents",
    "whole",
    "parts",
    "total",
    "complete",
    "label",
    "a",
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)
TOP_KEYS = ("counts", "title", "unions", "shares", "splits", "sums")


@given(st.dictionaries(st.sampled_from(TOP_KEYS), ANY_JSON))
def test_any_json_is_read_or_refused(keys: dict[str, Any]) -> None:
    answer = read_or_refused(json.dumps({"counts": {"all": 10, "lab": 6}, **keys}))
    assert isinstance(answer, Published) or all(answer)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused(content: bytes) -> None:
    assert isinstance(read_or_refused(content), list)


def read_or_refused(content: bytes | str) -> Published | list[str]:
    """What was read, or the sentences that refuse it; any other error is the test's failure."""
    try:
        return parse(content)
    except DomainError as error:
        return say(error, "en")
