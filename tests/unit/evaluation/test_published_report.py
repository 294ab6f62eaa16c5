"""What a verdict says: the contract's JSON, derived counts, and sentences in the reader's language."""

import json
from typing import Any

import pytest

from campanello.evaluation.published import Verdict, parse, verify
from campanello.evaluation.published.records import Printed
from campanello.evaluation.published.report import as_json, shown, spoken, suggestion_lines
from campanello.evaluation.published.verdict import Status

EXAMPLE = {
    "title": "A report",
    "counts": {"all": 830, "lab": 524, "plan": 485},
    "unions": [{"whole": "all", "parts": ["lab", "plan"]}],
    "shares": [
        {"id": "plan_share", "part": "plan", "of": "all", "percent": "63.1"},
        {"id": "foreign", "of": "all", "percent": "29", "count": 244},
    ],
    "splits": [
        {
            "id": "plan_status",
            "of": "plan",
            "complete": True,
            "percents": {"completed": "64.7", "in_progress": "34.5", "withdrawn": "0.8"},
        }
    ],
    "sums": [
        {"id": "enrolments", "total": "69", "parts": {"eligible": "30", "pending": "9", "ineligible": "24"}}
    ],
}


def verdict(**keys: Any) -> Verdict:
    counts = {"all": 10, "lab": 6, "plan": 5, "none": 0}
    return verify(parse(json.dumps({"counts": counts, **keys})))


def test_the_contracts_example_gives_the_contracts_answer() -> None:
    answer = as_json(verify(parse(json.dumps(EXAMPLE))), "en")
    assert answer["title"] == "A report"
    assert answer["derived"] == [{"id": "both", "value": 179, "min": 179, "max": 179, "from": "unions"}]
    plan_share, plan_status, enrolments = answer["findings"]
    assert plan_share == {
        "id": "plan_share",
        "kind": "share-mismatch",
        "severity": "contradiction",
        "message": (
            "plan = 485, all = 830 and the printed 63.1 % can't be true together: 485 of 830 is 58.4 %."
        ),
        "printed": "63.1",
        "computed": "58.4",
        "suggestions": [{"part": "lab"}, {"swap": ["lab", "plan"], "also_resolves": 1}],
    }
    assert plan_status | {"message": ""} == {
        "id": "plan_status",
        "kind": "infeasible-split",
        "severity": "contradiction",
        "message": "",
        "printed": "64.7 / 34.5 / 0.8",
        "computed": "64.7 / 34.4 / 0.8",
        "suggestions": [
            {"base": "lab"},
            {"base": "all"},
            {"swap": ["lab", "plan"], "also_resolves": 1},
            {"swap": ["all", "plan"], "also_resolves": 0},
            {"of_value": 484},
            {"of_value": 487},
            {"of_value": 481},
            {"of_value": 490},
            {"of_value": 493},
        ],
    }
    assert "314 / 167 / 4" in plan_status["message"]
    assert (enrolments["printed"], enrolments["computed"]) == ("69", "63")
    assert enrolments["suggestions"] == [{"missing": "6"}]


def test_numbers_in_json_are_as_they_were_printed_in_every_language() -> None:
    answer = as_json(verify(parse(json.dumps(EXAMPLE))), "it")
    assert [finding["printed"] for finding in answer["findings"]] == ["63.1", "64.7 / 34.5 / 0.8", "69"]
    assert "63,1" in answer["findings"][0]["message"]


def test_what_cannot_be_computed_is_null() -> None:
    answer = as_json(verdict(shares=[{"id": "s", "of": "none", "percent": "5"}]), "en")
    assert [(f["kind"], f["computed"]) for f in answer["findings"]] == [("infeasible-share", None)]


TWO, THREE = ["lab", "plan"], ["lab", "plan", "all"]
DERIVED: dict[str, tuple[list[dict[str, Any]], dict[str, int], list[tuple[str, int | None, int, int]]]] = {
    "one union of two parts": ([{"whole": "w", "parts": TWO}], {"w": 8}, [("both", 3, 3, 3)]),
    "two of them": (
        [{"whole": "w", "parts": TWO}, {"whole": "v", "parts": TWO}],
        {"w": 8, "v": 9},
        [("both", 3, 3, 3), ("v.both", 2, 2, 2)],
    ),
    "three parts first: bounds, under the whole's name": (
        [{"whole": "w", "parts": THREE}, {"whole": "w", "parts": TWO}],
        {"w": 10},
        [("w.both", None, 1, 5), ("both", 1, 1, 1)],
    ),
    "three of one whole": (
        [{"whole": "w", "parts": TWO}] * 3,
        {"w": 11},
        [("both", 0, 0, 0), ("w.both", 0, 0, 0), ("w.both.2", 0, 0, 0)],
    ),
    "an impossible one derives nothing and keeps its name": (
        [{"whole": "w", "parts": TWO}, {"whole": "v", "parts": TWO}],
        {"w": 20, "v": 8},
        [("v.both", 3, 3, 3)],
    ),
}


