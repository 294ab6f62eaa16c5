"""Text as each format can hold it. What people typed into titles is shown, and does nothing."""

import re
import unicodedata

# Control and invisible characters that no format may hold, or that would turn text around.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
SPACES = re.compile(r"\s*[\r\n\t\u2028\u2029]+\s*")
# As much of a title as fits a table.
MOST = 140
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# What the PDF's typefaces hold for certain: Latin, Greek, Cyrillic, and the signs of European prose.
PRINTABLE = re.compile(
    "[^\u0020-\u007e\u00a0-\u01c3\u01cd-\u01e3\u01fc-\u0217\u0218-\u021b\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    "\u0400-\u045f\u1e80-\u1e85\u1ef2\u1ef3\u2002\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
    "\u2190-\u2193\u2212\u2260\u2264\u2265\ufffd]+"
)


def readable(text: str) -> str:
    """The text without characters that are not valid in XML or change the direction of reading."""
    return UNWANTED.sub("", text)


def one_line(text: str, most: int = MOST) -> str:
    """The text readable, on one line, cut after `most` characters."""
    line = SPACES.sub(" ", readable(text)).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def printable(text: str) -> str:
    """The text readable, with each run of characters that the PDF's typefaces lack as one replacement sign."""
    return PRINTABLE.sub(REPLACEMENT, unicodedata.normalize("NFC", readable(text)).replace("\n", " "))
