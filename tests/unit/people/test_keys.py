"""Words of names as keys: scripts, accents, particles, edits; and what no edit may bring together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.people.rules.keys import (
    MOST_WORDS,
    address_keys,
    after,
    is_bare,
    latin_words,
    name_words,
    phone_key,
    plain,
    word_keys,
)

LATIN = {
    "accents go": ("Niccolò Pelù", ("niccolo", "pelu")),
    "letters of other Latin alphabets": ("Łukasz Ødegård Straße", ("lukasz", "odegard", "strasse")),
    "hyphens and apostrophes part": ("El-Amrani D’Angelo", ("el", "amrani", "d", "angelo")),
    "Vietnamese marks": ("Nguyễn Thị Hoa", ("nguyen", "thi", "hoa")),
    "Arabic with the article apart": ("محمد العلوي", ("mhmd", "al", "alwy")),
    "Arabic with a first alif": ("أحمد", ("ahmd",)),
    "Arabic with vowel marks": ("مُحَمَّد", ("muhamad",)),
    "Cyrillic": ("Олена Коваленко", ("olena", "kovalenko")),
    "Gurmukhi with vowel signs": ("ਗੁਰਪ੍ਰੀਤ", ("gurprit",)),
    "Chinese, a word a character": ("王伟", ("wang", "wei")),
    "figures of other scripts": ("١٩٨٣", ("1983",)),
    "marks of direction are nothing": ("\u202eRossi\u202c", ("rossi",)),
    "emoji part": ("Rossi🔔Anna", ("rossi", "anna")),
    "nothing": ("", ()),
    "only signs": ("--- '' …", ()),
}


@pytest.mark.parametrize(("text", "words"), LATIN.values(), ids=LATIN)
def test_latin_words(text: str, words: tuple[str, ...]) -> None:
    assert latin_words(text) == words


WORDS = {
    "each word of each name": (("Maria Grazia", "Neri"), {"maria", "grazia", "neri"}),
    "a particle with what follows, and without": (("De Luca",), {"luca", "deluca"}),
    "several particles": (("Abd el-Rahman",), {"rahman", "elrahman", "abdelrahman"}),
    "a particle that nothing follows is a name": (("Lo", "Moussa"), {"lo", "moussa"}),
    "an initial is none": (("M. Rossi",), {"rossi"}),
    "numbers are none": (("Rossi 2",), {"rossi"}),
    "one letter alone is a name": (("O",), {"o"}),
}


@pytest.mark.parametrize(("names", "words"), WORDS.values(), ids=WORDS)
def test_name_words(names: tuple[str, ...], words: set[str]) -> None:
    assert name_words(*names) == words


def test_a_name_of_ten_thousand_words_has_a_few() -> None:
    assert len(name_words(" ".join(f"w{chr(97 + n % 26)}{n % 999}" for n in range(10_000)))) == MOST_WORDS


TOGETHER = {
    "one letter left out": ("rossi", "rosi"),
    "one letter more": ("rossi", "rosssi"),
    "one letter another": ("rossi", "rosse"),
    "two letters changed places": ("bianchi", "biacnhi"),
    "two edits in a long word": ("esposito", "espsitto"),
    "seven letters and eight": ("giovann", "giovanni"),
    "vowels alone": ("mohamed", "muhammad"),
    "no vowels at all": ("mohamed", "mhmd"),
    "French and Italian letters": ("djamila", "giamila"),
    "abd with its article and without": ("abdelrahman", "abderrahmane"),
    "w between vowels": ("alawi", "alaoui"),
    "ch as k": ("chiara", "kiara"),
    "ch as sh": ("rachid", "rashid"),
}


@pytest.mark.parametrize(("one", "other"), TOGETHER.values(), ids=TOGETHER)
def test_words_that_share_a_key(one: str, other: str) -> None:
    assert not word_keys(one).isdisjoint(word_keys(other))


@pytest.mark.parametrize(
    ("one", "other"), [("rossi", "bianchi"), ("ali", "ugo"), ("maria", "mario rossi")], ids=str
)
def test_words_that_share_none(one: str, other: str) -> None:
    assert word_keys(one).isdisjoint(word_keys(other))


letters = st.text("abcdefghiklmnoprstuvz", min_size=1, max_size=1)


@given(word=st.text("abcdefghiklmnoprstuvz", min_size=5, max_size=14), letter=letters, data=st.data())
def test_one_edit_always_leaves_a_shared_key(word: str, letter: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    edited = data.draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
        )
    )
    assert not word_keys(word).isdisjoint(word_keys(edited))


@given(st.text(max_size=300))
def test_any_text_has_words_of_letters_and_figures(text: str) -> None:
    assert all(word.isalnum() and word.isascii() and word == word.lower() for word in latin_words(text))


AFTER = {"a letter": ("ros", "rot"), "a z": ("rz", "s"), "only z": ("zz", None), "a figure": ("RSS9", "RSSA")}


@pytest.mark.parametrize(("prefix", "first_behind"), AFTER.values(), ids=AFTER)
def test_after(prefix: str, first_behind: str | None) -> None:
    assert after(prefix) == first_behind


@given(st.text("abcxyz019", min_size=1, max_size=6), st.text("abcxyz019", max_size=4))
def test_whatever_begins_with_a_prefix_lies_in_its_span(prefix: str, rest: str) -> None:
    end = after(prefix)
    assert prefix <= prefix + rest
    assert end is None or prefix + rest < end


ADDRESSES = {
    "each end of the street": ("Via Giuseppe Verdi 4", {"sverdi4", "sgiuseppeverdi4", "sviagiuseppeverdi4"}),
    "what follows the number is left out": ("Via Po, 4 int. 3 - 46100 Mantova", {"spo4", "sviapo4"}),
    "a day in the street's name is no number": (
        "Via 25 Aprile 3",
        {"s25aprile3", "saprile3", "svia25aprile3"},
    ),
    "no number": ("Piazza Duomo", {"sduomo", "spiazzaduomo"}),
    "nothing": ("", set()),
}


@pytest.mark.parametrize(("address", "found"), ADDRESSES.values(), ids=ADDRESSES)
def test_address_keys(address: str, found: set[str]) -> None:
    assert address_keys(address) == found


def test_telephones_are_kept_from_their_end() -> None:
    assert phone_key("393331234567").startswith(phone_key("234567"))


def test_plain_is_one_line_of_words() -> None:
    assert plain("  Via  dell’Àrgine, 4/A ") == "via dell argine 4 a"


@pytest.mark.parametrize(
    ("word", "bare"), [("mhmd", True), ("aly", True), ("ali", False), ("a", False)], ids=str
)
def test_bare(word: str, bare: bool) -> None:
    assert is_bare(word) is bare