@pytest.mark.parametrize(("unions", "wholes", "derived"), DERIVED.values(), ids=DERIVED)
def test_derived(
    unions: list[dict[str, Any]], wholes: dict[str, int], derived: list[tuple[str, int | None, int, int]]
) -> None:
    counts = {"all": 10, "lab": 6, "plan": 5, **wholes}
    answer = as_json(verdict(counts=counts, unions=unions), "en")["derived"]
    assert [(one["id"], one["value"], one["min"], one["max"]) for one in answer] == derived


def one_share(**keys: Any) -> dict[str, Any]:
    return {"shares": [{"id": "x", "of": "all", **keys}]}


def one_split(of: str, complete: bool, **percents: str) -> dict[str, Any]:
    return {"splits": [{"id": "x", "of": of, "complete": complete, "percents": percents}]}


def one_sum(total: str, **parts: str) -> dict[str, Any]:
    return {"sums": [{"id": "x", "total": total, "parts": parts}]}


def one_union(whole: str, *parts: str) -> dict[str, Any]:
    return {"unions": [{"id": "x", "whole": whole, "parts": parts}]}


C, W, H = Status.CONTRADICTION, Status.WARNING, Status.HOLDS
MESSAGES: dict[str, tuple[dict[str, Any], Status, str]] = {
    "a share that holds": (one_share(percent="60", part="lab"), H, "6 of 10 is 60 %."),
    "a share of a printed count": (
        one_share(percent="61", count=6),
        C,
        (
            "6, all = 10 and the printed 61 % can't be true together: 6 of 10 is 60 %. "
            "No other whole number out of 10 rounds to 61 % either."
        ),
    ),
    "a share that another count has": (
        one_share(percent="70", part="lab"),
        C,
        "lab = 6, all = 10 and the printed 70 % can't be true together: 6 of 10 is 60 %.",
    ),
    "a share that no count has": (
        one_share(percent="61"),
        C,
        (
            "all = 10 and the printed 61 % can't be true together: no whole number out of 10 rounds to it. "
            "The nearest, 6, is 60 %."
        ),
    ),
    "a share that one count has": (one_share(percent="60"), H, "Only 6 out of 10 rounds to it."),
    "a share that several counts have": (
        {"counts": {"all": 1000}, **one_share(percent="60")},
        H,
        "Any whole number from 595 to 605 out of 1,000 rounds to it.",
    ),
    "everybody, of whom none is left over": (
        {"counts": {"all": 1000}, **one_share(percent="100")},
        H,
        "Any whole number from 995 to 1,000 out of 1,000 rounds to it.",
    ),
    "a share of nobody": (
        {"shares": [{"id": "x", "of": "none", "percent": "5", "part": "none"}]},
        C,
        "none = 0 and the printed 5 % can't be true together: there is nobody to take a share of.",
    ),
    "zero of nobody": (
        {"shares": [{"id": "x", "of": "none", "percent": "0"}]},
        H,
        "There is nobody to take a share of.",
    ),
    "more than everybody": (
        one_share(percent="120"),
        C,
        (
            "all = 10 and the printed 120 % can't be true together: no whole number out of 10 rounds to it. "
            "The nearest, 10, is 100 %."
        ),
    ),
    "a split that holds": (
        one_split("all", True, a="60", b="40"),
        H,
        "Whole numbers out of 10 round to the percentages, for example 6 / 4.",
    ),
    "a split that doesn't": (
        one_split("all", True, a="65", b="35"),
        C,
        (
            "all = 10 and the printed percentages can't be true together: no whole numbers, one a category, add up "
            "to 10 and round to them. The nearest, 7 / 3, are 70 / 30 %."
        ),
    ),
    "an incomplete split that doesn't": (
        one_split("all", False, a="60", b="50"),
        C,
        (
            "all = 10 and the printed percentages can't be true together: no whole numbers, one a category, add up "
            "to 10 at most and round to them. The nearest, 5 / 5, are 50 / 50 %."
        ),
    ),
    "a split of nobody": (
        one_split("none", True, a="60", b="40"),
        C,
        "none = 0 and the printed percentages can't be true together: there is nobody to take a share of.",
    ),
    "zeros of nobody": (one_split("none", True, a="0", b="0"), H, "There is nobody to take a share of."),
    "a split that adds up oddly, too": (
        one_split("all", True, a="60", b="42.0"),
        C,
        (
            "all = 10 and the printed percentages can't be true together: no whole numbers, one a category, add up "
            "to 10 and round to them. The nearest, 6 / 4, are 60 / 40.0 %. "
            "The percentages of all categories add up to 102.0, further from 100 than rounding explains."
        ),
    ),
    "a split of only zeros": (
        one_split("all", True, a="0"),
        C,
        (
            "all = 10 and the printed percentages can't be true together: no whole numbers, one a category, add up "
            "to 10 and round to them. The nearest, 0, are 0 %. "
            "The percentages of all categories add up to 0, further from 100 than rounding explains."
        ),
    ),
    "a sum that holds": (one_sum("3", a="1", b="2"), H, "The parts add up to the total."),
    "a sum that doesn't": (
        one_sum("7827051.51", a="3800000", b="4151154.84"),
        C,
        (
            "The parts add up to 7,951,154.84 and the printed total is 7,827,051.51: these can't be true together, "
            "they differ by 124,103.33."
        ),
    ),
    "a union that holds": (
        one_union("all", "lab", "plan"),
        H,
        "all = 10 can count everybody in lab, plan; in all of these at once: 1.",
    ),
    "a union of three": (
        {"counts": {"w": 10, "a": 6, "b": 5, "c": 9}, **one_union("w", "a", "b", "c")},
        H,
        "w = 10 can count everybody in a, b, c; in all of these at once: from 0 to 5.",
    ),
    "too large a union": (
        one_union("all", "plan", "none"),
        C,
        "all = 10 can't count everybody in plan, none: together these are 5 at most.",
    ),
    "too small a union": (
        one_union("plan", "lab", "none"),
        C,
        "plan = 5 can't count everybody in lab, none: one of these alone is 6.",
    ),
}


