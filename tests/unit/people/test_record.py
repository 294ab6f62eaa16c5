"""A whole record: what holds on a day, what to know first, the story."""

from datetime import date
from uuid import UUID

import pytest

from campanello.people.rules.person import PersonFacts
from campanello.people.rules.record import (
    HeldCode,
    HeldConsent,
    HeldContact,
    HeldEmployment,
    HeldMembership,
    HeldParticipation,
    HeldPermit,
    HeldSpecial,
    Limits,
    PersonRecord,
    warnings,
)
from campanello.people.rules.timeline import events

TODAY, LONG_AGO = date(2026, 3, 2), date(2020, 1, 1)
UID = UUID(int=1)
LIMITS = Limits(permit_warning_days=60, permit_grace_days=60, provisional_months=6)
ROSA = PersonFacts(family_name="Bianchi", given_name="Rosa", born_on=date(1950, 5, 1))


def _record(facts: PersonFacts = ROSA, **parts: object) -> PersonRecord:
    given = {"special": None} | parts
    return PersonRecord(
        person=1,
        uid=UID,
        version=1,
        on=TODAY,
        registered_on=LONG_AGO,
        is_restricted=False,
        facts=facts,
        **given,  # type: ignore[arg-type]
    )


def _code(kind: str, normal: str, starts_on: date = LONG_AGO, ends_on: date | None = None) -> HeldCode:
    return HeldCode(1, 1, kind, normal, normal, "", "declared", starts_on, ends_on)


def _permit(row: int, expires_on: date | None, asked: date | None = None) -> HeldPermit:
    return HeldPermit(row, 1, "STUDIO", "", None, expires_on, asked)


def _said(record: PersonRecord) -> list[str]:
    return [text % facts for text, facts in warnings(record, LIMITS)]


def test_what_ended_no_longer_counts_but_stays_in_the_record() -> None:
    ended = HeldContact(1, 1, "door", "", "", "", False, False, LONG_AGO, TODAY)
    holds = HeldContact(2, 1, "door", "", "", "", False, False, LONG_AGO, date(2026, 3, 3))
    record = _record(contacts=(ended, holds))
    assert record.current_contacts == (holds,)
    assert record.contacts == (ended, holds)


def test_the_latest_status_that_began_is_the_one_that_holds() -> None:
    past, now = (
        HeldEmployment(1, 1, "student", LONG_AGO, "declared"),
        HeldEmployment(2, 1, "employed", TODAY, "declared"),
    )
    ahead = HeldEmployment(3, 1, "retired", date(2026, 3, 3), "declared")
    assert _record(employment=(past, ahead, now)).current_employment == now
    assert _record().current_employment is None


@pytest.mark.parametrize(
    ("kinds", "holding"),
    [((), ()), (("none",), ("none",)), (("declined",), ("declined",)), (("none", "other"), ("other",))],
)
def test_an_answer_for_all_counts_where_no_kind_holds(
    kinds: tuple[str, ...], holding: tuple[str, ...]
) -> None:
    special = tuple(HeldSpecial(1, 1, kind, "", "declared", LONG_AGO, None) for kind in kinds)
    assert _record(special=special).special_kinds == holding


def test_a_name_is_what_there_is_of_it() -> None:
    assert _record().name == "Rosa Bianchi"
    assert _record(PersonFacts(other_names="La Rossa")).name == "La Rossa"
    assert _record(PersonFacts(native_name="روزا")).name == "روزا"


def test_age_counts_completed_years_and_is_unknown_without_a_birth_date() -> None:
    assert _record().age == 75
    assert _record(PersonFacts(given_name="Rosa")).age is None


def test_nothing_is_said_of_a_record_in_order() -> None:
    assert _said(_record()) == []
    assert _said(_record(permits=(_permit(1, date(2030, 1, 1)),))) == []


