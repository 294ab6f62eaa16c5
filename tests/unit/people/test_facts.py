"""Facts about a person: what may be recorded, and what holds on a day."""

import random
from datetime import date

import phonenumbers
import pytest

from campanello.people.rules import facts
from campanello.people.rules.facts import (
    EndsBeforeItStarts,
    InTheFuture,
    NewCitizenship,
    NewContact,
    NewEmployment,
    NewLanguage,
    NewPermit,
    NotAnEmail,
    NotATelephone,
    NotInTheList,
    Permit,
    PermitState,
    TooLongAgo,
    WayNotSaid,
    checked_contact,
    permit_state,
    shown_telephone,
    telephone,
    why_not_born_on,
    why_not_special,
    why_not_until,
)

TODAY = date(2026, 3, 2)

TELEPHONES = {
    "an Italian mobile": ("347 123 4567", "+393471234567"),
    "with dots and brackets": ("(0376) 12.34.56", "+390376123456"),
    "a foreign one with its prefix": ("+212 6 12 34 56 78", "+212612345678"),
    "a prefix of zeros": ("00212612345678", "+212612345678"),
    "marks that turn the direction": ("\u202a347 1234567\u202c", "+393471234567"),
}


@pytest.mark.parametrize(("text", "normal"), TELEPHONES.values(), ids=TELEPHONES)
def test_a_telephone_number_is_one_however_it_is_written(text: str, normal: str) -> None:
    assert telephone(text) == normal


def test_a_bare_mobile_number_is_read_as_the_library_reads_it() -> None:
    dice = random.Random(3)
    for _ in range(300):
        text = f"3{dice.randrange(10 ** dice.randrange(6, 13))}"
        number = phonenumbers.parse(text, "IT")
        if phonenumbers.is_possible_number(number):
            assert telephone(text) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize("text", ["", "ask her", "12", "+", "3" * 40, "<script>", "😀"])
def test_what_can_t_be_called_is_no_telephone(text: str) -> None:
    with pytest.raises(NotATelephone):
        telephone(text)


def test_a_number_is_shown_in_groups_and_what_is_none_as_it_is() -> None:
    assert shown_telephone("+393471234567") == "+39 347 123 4567"
    assert shown_telephone("at the bar") == "at the bar"


CONTACTS = {
    "an e-mail in small letters": (NewContact("email", " Rosa@Example.ORG "), "rosa@example.org"),
    "a neighbour as said": (NewContact("neighbour", "Signora Pia, 3rd floor"), "signora pia, 3rd floor"),
    "at the door, without a word": (NewContact("door"), ""),
    "WhatsApp by its number": (NewContact("whatsapp", "347 1234567"), "+393471234567"),
}


@pytest.mark.parametrize(("contact", "normal"), CONTACTS.values(), ids=CONTACTS)
def test_a_way_to_reach_somebody(contact: NewContact, normal: str) -> None:
    assert checked_contact(contact).normal == normal


BAD_CONTACTS = {
    "a telephone of letters": (NewContact("phone", "ask"), NotATelephone),
    "an e-mail without a domain": (NewContact("email", "rosa@"), NotAnEmail),
    "an e-mail with a space": (NewContact("email", "ro sa@example.org"), NotAnEmail),
    "a script for an e-mail": (NewContact("email", "<b>@example.org"), NotAnEmail),
    "a neighbour without a name": (NewContact("neighbour", " \x00 "), WayNotSaid),
    "a kind of no list": (NewContact("pigeon", "x"), NotInTheList),
}


@pytest.mark.parametrize(("contact", "error"), BAD_CONTACTS.values(), ids=BAD_CONTACTS)
def test_a_way_that_leads_nowhere_is_refused(contact: NewContact, error: type[Exception]) -> None:
    with pytest.raises(error):
        checked_contact(contact)


def test_what_no_list_has_is_refused() -> None:
    with pytest.raises(NotInTheList):
        facts.checked_language(NewLanguage("klingon"))
    with pytest.raises(NotInTheList):
        facts.checked_citizenship(NewCitizenship("ZZ"))
    with pytest.raises(NotInTheList):
        facts.checked_employment(NewEmployment("astronaut", TODAY), TODAY)
    assert facts.checked_citizenship(NewCitizenship("XX")).country == "XX"


