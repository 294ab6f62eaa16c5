"""What is read from a file of published figures, and how each thing that can't be read is named."""

import json
from typing import Any

import pytest

from campanello.core.edges import say
from campanello.evaluation.published import Published, parse
from campanello.evaluation.published.reading import PublishedUnreadable
from campanello.evaluation.published.records import Printed, Share, Split, Sum, Union

CONTRACT = """{"title": "A report", "source": "Its tables",
 "counts":  {"all": 830, "lab": 524, "plan": 485},
 "unions":  [{"whole": "all", "parts": ["lab", "plan"]}],
 "shares":  [{"id": "plan_share", "part": "plan", "of": "all", "percent": "63.1"},
             {"id": "foreign", "of": "all", "percent": "29", "count": 244}],
 "splits":  [{"id": "plan_status", "of": "plan", "complete": true,
              "percents": {"completed": "64.7", "in_progress": "34.5", "withdrawn": "0.8"}}],
 "sums":    [{"id": "enrolments", "total": "69", "parts": {"eligible": "30", "pending": "9", "ineligible": "24"}}]}
"""


def test_the_contracts_example_is_read_whole() -> None:
    assert parse(CONTRACT) == Published(
        counts={"all": 830, "lab": 524, "plan": 485},
        title="A report",
        source="Its tables",
        unions=(Union("all.union", "all", ("lab", "plan")),),
        shares=(
            Share("plan_share", "all", Printed(631, 1), part="plan"),
            Share("foreign", "all", Printed(29), count=244),
        ),
        splits=(
            Split(
                "plan_status",
                "plan",
                ("completed", "in_progress", "withdrawn"),
                (Printed(647, 1), Printed(345, 1), Printed(8, 1)),
                complete=True,
            ),
        ),
        sums=(
            Sum(
                "enrolments",
                Printed(69),
                ("eligible", "pending", "ineligible"),
                (Printed(30), Printed(9), Printed(24)),
            ),
        ),
    )


def figures(**keys: Any) -> str:
    return json.dumps({"counts": {"all": 10, "lab": 6, "plan": 5}, **keys})


READABLE: dict[str, tuple[bytes | str, str]] = {
    "only counts": ('{"counts": {}}', ""),
    "bytes": (CONTRACT.encode(), "A report"),
    "a byte order mark before bytes": (b"\xef\xbb\xbf" + CONTRACT.encode(), "A report"),
    "a byte order mark before pasted text": ("\ufeff" + CONTRACT, "A report"),
    "Windows line ends": (CONTRACT.replace("\n", "\r\n"), "A report"),
    "null where a key may be absent": (figures(title=None, source=None, shares=None, unions=None), ""),
    "blanks and a line break in a title": (figures(title=" Two\n lines\u00a0here "), "Two lines here"),
    "an escape sequence in a title": (figures(title="\x1b[31mred\u202e"), "[31mred"),
}


@pytest.mark.parametrize(("content", "title"), READABLE.values(), ids=READABLE)
def test_it_reads(content: bytes | str, title: str) -> None:
    assert (parse(content).title or "") == title


def test_an_absent_complete_claims_nothing() -> None:
    read = parse(figures(splits=[{"id": "s", "of": "all", "percents": {"a": "10"}}]))
    assert [split.complete for split in read.splits] == [False]


def test_labels_and_sources_go_with_their_figures() -> None:
    read = parse(
        figures(sums=[{"id": "s", "total": "1", "parts": {"a": "1"}, "label": "One", "source": "Table 1"}])
    )
    assert [(one.label, one.source) for one in read.sums] == [("One", "Table 1")]


def test_unions_without_an_id_are_called_after_their_whole() -> None:
    union = {"whole": "all", "parts": ["lab", "plan"]}
    taken = [{"id": "all.union", "of": "all", "percent": "10"}]
    read = parse(figures(unions=[union, {**union, "id": "own"}, union], shares=taken))
    assert [one.id for one in read.unions] == ["all.union.2", "own", "all.union.3"]


