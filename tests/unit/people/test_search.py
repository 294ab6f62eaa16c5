"""What a text in the one box is read as, how alike two words are, and which reasons are given."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.people.rules import likeness
from campanello.people.rules.asking import (
    Asked,
    Narrowing,
    both_orders,
    phone_digits,
    plain_code,
    read,
    typed_words,
)
from campanello.people.rules.likeness import How, found_by, match, name_score

TODAY = date(2026, 3, 2)
BORN = date(1983, 11, 9)

READ = {
    "a name": ("Samira Alaoui", {"names": ["samira", "alaoui"]}),
    "a name and a year": ("alaoui 1983", {"names": ["alaoui"], "year": 1983}),
    "a year alone is too little": ("1983", {"year": 1983, "is_empty": True}),
    "a date as Italians write it": ("09/11/1983", {"born": (BORN, date(1983, 9, 11))}),
    "with two figures of the year": ("9.11.83", {"born": (BORN, date(1983, 9, 11))}),
    "this year's two figures": ("1/2/26", {"born": (date(2026, 2, 1), date(2026, 1, 2))}),
    "next year's are of a century ago": ("1/2/27", {"born": (date(1927, 2, 1), date(1927, 1, 2))}),
    "with spaces": ("9 11 1983", {"born": (BORN, date(1983, 9, 11))}),
    "year first": ("1983-11-09", {"born": (BORN, date(1983, 9, 11))}),
    "in Italian": ("9 novembre 1983", {"born": (BORN,)}),
    "in French": ("9 août 1983", {"born": (date(1983, 8, 9),)}),
    "in English": ("9th of August 1983", {"born": (date(1983, 8, 9),)}),
    "a day that cannot be swapped": ("29/11/1983", {"born": (date(1983, 11, 29),)}),
    "a day that is in no calendar": ("31/02/1983", {"born": ()}),
    "a day to come": ("09/11/2083", {"born": ()}),
    "eight figures may be a date": ("09111983", {"born": (BORN, date(1983, 9, 11)), "phones": ("9111983",)}),
    "a telephone": ("333 12 34 567", {"phones": ("3331234567",), "born": ()}),
    "with country and a name": ("samira +39 333-1234567", {"names": ["samira"], "phones": ("393331234567",)}),
    "a codice fiscale": ("RSSMRA83S49E897X", {"codes": ("RSSMRA83S49E897",)}),
    "with omocodia": ("rssmraUPS49E897X", {"codes": ("RSSMRA83S49E897",)}),
    "in groups": ("RSS MRA 83S49 E897X", {"codes": ("RSSMRA83S49E897",), "names": []}),
    "begun": ("rssmra83", {"codes": ("RSSMRA83",)}),
    "a health code": ("STP1234567890123456", {"codes": ("STP1234567890123456",)}),
    "an address": ("via verdi 4", {"places": ["verdi 4"], "has_street": True}),
    "an address and a name": ("rossi via verdi 4", {"places": ["verdi 4"], "beside": ["rossi"]}),
    "abbreviated": ("v.le dei Mille 12/a", {"places": ["dei mille 12"]}),
    "a street named after a day": ("via 25 aprile 3", {"places": ["25 aprile 3"]}),
    "without via, it may be a name too": ("verdi 4", {"places": ["verdi 4"], "names": ["verdi"]}),
    "nothing": ("", {"is_empty": True}),
    "signs": ("?!… 🔔", {"is_empty": True}),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_read(text: str, expected: dict[str, Any]) -> None:
    asked = read(text, TODAY)
    seen: dict[str, Any] = {
        "names": [one.text for one in asked.names],
        "beside": [one.text for one in asked.places[0].names] if asked.places else [],
        "places": [one.core for one in asked.places],
    }
    assert {name: seen.get(name, getattr(asked, name, None)) for name in expected} == expected


@given(st.text(max_size=250))
def test_any_text_is_read(text: str) -> None:
    assert len(read(text, TODAY).names) <= 6


def test_only_the_last_word_may_go_on() -> None:
    assert [one.may_go_on for one in read("anna maria ros", TODAY).names] == [False, False, True]


ALIKE = {
    "the same": ("rossi", "rossi", How.SAME),
    "another spelling": ("mohamed", "muhammad", How.VARIANT),
    "Arabic letters": ("mohamed", "mhmd", How.SCRIPT),
    "an edit": ("bianchi", "biancho", How.EDITED),
    "two edits in a long word": ("esposito", "espsitto", How.EDITED),
    "heard alike": ("youssef", "yusuf", How.VARIANT),
    "begun": ("bian", "bianchi", How.BEGINS),
    "three letters and an edit": ("ali", "alo", None),
    "two edits in a short word": ("rossi", "rasse", None),
    "consonants of another name": ("hassan", "hussein", None),
    "a long name for two consonants": ("ly", "lilia", None),
    "the end is no beginning": ("anchi", "bianchi", None),
}


@pytest.mark.parametrize(("typed", "word", "how"), ALIKE.values(), ids=ALIKE)
def test_match(typed: str, word: str, how: How | None) -> None:
    found = match(typed, word, may_go_on=True)
    assert (found.how if found else None) == how


def test_the_nearer_the_higher() -> None:
    words = ("rossi", "rosssi", "rosse")
    scores = [found.score for word in words if (found := match("rossi", word))]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_who_bears_more_than_was_typed_comes_a_little_after() -> None:
    asked = typed_words(["anna", "rossi"])
    whole, more = (
        name_score(asked, frozenset(words)) for words in (["anna", "rossi"], ["anna", "rossi", "lia"])
    )
    assert (whole[0], more[0]) == (100, 99)
    assert (whole[1], more[1]) == ((likeness.SAME_NAME,), (likeness.SAME_WORDS,))


def test_a_word_that_is_not_in_the_name_is_told() -> None:
    score, reasons = name_score(typed_words(["anna", "xyzzy"]), frozenset({"anna"}))
    assert score == 50
    assert [(one.text, one.facts) for one in reasons] == [(likeness.NOT_FOUND, {"typed": "xyzzy"})]


BIRTHS = {
    "that day": (Asked(born=both_orders(BORN)), BORN, likeness.BORN),
    "swapped": (Asked(born=both_orders(BORN)), date(1983, 9, 11), likeness.BORN_SWAPPED),
    "another day of the year": (Asked(born=(BORN,)), date(1983, 1, 1), likeness.BORN_IN_YEAR_ONLY),
    "another year": (Asked(born=(BORN,)), date(1984, 1, 1), likeness.BORN_OTHERWISE),
    "not recorded": (Asked(born=(BORN,)), None, likeness.BORN_UNKNOWN),
    "that year": (Asked(year=1983), BORN, likeness.BORN_IN_YEAR),
    "not that year": (Asked(year=1984), BORN, likeness.BORN_OTHERWISE),
    "not asked": (Asked(), BORN, None),
}


@pytest.mark.parametrize(("asked", "born_on", "reason"), BIRTHS.values(), ids=BIRTHS)
def test_birth(asked: Asked, born_on: date | None, reason: likeness.Reason | None) -> None:
    assert likeness.birth_reason(asked, born_on) is reason
    assert found_by(asked, born_on, frozenset(), ())[1] == ((reason,) if reason else ())


def test_who_is_known_by_a_code_is_meant_whatever_the_name() -> None:
    asked = Asked(names=typed_words(["anna"]), codes=("RSSMRA",))
    score, reasons = found_by(asked, None, frozenset({"ugo"}), (likeness.CODE,))
    assert score == 60
    assert reasons[0] is likeness.CODE


AGES = {
    "both ends": (Narrowing(youngest=18, oldest=29), (date(1996, 3, 3), date(2008, 3, 2))),
    "none": (Narrowing(), (None, None)),
    "the young": (Narrowing(oldest=17), (date(2008, 3, 3), None)),
    "the old": (Narrowing(youngest=65), (None, date(1961, 3, 2))),
}


@pytest.mark.parametrize(("narrowing", "between"), AGES.values(), ids=AGES)
def test_ages_as_birth_dates(narrowing: Narrowing, between: tuple[date | None, date | None]) -> None:
    assert narrowing.born_between(TODAY) == between


def test_codes_and_telephones_as_they_are_compared() -> None:
    assert plain_code("rss-mra ups49 e897z") == "RSSMRA83S49E897"
    assert plain_code("loc 000 12") == "LOC00012"
    assert phone_digits("0039 (0)376 12-34") == "3903761234"
