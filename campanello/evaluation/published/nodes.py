"""Values out of decoded JSON, each read or named as a problem by its key path. Knows no figure."""

import json
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from campanello.core.errors import gettext_noop
from campanello.evaluation.published.decoding import Literal, Members
from campanello.evaluation.published.records import Printed

MOST_PROBLEMS = 100
MOST_PARTS = 500
LONGEST_NAME = 100
LONGEST_LINE = 500
LARGEST_COUNT = 10**18

_PERCENT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,9}))?")
_AMOUNT = re.compile(r"(-?[0-9]{1,18})(?:\.([0-9]{1,9}))?")
# Joiners and marks of direction that Urdu and Arabic text needs, though they print nothing.
_INVISIBLE_BUT_MEANT = "\u200c\u200d\u200e\u200f"

MISSING = gettext_noop("%(key)s is missing. Add it.")
NOT_AN_OBJECT = gettext_noop("%(key)s must be an object, in braces, not %(value)s.")
NOT_A_LIST = gettext_noop("%(key)s must be a list, in square brackets, not %(value)s.")
NOT_TEXT = gettext_noop("%(key)s must be text in quotes, not %(value)s.")
NOT_YES_OR_NO = gettext_noop("%(key)s must be true or false, not %(value)s.")
NOT_A_NAME = gettext_noop(
    "%(key)s must be a name of 1 to %(most)s visible characters, without blanks around it, not %(value)s."
)
NOT_A_COUNT = gettext_noop("%(key)s must be a whole number, 0 or more, without quotes, not %(value)s.")
NOT_A_PERCENTAGE = gettext_noop(
    'The percentage %(key)s must be its printed digits in quotes, with a point, such as "63.1", not %(value)s.'
)
NOT_AN_AMOUNT = gettext_noop(
    "The number %(key)s must be its digits in quotes, with a point and no separators, "
    'such as "7827051.51", not %(value)s.'
)
UNKNOWN_KEY = gettext_noop("%(key)s isn't a key of this format. Remove it, or write it as the format does.")
REPEATED_KEY = gettext_noop("%(key)s stands there more than once. Leave one.")
TOO_FEW = gettext_noop("%(key)s needs %(least)s or more in it.")
TOO_MANY = gettext_noop("%(key)s has more than %(most)s in it. Split the file in several.")
MORE_PROBLEMS = gettext_noop("There are more: %(count)s.")

ABSENT: Final = object()
Problem = tuple[str, dict[str, Any]]
_Value = TypeVar("_Value")