def test_nobody_works_from_tomorrow_on() -> None:
    assert facts.checked_employment(NewEmployment("employed", TODAY), TODAY)
    with pytest.raises(InTheFuture):
        facts.checked_employment(NewEmployment("employed", date(2026, 3, 3)), TODAY)


BIRTHS = {
    "today": (TODAY, None),
    "tomorrow": (date(2026, 3, 3), InTheFuture),
    "the oldest that lives": (date(1901, 1, 1), None),
    "older than anybody": (date(1900, 12, 31), TooLongAgo),
    "not recorded": (None, None),
}


@pytest.mark.parametrize(("born_on", "error"), BIRTHS.values(), ids=BIRTHS)
def test_a_birth_date_is_one_that_somebody_alive_may_have(
    born_on: date | None, error: type[Exception] | None
) -> None:
    assert type(why_not_born_on(born_on, TODAY)) is (error or type(None))


ENDS = {
    "on the day it began": (date(2026, 1, 1), None),
    "today": (TODAY, None),
    "before it began": (date(2025, 12, 31), EndsBeforeItStarts),
    "tomorrow": (date(2026, 3, 3), InTheFuture),
}


@pytest.mark.parametrize(("ends_on", "error"), ENDS.values(), ids=ENDS)
def test_a_fact_ends_between_its_start_and_today(ends_on: date, error: type[Exception] | None) -> None:
    assert type(why_not_until(date(2026, 1, 1), ends_on, TODAY)) is (error or type(None))


def test_none_and_declined_exclude_kinds_that_hold() -> None:
    assert why_not_special("none", ["disability"])
    assert why_not_special("declined", ["none", "disability"])
    assert why_not_special("none", ["declined"]) is None
    assert why_not_special("disability", ["none"]) is None
    assert facts.ended_by("disability", ["none", "detention"]) == {"none"}
    assert facts.ended_by("disability", ["disability", "detention"]) == {"disability"}


# With 60 days of warning and of grace.
PERMITS = {
    "valid on its last day but in warning": (Permit(TODAY, None), PermitState.ENDING),
    "ended the day after": (Permit(date(2026, 3, 1), None), PermitState.ENDED),
    "sixty days before is a warning": (Permit(date(2026, 5, 1), None), PermitState.ENDING),
    "sixty-one days before is none": (Permit(date(2026, 5, 2), None), PermitState.VALID),
    "a renewal keeps it valid": (Permit(date(2026, 3, 1), date(2026, 2, 1)), PermitState.PENDING),
    "also one asked sixty days late": (Permit(date(2025, 12, 1), date(2026, 1, 30)), PermitState.PENDING),
    "not one asked later": (Permit(date(2025, 12, 1), date(2026, 1, 31)), PermitState.ENDED),
    "nor one that is still to be asked": (Permit(date(2026, 3, 1), date(2026, 3, 3)), PermitState.ENDED),
    "no end recorded is not valid": (Permit(None, None), PermitState.UNKNOWN),
    "no end recorded, but asked to be renewed": (Permit(None, date(2026, 1, 1)), PermitState.PENDING),
}


@pytest.mark.parametrize(("permit", "state"), PERMITS.values(), ids=PERMITS)
def test_how_a_permit_stands(permit: Permit, state: PermitState) -> None:
    assert permit_state(permit, TODAY, warning_days=60, grace_days=60) is state


BAD_PERMITS = {
    "issued tomorrow": (NewPermit("STUDIO", issued_on=date(2026, 3, 3)), InTheFuture),
    "renewed tomorrow": (NewPermit("STUDIO", renewal_asked_on=date(2026, 3, 3)), InTheFuture),
    "ended before it was issued": (
        NewPermit("STUDIO", issued_on=TODAY, expires_on=date(2026, 3, 1)),
        EndsBeforeItStarts,
    ),
    "a kind of no list": (NewPermit("GOLD"), NotInTheList),
}


@pytest.mark.parametrize(("permit", "error"), BAD_PERMITS.values(), ids=BAD_PERMITS)
def test_a_permit_that_can_t_be_is_refused(permit: NewPermit, error: type[Exception]) -> None:
    with pytest.raises(error):
        facts.checked_permit(permit, TODAY)


def test_a_permit_s_number_is_written_one_way() -> None:
    assert facts.checked_permit(NewPermit("STUDIO", " i 0123 "), TODAY).number == "I 0123"
