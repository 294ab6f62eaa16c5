"""Text as each format can hold it. What people typed into titles is shown, and does nothing."""

import re

# Control and invisible characters that no format may hold, or that would turn text around.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
SPACES = re.compile(r"\s*[\r\n\t\u2028\u2029]+\s*")
# As much of a title as fits a table.
MOST = 140


def readable(text: str) -> str:
    """The text without characters that are not valid in XML or change the direction of reading."""
    return UNWANTED.sub("", text)


def one_line(text: str, most: int = MOST) -> str:
    """The text readable, on one line, cut after `most` characters."""
    line = SPACES.sub(" ", readable(text)).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
