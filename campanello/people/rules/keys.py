"""Words of names, in whatever script and spelling, brought to keys by which they are found again.

Nothing here says that two words are one name: `likeness` does. Keys only bring together what is worth comparing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from anyascii import anyascii

WORD_LENGTH = 40
MOST_WORDS = 16  # of one person: a field of 10,000 characters is no name
EDITS_FROM = 4  # letters; a shorter word with one letter changed is another word
TWO_EDITS_FROM = 8
_COMPARED_PREFIX = 7
# Never searched for by themselves where a word follows: "De Luca" is found as Luca and as Deluca.
_PARTICLES = frozenset(
    {"d", "l", "de", "di", "da", "del", "dell", "della", "dello", "dei", "degli", "la", "lo", "le", "li"}
    | {"el", "al", "ul", "ad", "as", "ar", "ben", "bin", "ibn", "bint", "abu", "bou", "ait"}
    | {"abd", "abdel", "abdul", "abdal", "van", "von", "der", "den", "dos", "das", "du", "st", "san", "santa"}
    | {"gian", "pier", "mac", "mc", "o"}
)
# What Arabic script writes at the beginning of a word and anyascii leaves out.
_ARABIC_A = "اأإآٱع"
_ARTICLE = re.compile("^ال(?=.{3})")
_APOSTROPHES = "'’‘ʼ`´ʹʿʾ"
_MONTHS = (
    "gennaio",
    "febbraio",
    "marzo",
    "april",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "novembre",
)


@lru_cache(maxsize=100_000)
def latin_words(text: str) -> tuple[str, ...]:
    """The words of a text in the letters a to z and digits, in the order they are read.

    Accents go, other scripts are transliterated, hyphens and apostrophes part words; marks of direction, emoji and
    whatever else is no letter are nothing.
    """
    words = []
    for written in _spaced(text).split():
        raw = _ARTICLE.sub("", written)
        if raw != written:
            words.append("al")
        latin = anyascii(("a" if raw[0] in _ARABIC_A else "") + raw)
        # Chinese characters come as WangWei, each with a capital.
        parts = re.findall(r"[A-Z][a-z]+", latin) if _is_han(raw[0]) else [latin]
        words += [word for part in parts if (word := re.sub("[^a-z0-9]", "", part.lower()))]
    return tuple(word[:WORD_LENGTH] for word in words)


def plain(text: str) -> str:
    """A text as addresses and doorbells are compared: its Latin words with single spaces."""
    return " ".join(latin_words(text))


def spellings(words: Iterable[str]) -> list[frozenset[str]]:
    """For each word of a name that says something, the ways to look it up: alone and with the particles before it.

    A particle that nothing follows is a word like any other (Lo and Ba are family names).
    """
    found: list[frozenset[str]] = []
    before: list[str] = []
    held = [word for word in words if not word.isdigit()]
    for place, word in enumerate(held):
        if word in _PARTICLES and place + 1 < len(held):
            before.append(word)
            continue
        joined = {"".join([*before[start:], word])[:WORD_LENGTH] for start in range(len(before))}
        if len(word) > 1 or joined or len(held) == 1:
            found.append(frozenset({word, *joined}))
        before = []
    return found


def name_words(*names: str) -> frozenset[str]:
    """All words under which somebody with these names is found, at most `MOST_WORDS`."""
    words = [word for name in names if name for word in _words_of(name)]
    return frozenset(list(dict.fromkeys(words))[:MOST_WORDS])


@lru_cache(maxsize=100_000)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(word for group in spellings(latin_words(name)) for word in sorted(group))


def word_keys(word: str) -> frozenset[int]:
    """The keys that a word shares with those that look or sound alike.

    Two words of four letters and more share a key when one edit makes one of the other, of eight and more when two
    edits do; and any two whose consonants sound the same.
    """
    return frozenset(_number(f"d{text}") for text in _deletions(word)) | frozenset(
        _number(f"s{text}") for text in sounds(word)
    )


def _deletions(word: str) -> set[str]:
    if len(word) < EDITS_FROM:
        return {word}
    if len(word) < TWO_EDITS_FROM:
        return {word} | _without(word, 1)
    start = word[:_COMPARED_PREFIX]
    return {start} | _without(start, 1) | _without(start, 2)


def _without(word: str, letters: int) -> set[str]:
    return {"".join(kept) for kept in combinations(word, len(word) - letters)}


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


# How the same sounds are written in the languages of the neighbourhoods; in this order.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(abd)[aeou]l(?=.{2})", r"\1"),
        (r"^ou(?=[aeiy])", "w"),
        (r"tch|tsch|sch|sh|sc(?=[ei])", "s"),
        (r"ph", "f"),
        (r"dj|gi(?=[aou])|g(?=[ei])", "j"),
        (r"kh|ck|q|c(?!h)", "k"),
        (r"gh", "g"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"bh|^w", "v"),
        (r"x", "ks"),
        (r"z", "s"),
    )
]


@lru_cache(maxsize=100_000)
def sounds(word: str) -> frozenset[str]:
    """The consonants of a word as they sound, a first vowel as `a`. `ch` is heard as in Chiara and as in Rachid."""
    heard = word
    for pattern, sound in _SOUNDS:
        heard = pattern.sub(sound, heard)
    return frozenset(_consonants(heard.replace("ch", sound)) for sound in ("k", "s"))


def _consonants(heard: str) -> str:
    first = "a" if heard[:1] and heard[0] in "aeiou" else ""
    start = "y" if re.match("[jy]", heard) else ""
    rest = re.sub("[aeiouyw]|h$", "", heard[1:] if start else heard)
    return re.sub(r"(.)\1+", r"\1", first + start + rest) or heard


_SPELT_ALIKE = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"^(abd)[aeou]l(?=.{2})", r"\1a"),
        (r"dj|gi(?=[aou])", "j"),
        (r"(?<=.)w|ou|oo|o", "u"),
        (r"ee|ii|y|j(?=[aeou])", "i"),
        (r"e", "a"),
        (r"ph", "f"),
        (r"ch|sh", "s"),
        (r"q|c|kh", "k"),
        (r"w|v", "v"),
        (r"z", "s"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)[ah]+$", "a"),
    )
]


@lru_cache(maxsize=100_000)
def spelt_alike(word: str) -> str:
    """A word with one letter for those that the same name is written with: Mohamed and Muhammad become one."""
    for pattern, letter in _SPELT_ALIKE:
        word = pattern.sub(letter, word)
    return word


def is_bare(word: str) -> bool:
    """Whether a word has no vowels, as Arabic script leaves them out."""
    return len(word) > 1 and not re.search("[aeiou]", word[1:])


def after(prefix: str) -> str | None:
    """The first text behind all that begin with a prefix of a to z and digits; None when nothing comes behind.

    A span from the prefix to it uses an index in every database; a pattern does not.
    """
    for place in range(len(prefix) - 1, -1, -1):
        letter = prefix[place]
        if letter not in "zZ":
            nearer = {"9": "A" if prefix.isupper() else "a"}.get(letter, chr(ord(letter) + 1))
            return prefix[:place] + nearer
    return None


def phone_key(digits: str) -> str:
    """A telephone number from its end, since people leave out the country and the area."""
    return "t" + digits[::-1][:18]


def address_keys(address: str) -> frozenset[str]:
    """The keys of an address: each end of the street's name with the number, as "verdi4" of Via Giuseppe Verdi 4."""
    words = list(latin_words(address))
    street = words[: number_place(words) + 1]
    has_number = len(street) > 1 and street[-1][0].isdigit()
    starts = range(max(0, len(street) - 4), len(street) - has_number)
    return frozenset("s" + "".join(street[start:])[:58] for start in starts)


def number_place(words: Sequence[str]) -> int:
    """Where the house number stands among the words of an address; the last word where there is none.

    The number of a day that a street is named after (Via 25 Aprile) is no house number.
    """
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if place and re.fullmatch(r"\d{1,4}[a-z]?", word) and not following.startswith(_MONTHS):
            return place
    return len(words) - 1


@lru_cache(maxsize=10_000)
def _spaced(text: str) -> str:
    return "".join(_kept(letter) for letter in unicodedata.normalize("NFKC", text[:2000]))


def _kept(letter: str) -> str:
    if letter in _APOSTROPHES:
        return " "
    kind = unicodedata.category(letter)
    if kind == "Cf" or letter == "ـ":
        return ""
    return letter if kind[0] in "LMN" else " "


def _is_han(letter: str) -> bool:
    return "一" <= letter <= "鿿"
