"""From bytes to plain JSON values, losing nothing that a reader must refuse: repeated keys, NaN, fractions."""

import json
from collections import Counter
from typing import Any

from campanello.core.errors import Refused, gettext_noop

MOST_BYTES = 16_000_000


class PublishedTooLarge(Refused):
    """The text is longer than any report's figures."""

    code = "evaluation.published-too-large"
    text = gettext_noop(
        "The file of published figures is larger than %(megabytes)s MB. "
        "Leave only the figures in it, or split it in several files."
    )


class PublishedNotText(Refused):
    """The bytes aren't UTF-8."""

    code = "evaluation.published-not-text"
    text = gettext_noop(
        "The file of published figures isn't UTF-8 text: its byte %(position)s can't be read. "
        "Save it as UTF-8 and try again."
    )


class PublishedNotJson(Refused):
    """The text isn't JSON."""

    code = "evaluation.published-not-json"
    text = gettext_noop(
        "The file of published figures isn't JSON: it can't be read from line %(line)s, column %(column)s on. "
        "Correct it there and try again."
    )


class PublishedTooDeep(Refused):
    """Lists within lists within lists, a thousand deep."""

    code = "evaluation.published-too-deep"
    text = gettext_noop(
        "The file of published figures has lists or objects nested too deeply. "
        "Write it as the format says and try again."
    )


class Members(dict[str, Any]):
    """A JSON object that remembers the keys that stand in it more than once, and whether it stands for another."""

    repeated: tuple[str, ...] = ()
    is_replacement = False


class Literal(str):
    """A JSON number that isn't whole, or NaN or Infinity, as it is written."""


def decode(content: bytes | str, *, most_bytes: int = MOST_BYTES) -> Any:
    """The JSON value in a text; objects are `Members`, numbers that aren't whole are `Literal`.

    A byte order mark is allowed.

    Raises:
        PublishedTooLarge: More than `most_bytes` bytes (or characters, of a text).
        PublishedNotText: Not UTF-8.
        PublishedNotJson: Not JSON, or empty.
        PublishedTooDeep: JSON that no report's figures need.
    """
    if len(content) > most_bytes:
        raise PublishedTooLarge(megabytes=most_bytes // 1_000_000)
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content.removeprefix("\ufeff")
        return json.loads(
            text, object_pairs_hook=_members, parse_float=Literal, parse_constant=Literal, parse_int=_whole
        )
    except UnicodeDecodeError as error:
        raise PublishedNotText(position=error.start + 1) from None
    except json.JSONDecodeError as error:
        raise PublishedNotJson(line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise PublishedTooDeep() from None


def _members(pairs: list[tuple[str, Any]]) -> Members:
    members = Members(pairs)
    if len(members) < len(pairs):
        times = Counter(key for key, _ in pairs)
        members.repeated = tuple(key for key in members if times[key] > 1)
    return members


def _whole(digits: str) -> int | Literal:
    # Longer than any count, and Python refuses to read thousands of digits.
    return int(digits) if len(digits) < 40 else Literal(digits)
