"""A person's own fields: compared when two edit at once, one person or two, what is still to ask."""

from dataclasses import replace
from datetime import date

import pytest

from campanello.people.rules.person import (
    TO_ASK,
    Known,
    NoName,
    NoSuchField,
    NotInTheList,
    PersonFacts,
    Versions,
    changed,
    checked,
    differing,
    is_one_person,
    still_to_ask,
    versions,
)

TODAY = date(2026, 3, 2)
ROSA = PersonFacts(family_name="Bianchi", given_name="Rosa", born_on=date(1950, 5, 1))


def test_texts_are_stored_tidy_and_the_place_by_its_code() -> None:
    facts = checked(
        replace(
            ROSA,
            family_name=" Bian\u200fchi ",
            birth_place="milano",
            residence_province="mi",
            note=" a \n b ",
        ),
        TODAY,
    )
    assert (facts.family_name, facts.birth_place_code, facts.residence_province) == ("Bianchi", "F205", "MI")
    assert facts.note == "a\nb"


def test_a_code_of_a_place_that_is_right_stays() -> None:
    assert (
        checked(replace(ROSA, birth_place="Lunetta", birth_place_code="e897"), TODAY).birth_place_code
        == "E897"
    )


def test_a_name_that_stands_already_is_left_as_it_is() -> None:
    imported = replace(ROSA, family_name="Bianchi 2")
    assert checked(replace(imported, sex="F"), TODAY, imported).family_name == "Bianchi 2"


def test_a_nickname_is_name_enough() -> None:
    assert checked(PersonFacts(other_names="La Rossa"), TODAY).other_names == "La Rossa"
    with pytest.raises(NoName):
        checked(PersonFacts(note="somebody"), TODAY)


@pytest.mark.parametrize("field", ["sex", "education"])
def test_a_value_of_no_list_is_refused(field: str) -> None:
    with pytest.raises(NotInTheList):
        checked(replace(ROSA, **{field: "zz"}), TODAY)


def test_a_new_place_drops_the_code_of_the_old_one() -> None:
    born = replace(ROSA, birth_place="Milano", birth_place_code="F205")
    assert changed(born, {"birth_place": "Casablanca"}).birth_place_code == ""
    assert changed(born, {"birth_place": "Milano"}).birth_place_code == "F205"
    assert changed(born, {"birth_place": "Cesena", "birth_place_code": "C573"}).birth_place_code == "C573"
    with pytest.raises(NoSuchField):
        changed(born, {"uid": "1"})


def test_what_differs_has_both_values() -> None:
    assert differing(ROSA, replace(ROSA, sex="F")) == {"sex": ("", "F")}
    assert differing(ROSA, ROSA) == {}


CONTESTED = {
    "both, to different values": (("", "F", "M"), True),
    "both, to the same value": (("", "F", "F"), False),
    "the other alone": (("", "F", ""), False),
    "you alone": (("", "", "M"), False),
    "you put back what the other changed": (("F", "M", "F"), False),
}


@pytest.mark.parametrize(("values", "is_contested"), CONTESTED.values(), ids=CONTESTED)
def test_a_field_is_contested_when_both_changed_it_otherwise(
    values: tuple[str, str, str], is_contested: bool
) -> None:
    assert Versions("sex", *values).is_contested is is_contested


def test_every_field_that_somebody_changed_is_told() -> None:
    theirs = replace(ROSA, sex="F")
    assert versions(ROSA, theirs, {"education": "none"}) == (
        Versions("sex", "", "F", ""),
        Versions("education", "", "", "none"),
    )


def test_the_code_of_a_place_is_not_asked_beside_the_place() -> None:
    theirs = replace(ROSA, birth_place="Milano", birth_place_code="F205")
    yours = {"birth_place": "Mantova", "birth_place_code": "E897"}
    assert [one.field for one in versions(ROSA, theirs, yours)] == ["birth_place"]


ONE = {
    "the same": ({}, True),
    "a slip in the family name": ({"family_name": "Bianci"}, True),
    "names swapped": ({"family_name": "Rosa", "given_name": "Bianchi"}, True),
    "another given name": ({"given_name": "Rosina"}, True),
    "the former name": ({"family_name": "Verdi"}, True),
    "another family name": ({"family_name": "Neri"}, False),
    "no family name": ({"family_name": ""}, False),
    "a day later": ({"born_on": date(1950, 5, 2)}, False),
    "no birth date": ({"born_on": None}, False),
}


@pytest.mark.parametrize(("but", "is_one"), ONE.values(), ids=ONE)
def test_family_name_and_birth_date_make_one_person(but: dict[str, object], is_one: bool) -> None:
    known = replace(ROSA, other_names="Verdi")
    assert is_one_person(known, replace(ROSA, **but)) is is_one


def test_two_records_without_birth_date_are_not_one_for_that() -> None:
    nobody = replace(ROSA, born_on=None)
    assert not is_one_person(nobody, nobody)


def test_everything_is_asked_of_who_is_new_and_nothing_twice() -> None:
    nothing = Known(False, False, False, False, False)
    assert still_to_ask(PersonFacts(given_name="Rosa"), nothing) == tuple(TO_ASK)
    everything = Known(True, True, True, True, True)
    full = replace(ROSA, sex="F", education="none", residence_istat="020030")
    assert still_to_ask(full, everything) == ()


def test_who_declined_is_not_asked_again() -> None:
    declined = PersonFacts(
        given_name="Rosa",
        sex="declined",
        education="declined",
        has_declined_birth=True,
        has_declined_citizenship=True,
        residence_province="MN",
    )
    assert still_to_ask(declined, Known(False, False, False, False, False)) == (
        "code",
        "language",
        "contact",
        "employment",
    )
