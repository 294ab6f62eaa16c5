"""A letter to each home whose debt went down: before and after, in the reader's language, once."""

from uuid import uuid4

import pytest

from campanello.letters.models import Letter
from campanello.points.rules.settlements import SettlementNotReady
from campanello.points.services import settlement_letters
from campanello.points.services.settlement_letters import tell
from tests.db.points.settling import AFTER, LATER, Settling
from tests.working import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunetta() -> Settling:
    made = Settling()
    made.tenancy.holder = made.amina
    made.tenancy.save()
    return made


def test_confirming_has_each_home_told_what_was_owed_before_and_what_is_left(lunetta: Settling) -> None:
    lunetta.redeem(100, uid=uuid4())
    lunetta.redeem(50, uid=uuid4())
    held = lunetta.confirmed(lunetta.ordered())
    said = {"actor": lunetta.proposer, "uid": held.uid, "on": AFTER, "at": LATER}
    assert tell(**said) == 1
    assert tell(**said) == 1
    letter = Letter.objects.get()
    assert (letter.person, letter.household, letter.kind) == (lunetta.amina, lunetta.home, "settled")
    for told in ("900,50 EUR", "150,00 EUR", "750,50 EUR", "150 punti", "CRO 42", "04/03/2026"):
        assert told in letter.body_it


def test_the_letters_say_the_same_in_each_language() -> None:
    texts = settlement_letters._texts()
    assert set(texts) == {"it", "en", "fr", "es", "ar", "ur"}
    facts = dict.fromkeys(("creditor", "before", "taken", "after", "points", "day", "proof"), "§")
    assert {(text["body"] % facts).count("§") for text in texts.values()} == {7}


def test_who_is_restricted_is_told_in_person_and_holds_no_letter_back(lunetta: Settling) -> None:
    lunetta.redeem(10)
    held = lunetta.confirmed(lunetta.ordered())
    lunetta.amina.restricted_at = LATER
    lunetta.amina.save()
    assert tell(actor=lunetta.proposer, uid=held.uid, on=AFTER, at=LATER) == 0
    assert not Letter.objects.exists()


def test_nobody_is_told_before_it_is_confirmed(lunetta: Settling) -> None:
    lunetta.redeem(10)
    held = lunetta.ordered()
    with pytest.raises(SettlementNotReady):
        tell(actor=lunetta.proposer, uid=held.uid, on=AFTER, at=LATER)


def test_the_job_that_confirming_asked_for_writes_them(lunetta: Settling) -> None:
    lunetta.redeem(10)
    lunetta.confirmed(lunetta.ordered())
    assert not Letter.objects.exists()
    work_off()
    assert Letter.objects.count() == 1
