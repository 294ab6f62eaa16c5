"""Reads settings from the environment and refuses a bad value at once, by the name of its variable."""

import os
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from django.core.exceptions import ImproperlyConfigured

WORDS: Final = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
Value = TypeVar("Value")


class Environment:
    """The variables of the environment, read as what they should be.

    Every method answers its default where the variable is absent or empty.

    Raises:
        ImproperlyConfigured: The value isn't of the kind; the message names variable and value.
    """

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        """Read from these variables."""
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        """The value without the spaces around it."""
        return self._variables.get(name, "").strip() or default

    def names(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list whose items are separated by commas."""
        value = self.text(name)
        return [item.strip() for item in value.split(",") if item.strip()] if value else list(default)

    def whole(self, name: str, default: int, least: int = 0) -> int:
        """A whole number, `least` or more."""
        value = self._read(name, default, int, "a whole number")
        if value < least:
            raise ImproperlyConfigured(f"{name} is {value}; it must be {least} or more.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no."""
        return self._read(name, default, lambda word: WORDS[word.lower()], "yes or no")

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of a closed list of words."""
        value = self.text(name, default)
        if value not in choices:
            raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(choices)}.")
        return value

    def _read(self, name: str, default: Value, read: Callable[[str], Value], kind: str) -> Value:
        value = self.text(name)
        if not value:
            return default
        try:
            return read(value)
        except (KeyError, ValueError):
            raise ImproperlyConfigured(f"{name} is {value!r}; it must be {kind}.") from None