COUNT = "{} must be a whole number, 0 or more, without quotes, not {}.".format
NAME = "{} must be a name of 1 to 100 visible characters, without blanks around it, not {}.".format
UNKNOWN = "{} names {}, which isn't among the counts. Add it to them, or correct the name.".format
OBJECT = "{} must be an object, in braces, not {}.".format
TOP = "The file must hold one object, in braces, with the key counts, not {}.".format
PERCENT = (
    'The percentage {} must be its printed digits in quotes, with a point, such as "63.1", not {}.'
).format
AMOUNT = (
    "The number {} must be its digits in quotes, with a point and no separators, "
    'such as "7827051.51", not {}.'
).format
SHARE = {"id": "s", "of": "all", "percent": "50"}
SPLIT = {"id": "s", "of": "all", "percents": {"a": "50"}}
SUM = {"id": "s", "total": "3", "parts": {"a": "1", "b": "2"}}
UNREADABLE: dict[str, tuple[str, list[str]]] = {
    "a list instead of an object": ("[]", [TOP("[]")]),
    "a number": ("63.1", [TOP("63.1")]),
    "no counts": ('{"title": "T"}', ["counts is missing. Add it."]),
    "no counts, and names that can't be known then": (
        json.dumps({"shares": [SHARE]}),
        ["counts is missing. Add it."],
    ),
    "counts as a list": ('{"counts": [830]}', [OBJECT("counts", "[...]")]),
    "a count in quotes": ('{"counts": {"all": "830"}}', [COUNT("counts.all", '"830"')]),
    "a count with a fraction": ('{"counts": {"all": 830.0}}', [COUNT("counts.all", "830.0")]),
    "a count below zero": ('{"counts": {"all": -1}}', [COUNT("counts.all", "-1")]),
    "true for a count": ('{"counts": {"all": true}}', [COUNT("counts.all", "true")]),
    "not a number": ('{"counts": {"all": NaN}}', [COUNT("counts.all", "NaN")]),
    "infinity": ('{"counts": {"all": -Infinity}}', [COUNT("counts.all", "-Infinity")]),
    "a number of thousands of digits": (
        '{"counts": {"all": ' + "9" * 10_000 + "}}",
        [COUNT("counts.all", "9" * 40)],
    ),
    "a key twice": (
        '{"counts": {"all": 1, "all": 1}}',
        ["counts.all stands there more than once. Leave one."],
    ),
    "counts twice": ('{"counts": {}, "counts": {}}', ["counts stands there more than once. Leave one."]),
    "a key that the format doesn't have": (
        figures(share=[]),
        ["share isn't a key of this format. Remove it, or write it as the format does."],
    ),
    "a name that shows nothing": (figures(counts={"\u200b": 2}), [NAME('counts["\\u200b"]', '"\\u200b"')]),
    "an empty name": (figures(counts={"": 2}), [NAME('counts[""]', '""')]),
    "half a character": ('{"counts": {"\\ud800": 2}}', [NAME('counts["\\ud800"]', '"\\ud800"')]),
    "a title that isn't text": (figures(title=5), ["title must be text in quotes, not 5."]),
    "a title with a fraction": (figures(title=5.5), ["title must be text in quotes, not 5.5."]),
    "shares as an object": (figures(shares={}), ["shares must be a list, in square brackets, not {}."]),
    "a share that isn't an object": (figures(shares=["x"]), [OBJECT("shares[0]", '"x"')]),
    "an empty share": (
        figures(shares=[{}]),
        [f"shares[0].{key} is missing. Add it." for key in ("id", "of", "percent")],
    ),
    "a percentage as a number": (
        figures(shares=[{**SHARE, "percent": 63.1}]),
        [PERCENT("shares[0].percent", "63.1")],
    ),
    "a base that isn't among the counts": (
        figures(shares=[{**SHARE, "of": "al"}]),
        [UNKNOWN("shares[0].of", '"al"')],
    ),
    "a part that isn't among the counts": (
        figures(shares=[{**SHARE, "part": "labs"}]),
        [UNKNOWN("shares[0].part", '"labs"')],
    ),
    "a list where a name belongs": (
        figures(shares=[{**SHARE, "of": ["all"]}]),
        [NAME("shares[0].of", "[...]")],
    ),
    "part and count": (
        figures(shares=[{**SHARE, "part": "lab", "count": 6}]),
        ["shares[0] has both part and count. Leave one of them."],
    ),
    "two figures of one id": (
        figures(shares=[SHARE], sums=[SUM]),
        ['sums[0].id is "s", like that of an earlier figure. Give each figure its own.'],
    ),
    "complete in quotes": (
        figures(splits=[{**SPLIT, "complete": "true"}]),
        ['splits[0].complete must be true or false, not "true".'],
    ),
    "no categories": (
        figures(splits=[{**SPLIT, "percents": {}}]),
        ["splits[0].percents needs 1 or more in it."],
    ),
    "categories as a list": (
        figures(splits=[{**SPLIT, "percents": ["50"]}]),
        [OBJECT("splits[0].percents", "[...]")],
    ),
    "a category of two words": (
        figures(splits=[{**SPLIT, "percents": {"in progress": "x"}}]),
        [PERCENT('splits[0].percents["in progress"]', '"x"')],
    ),
    "money with separators": (
        figures(sums=[{**SUM, "total": "7.827.051,51"}]),
        [AMOUNT("sums[0].total", '"7.827.051,51"')],
    ),
    "a union of one part": (
        figures(unions=[{"whole": "all", "parts": ["lab"]}]),
        ["unions[0].parts needs 2 or more in it."],
    ),
    "a union that names a part twice": (
        figures(unions=[{"whole": "all", "parts": ["lab", "lab"]}]),
        ['unions[0].parts[1] names "lab" once more. Name each count of a union once.'],
    ),
    "a union of its own whole": (
        figures(unions=[{"whole": "all", "parts": ["lab", "all"]}]),
        ['unions[0].parts[1] names "all" once more. Name each count of a union once.'],
    ),
    "everything that is wrong, at once": (
        figures(title=1, shares=[{**SHARE, "of": "x"}], sums=[{**SUM, "total": 3}]),
        [
            UNKNOWN("shares[0].of", '"x"'),
            'sums[0].id is "s", like that of an earlier figure. Give each figure its own.',
            AMOUNT("sums[0].total", "3"),
            "title must be text in quotes, not 1.",
        ],
    ),
}