PERMITS = {
    "ended": (date(2026, 3, 1), None, "The residence permit ended on 2026-03-01 and no renewal is recorded."),
    "ending": (
        date(2026, 4, 1),
        None,
        "The residence permit ends on 2026-04-01. Ask whether the renewal was requested.",
    ),
    "being renewed": (
        date(2026, 3, 1),
        date(2026, 2, 1),
        "The residence permit is being renewed since 2026-02-01; until then it is valid.",
    ),
    "without an end": (None, None, "The end of the residence permit is not recorded. Ask to see it."),
}


@pytest.mark.parametrize(("expires_on", "asked", "sentence"), PERMITS.values(), ids=PERMITS)
def test_a_permit_is_warned_of(expires_on: date | None, asked: date | None, sentence: str) -> None:
    assert _said(_record(permits=(_permit(1, expires_on, asked),))) == [sentence]


def test_an_old_permit_that_another_followed_is_no_matter() -> None:
    assert _said(_record(permits=(_permit(1, LONG_AGO), _permit(2, date(2030, 1, 1))))) == []


def test_a_provisional_code_is_warned_of_after_its_months() -> None:
    assert _said(_record(codes=(_code("cf_provisional", "12345670017", date(2025, 9, 3)),))) == []
    assert _said(_record(codes=(_code("cf_provisional", "12345670017", date(2025, 9, 2)),))) == [
        "The provisional code is recorded since 2025-09-02: after 6 months a definite one is due. Ask for it."
    ]


def test_two_codici_fiscali_of_merged_records_are_warned_of() -> None:
    held = (_code("cf", "RCCMNL83S18D969H"), _code("cf", "BNCRSO50E41F205K"))
    assert _said(_record(codes=held))[0].startswith("Two records with different codici fiscali")


def test_what_goes_on_has_no_end_in_the_story() -> None:
    record = _record(
        codes=(_code("stp", "STP0000000000001"),),
        permits=(HeldPermit(1, 1, "STUDIO", "", None, None, None),),
        consents=(HeldConsent(1, 1, "photo", LONG_AGO, None),),
        participations=(HeldParticipation(1, 1, "plan", "Lunetta", LONG_AGO, None, "in_progress"),),
        memberships=(HeldMembership(1, 1, UID, 1, False, "isee", "head", LONG_AGO, None),),
    )
    assert sorted(one.sort for one in events(record)) == [
        "code",
        "consent",
        "entered",
        "moved-in",
        "registered",
    ]


def test_the_story_has_every_dated_fact_and_none_of_the_special_ones() -> None:
    record = _record(
        special=(HeldSpecial(1, 1, "addiction", "", "declared", LONG_AGO, None),),
        codes=(_code("stp", "STP0000000000001", date(2021, 1, 1), date(2021, 7, 1)),),
        employment=(HeldEmployment(1, 1, "employed", date(2022, 1, 1), "declared"),),
        permits=(HeldPermit(1, 1, "STUDIO", "", date(2021, 2, 1), date(2022, 2, 1), date(2022, 1, 15)),),
        consents=(HeldConsent(1, 1, "photo", date(2023, 1, 1), date(2023, 2, 1)),),
        participations=(HeldParticipation(1, 1, "lab", "Lunetta", date(2023, 3, 1), date(2023, 4, 1), ""),),
        memberships=(
            HeldMembership(1, 1, UID, 1, False, "registry", "head", date(2023, 5, 1), date(2023, 6, 1)),
        ),
    )
    told = [(one.day.isoformat(), one.sort) for one in events(record)]
    assert told == [
        ("2023-06-01", "moved-out"),
        ("2023-05-01", "moved-in"),
        ("2023-04-01", "left"),
        ("2023-03-01", "entered"),
        ("2023-02-01", "consent-ended"),
        ("2023-01-01", "consent"),
        ("2022-02-01", "permit-ended"),
        ("2022-01-15", "permit"),
        ("2022-01-01", "employment"),
        ("2021-07-01", "code-ended"),
        ("2021-02-01", "permit"),
        ("2021-01-01", "code"),
        ("2020-01-01", "registered"),
    ]
