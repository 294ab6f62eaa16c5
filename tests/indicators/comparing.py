"""What of an evaluation must agree with another: every indicator and figure, to the key."""

import json
from decimal import Decimal
from typing import Any


def parsed(text: str) -> dict[str, Any]:
    """The document of an evaluation with its numbers as they are printed, none made binary."""
    document: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return document


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Every place where two documents' indicators or figures differ, one a line; empty when they agree."""
    return _unlike("indicators", found["indicators"], expected["indicators"]) + _unlike(
        "figures", *(sorted(one["figures"], key=_place) for one in (found, expected))
    )


def _place(figure: dict[str, Any]) -> tuple[str, str]:
    """What names a figure: the contract orders indicators and categories, but not the figures among them."""
    return figure["code"], figure["population"]


def _unlike(place: str, found: Any, expected: Any) -> list[str]:
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        name = found.get("code", found.get("category", ""))
        return [
            line
            for key in found
            for line in _unlike(f"{place} {name} {key}".strip(), found[key], expected[key])
        ]
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        return [line for pair in zip(found, expected, strict=True) for line in _unlike(place, *pair)]
    if isinstance(found, bool) == isinstance(expected, bool) and found == expected:
        return []
    return [f"{place}: {found!r}, expected {expected!r}"]