class Nodes:
    """Reads JSON values of one file and collects what is wrong with them, so that all of it is told at once.

    A value that can't be read is replaced by an empty one of its type: what comes of it must not be used when
    there are problems.
    """

    def __init__(self) -> None:
        """Begin with no problems."""
        self._problems: list[Problem] = []

    def problem(self, key: str, text: str, **facts: Any) -> None:
        """Note what is wrong with the value at a key path."""
        self._problems.append((text, {"key": key, **facts}))

    def problems(self) -> list[Problem]:
        """What is wrong, in the order of reading; after the first hundred only how many more."""
        more = len(self._problems) - MOST_PROBLEMS
        return self._problems[:MOST_PROBLEMS] + ([(MORE_PROBLEMS, {"count": more})] if more > 0 else [])

    def members(self, value: Any, key: str, known: set[str] | None = None) -> Members:
        """An object; its keys must be among the `known`, if given, and none may be repeated."""
        if not isinstance(value, Members):
            replacement = Members()
            replacement.is_replacement = True
            return self._unreadable(value, key, NOT_AN_OBJECT, replacement)
        for name in value.repeated:
            self.problem(within(key, name), REPEATED_KEY)
        for name in value:
            if known is not None and name not in known:
                self.problem(within(key, name), UNKNOWN_KEY)
        return value

    def needed(self, entry: Members, name: str, key: str) -> Any:
        """The member of that name of the object at `key`; `ABSENT`, which every reader passes over, if none."""
        if name in entry:
            return entry[name]
        if not entry.is_replacement:
            self.problem(within(key, name), MISSING)
        return ABSENT

    def entries(self, value: Any, key: str, *, least: int = 0, most: int = MOST_PARTS) -> list[Any]:
        """A list of at least and at most so many values."""
        if not isinstance(value, list):
            return self._unreadable(value, key, NOT_A_LIST, [])
        self._size(value, key, least, most)
        return value if len(value) <= most else []

    def numbers(self, value: Any, key: str, read: Callable[[Any, str], _Value]) -> dict[str, _Value]:
        """An object of named numbers, one at least, each read by `read`."""
        members = self.members(value, key)
        if isinstance(value, Members):
            self._size(members, key, 1, MOST_PARTS)
        return {
            self.name(name, within(key, name)): read(number, within(key, name))
            for name, number in members.items()
        }

    def _size(self, values: list[Any] | Members, key: str, least: int, most: int) -> None:
        if len(values) < least:
            self.problem(key, TOO_FEW, least=least)
        if len(values) > most:
            self.problem(key, TOO_MANY, most=most)

    def name(self, value: Any, key: str) -> str:
        """A name: of a count, a category, a figure."""
        named = isinstance(value, str) and not isinstance(value, Literal)
        if named and 0 < len(value) <= LONGEST_NAME and value.isprintable() and value == value.strip():
            return str(value)
        return self._unreadable(value, key, NOT_A_NAME, "", most=LONGEST_NAME)

    def line(self, entry: Members, name: str, key: str) -> str:
        """A line of text for people; empty if absent or null. Blanks become single, control characters go."""
        value = entry.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or isinstance(value, Literal):
            return self._unreadable(value, within(key, name), NOT_TEXT, "")
        visible = (c for c in " ".join(value.split()) if c.isprintable() or c in _INVISIBLE_BUT_MEANT)
        return "".join(visible)[:LONGEST_LINE]

    def yes_or_no(self, value: Any, key: str) -> bool:
        """True or false."""
        return value if isinstance(value, bool) else self._unreadable(value, key, NOT_YES_OR_NO, False)

    def count(self, value: Any, key: str) -> int:
        """A whole number of people or things, 0 or more."""
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT:
            return value
        return self._unreadable(value, key, NOT_A_COUNT, 0)

    def percent(self, value: Any, key: str) -> Printed:
        """A percentage as it is printed."""
        return self._printed(value, key, _PERCENT, NOT_A_PERCENTAGE)

    def amount(self, value: Any, key: str) -> Printed:
        """A number as it is printed, perhaps below zero."""
        return self._printed(value, key, _AMOUNT, NOT_AN_AMOUNT)

    def _printed(self, value: Any, key: str, pattern: re.Pattern[str], text: str) -> Printed:
        digits = (
            pattern.fullmatch(value) if isinstance(value, str) and not isinstance(value, Literal) else None
        )
        if digits is None:
            return self._unreadable(value, key, text, Printed(0))
        decimals = digits[2] or ""
        return Printed(int(digits[1] + decimals), len(decimals))

    def _unreadable(self, value: Any, key: str, text: str, instead: _Value, **facts: Any) -> _Value:
        if value is not ABSENT:
            self.problem(key, text, value=shown(value), **facts)
        return instead


def within(key: str, name: str) -> str:
    """The path of a member of the object at `key`, as `shares[0].percent` or `counts["two words"]`."""
    if not name.isidentifier():
        return f"{key}[{shown(name)}]"
    return f"{key}.{name}" if key else name


def shown(value: Any) -> str:
    """A JSON value as a message quotes it: short, and without control characters."""
    if isinstance(value, Literal):
        return value[:40]
    if isinstance(value, dict):
        return "{...}" if value else "{}"
    if isinstance(value, list):
        return "[...]" if value else "[]"
    if not isinstance(value, str):
        return json.dumps(value)
    text = value if len(value) <= 40 else value[:39] + "..."
    return json.dumps(text, ensure_ascii=not text.isprintable())