@pytest.mark.parametrize(("content", "lines"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_named(content: str, lines: list[str]) -> None:
    with pytest.raises(PublishedUnreadable) as refusal:
        parse(content)
    assert [line.strip() for line in say(refusal.value, "en")[1:]] == lines


NOT_PERCENTAGES = {
    "nothing": "",
    "a sign for per cent": "63.1%",
    "a comma": "63,1",
    "below zero": "-5",
    "a plus": "+5",
    "a blank": " 5",
    "no digit before the point": ".5",
    "no digit behind the point": "5.",
    "two points": "1.2.3",
    "an exponent": "1e2",
    "a word": "circa 30",
    "digits of another script": "٦٣",
    "superscript digits": "6²",
    "not a number": "NaN",
    "more digits than are printed": "1" * 10,
    "a line break behind it": "5\n",
}


@pytest.mark.parametrize("percent", NOT_PERCENTAGES.values(), ids=NOT_PERCENTAGES)
def test_a_percentage_is_digits_and_a_point(percent: str) -> None:
    with pytest.raises(PublishedUnreadable) as refusal:
        parse(figures(shares=[{**SHARE, "percent": percent}]))
    assert "shares[0].percent" in say(refusal.value, "en")[1]


@pytest.mark.parametrize("percent", ["0", "0.0", "29", "29.0", "100", "101", "007", "63.123456789"])
def test_a_percentage_keeps_its_digits(percent: str) -> None:
    read = parse(figures(shares=[{**SHARE, "percent": percent}]))
    assert str(read.shares[0].percent) == percent.lstrip("0").rjust(1, "0") if "." not in percent else percent