@pytest.mark.parametrize(("keys", "status", "message"), MESSAGES.values(), ids=MESSAGES)
def test_what_is_said(keys: dict[str, Any], status: Status, message: str) -> None:
    checked = verdict(**keys).of("x")
    assert (checked.status, spoken(checked.message, "en")) == (status, message)


def test_a_warning_is_a_finding_of_its_own_without_suggestions() -> None:
    answer = as_json(verdict(**one_split("all", True, a="60", b="42")), "en")["findings"]
    assert [(f["kind"], f["severity"], f["printed"], f["computed"]) for f in answer] == [
        ("infeasible-split", "contradiction", "60 / 42", "60 / 40"),
        ("split-sum", "warning", "60 / 42", "102"),
    ]
    assert answer[1]["suggestions"] == []


LINES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a missing part": (one_sum("69", a="63"), ["Would hold with 6 more among the parts."]),
    "a surplus": (one_sum("8.5", a="8.74"), ["Would hold with 0.24 less among the parts."]),
    "one total": (
        {"counts": {"all": 3, "part": 2}, **one_share(percent="50", part="part")},
        ["Would be possible if the total were 4."],
    ),
    "several totals": (
        {"counts": {"all": 3}, **one_share(percent="50")},
        ["Would be possible if the total were another; the nearest are 4 / 2 / 6 / 8 / 10."],
    ),
    "a base and a swap": (
        {"counts": {"all": 10, "part": 4, "other": 8}, **one_share(percent="50", part="part")},
        ["Would hold if the base were other (8).", "Would hold if all and other were swapped."],
    ),
    "another whole": (
        {"counts": {"all": 20, "a": 8, "b": 7, "c": 14}, **one_union("all", "a", "b")},
        [
            "Would hold if the whole were c (14).",
            "Would hold if all and c were swapped.",
            "Would hold if a and c were swapped.",
            "Would hold if b and c were swapped.",
        ],
    ),
    "a swap that resolves two others and breaks one": (
        {
            "counts": {"all": 100, "a": 40, "b": 50},
            "shares": [
                {"id": "x", "of": "all", "percent": "50", "part": "a"},
                {"id": "y", "of": "all", "percent": "50", "part": "a"},
                {"id": "z", "of": "a", "percent": "80", "part": "b"},
                {"id": "held", "of": "all", "percent": "50", "part": "b"},
            ],
        },
        [
            "Would hold if the part were b (50).",
            (
                "Would hold if a and b were swapped; that resolves 2 other contradictions too. "
                "But 1 figure that holds now would not."
            ),
        ],
    ),
}


@pytest.mark.parametrize(("keys", "lines"), LINES.values(), ids=LINES)
def test_suggestions_are_sentences(keys: dict[str, Any], lines: list[str]) -> None:
    assert suggestion_lines(verdict(**keys).of("x"), "en") == lines


def test_of_many_suggestions_of_a_kind_the_first_are_told() -> None:
    counts = {"all": 3, **{f"n{i}": 2 * i for i in range(2, 9)}}
    lines = suggestion_lines(verdict(counts=counts, **one_share(percent="50")).of("x"), "en", most=2)
    assert [line.split(" were ")[0] for line in lines] == [
        "Would hold if the base",
        "Would hold if the base",
        "Would hold if all and n2",
        "Would hold if all and n3",
        "Would be possible if the total",
    ]


NUMBERS: dict[str, tuple[Printed | int | str | tuple[int, ...], str, str]] = {
    "a percentage keeps its digits": (Printed(80, 2), "0,80", "0.80"),
    "money is grouped": (Printed(782705151, 2), "7.827.051,51", "7,827,051.51"),
    "a count is grouped": (1740, "1.740", "1,740"),
    "below zero": (Printed(-24, 2), "-0,24", "-0.24"),
    "longer than a float": (
        Printed(123456789012345678, 0),
        "123.456.789.012.345.678",
        "123,456,789,012,345,678",
    ),
    "several": ((314, 167, 4), "314 / 167 / 4", "314 / 167 / 4"),
    "a name stays": ("plan", "plan", "plan"),
}


@pytest.mark.parametrize(("fact", "italian", "english"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_written_as_the_language_does(fact: Any, italian: str, english: str) -> None:
    assert (shown(fact, "it"), shown(fact, "en")) == (italian, english)
