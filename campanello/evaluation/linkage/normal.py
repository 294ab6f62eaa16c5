"""Brings what people wrote to forms that can be compared: words by Python, once each; the rest by SQL.

Search keys (people.rules.keys) are another matter: they may change whenever search gets better, a linkage that was
published must not change with them.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# How one name is written from one alphabet to the next, in this order; `y` and `ou` come before the vowels.
_SPELT = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"ou|oo|o|w", "u"),
        (r"ee|ii|y|j", "i"),
        (r"e", "a"),
        (r"ph", "f"),
        (r"sch|sh|sc(?=i)|ch", "s"),
        (r"kh|ck|q|c|gh(?=[aui])", "k"),
        (r"dh|th", "t"),
        (r"z|x", "s"),
        (r"v", "b"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)[ah]+$", "a"),
    )
]
_ARTICLES = re.compile(r"^(el|al|ul|ad|as|ar|abd|ben|bin|bint|de|di|del|della|lo|la|d) (?=\w{2})")
NAME_LENGTH = 60
MOST_LETTERS = 500  # a field of 10,000 characters is no name


@lru_cache(maxsize=200_000)
def latin(text: str) -> str:
    """A name in small Latin letters, one space between words; accents, hyphens and all that is no letter go."""
    kept = "".join(letter for letter in text[:MOST_LETTERS] if unicodedata.category(letter)[0] in "LMPZ")
    return " ".join(re.findall("[a-z]+", anyascii(kept).lower().replace("'", "")))[:NAME_LENGTH]


def joined(text: str) -> str:
    """A latin name without spaces: "de luca" and "deluca" are one."""
    return text.replace(" ", "")


@lru_cache(maxsize=200_000)
def spelt(text: str) -> str:
    """A latin name as it is spelt whoever transliterates it: mohamed and muhammed, el amrani and amrani are one."""
    word = joined(_ARTICLES.sub("", text))
    for pattern, letter in _SPELT:
        word = pattern.sub(letter, word)
    return word


# Letters put for digits in a codice fiscale that another person's would else be; its last letter follows from them.
_DIGITS = "translate({}, 'LMNPQRSTUV', '0123456789')"
_CF = "^[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"
_STREET_KINDS = (
    "v le|p za|p zza|c so|l go|v|via|viale|vle|piazza|pza|pzza|piazzale|ple|corso|cso|largo|lgo|vicolo|vic|strada|str"
    "|contrada|localita|loc"
)


def plain_sql(column: str) -> str:
    """SQL: small letters and digits without accents, one space between words; null where nothing is left."""
    return f"nullif(trim(regexp_replace(lower(strip_accents({column})), '[^a-z0-9]+', ' ', 'g')), '')"


def code_sql(column: str) -> str:
    """SQL: an identity code with omocodia undone, without the check letter of a codice fiscale."""
    undone = (
        f"substr(written, 1, 6) || {_DIGITS.format('substr(written, 7, 2)')} || substr(written, 9, 1) || "
        f"{_DIGITS.format('substr(written, 10, 2)')} || substr(written, 12, 1) || "
        f"{_DIGITS.format('substr(written, 13, 3)')}"
    ).replace("written", _written(column))
    return f"CASE WHEN {_is_cf(column)} THEN {undone} ELSE nullif({_written(column)}, '') END"


def code_kind_sql(column: str) -> str:
    """SQL: what sort of code it is; two codes of different sorts say nothing about each other."""
    written = _written(column)
    return (
        f"CASE WHEN {_is_cf(column)} THEN 'cf' WHEN regexp_full_match({written}, '[0-9]{{11}}') THEN 'provisional' "
        f"WHEN regexp_full_match({written}, '(STP|ENI)[0-9]{{13}}') THEN substr({written}, 1, 3) "
        f"WHEN starts_with({written}, 'LOC') THEN 'local' ELSE 'other' END"
    )


def _written(column: str) -> str:
    return f"upper(regexp_replace({column}, '[^0-9A-Za-z]', '', 'g'))"


def _is_cf(column: str) -> str:
    return f"regexp_full_match({_written(column)}, '{_CF}')"


def birth_sql(column: str) -> str:
    """SQL: a birth date as eight digits, from ISO, from day/month/year, or from eight digits; else null."""
    text = f"trim({column})"
    return (
        f"CASE WHEN regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') THEN replace({text}, '-', '') "
        f"WHEN regexp_full_match({text}, '[0-9]{{8}}') THEN {text} "
        f"WHEN regexp_full_match({text}, '[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{4}}') THEN "
        f"regexp_extract({text}, '([0-9]{{4}})$', 1) "
        f"|| lpad(regexp_extract({text}, '^[0-9]+[/.-]([0-9]+)', 1), 2, '0') "
        f"|| lpad(regexp_extract({text}, '^([0-9]+)', 1), 2, '0') END"
    )


def phone_sql(column: str) -> str:
    """SQL: a telephone number's digits without the country's 39; null below six digits."""
    digits = f"regexp_replace({column}, '[^0-9]', '', 'g')"
    local = f"regexp_replace({digits}, '^(00)?39([0-9]{{9,}})$', '\\2')"
    return f"CASE WHEN length({local}) >= 6 THEN {local} END"


def number_sql(plain: str) -> str:
    """SQL: the house number in a plain address: one to four digits and at most a letter; empty where there is none."""
    return f"regexp_extract({plain}, '(^| )([0-9]{{1,4}}[a-z]?)( |$)', 2)"


def street_sql(plain: str) -> str:
    """SQL: the street of a plain address, without numbers and without what kind of street it is."""
    words = f"regexp_replace(regexp_replace({plain}, '[0-9]+ ?[a-z]?( |$)', ' ', 'g'), ' +', ' ', 'g')"
    return f"nullif(replace(regexp_replace(trim({words}), '^({_STREET_KINDS}) ', ''), ' ', ''), '')"
