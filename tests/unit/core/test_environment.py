"""Settings from the environment: what is read, what is refused, in which words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from campanello.core.environment import Environment

Read = Callable[[Environment], Any]
READ: dict[str, tuple[str, Read, Any]] = {
    "text without the spaces around it": ("  Comune  ", lambda env: env.text("X"), "Comune"),
    "an empty text as absent": ("   ", lambda env: env.text("X", "default"), "default"),
    "names without empty ones": (" a.it, ,b.it ", lambda env: env.names("X"), ["a.it", "b.it"]),
    "no names as the default": ("", lambda env: env.names("X", ("c.it",)), ["c.it"]),
    "a whole number": ("12", lambda env: env.whole("X", 5), 12),
    "the least number there may be": ("0", lambda env: env.whole("X", 5, least=0), 0),
    "yes in any case": ("YES", lambda env: env.flag("X", default=False), True),
    "0 as no": ("0", lambda env: env.flag("X", default=True), False),
    "nothing as the default flag": ("", lambda env: env.flag("X", default=True), True),
    "a word of the list": ("b", lambda env: env.choice("X", "a", ("a", "b")), "b"),
    "nothing as the default word": ("", lambda env: env.choice("X", "a", ("a", "b")), "a"),
}


@pytest.mark.parametrize(("value", "read", "expected"), READ.values(), ids=READ)
def test_read(value: str, read: Read, expected: Any) -> None:
    assert read(Environment({"X": value})) == expected


REFUSED: dict[str, tuple[str, Read, str]] = {
    "a number in words": ("five", lambda env: env.whole("X", 5), "X is 'five'; it must be a whole number."),
    "a broken number": ("1.5", lambda env: env.whole("X", 5), "X is '1.5'; it must be a whole number."),
    "a number below the least": ("-1", lambda env: env.whole("X", 5), "X is -1; it must be 0 or more."),
    "neither yes nor no": (
        "maybe",
        lambda env: env.flag("X", default=True),
        "X is 'maybe'; it must be yes or no.",
    ),
    "a word not on the list": (
        "c",
        lambda env: env.choice("X", "a", ("a", "b")),
        "X is 'c'; it must be one of: a, b.",
    ),
}


@pytest.mark.parametrize(("value", "read", "sentence"), REFUSED.values(), ids=REFUSED)
def test_refuse(value: str, read: Read, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        read(Environment({"X": value}))
    assert str(caught.value) == sentence
