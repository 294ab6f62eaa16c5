"""What is left of an erased person in referrals, mandates, calls and messages: rows to count, no word of them."""

from datetime import UTC, datetime

import pytest

from campanello.lab.models import Antenna, CallRequest, Message, Referral
from campanello.people.services import erasure
from tests import factories
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_an_erased_person_leaves_rows_and_no_word() -> None:
    lab = factories.project()
    rosa = factories.person(lab, given_name="Rosalba", family_name="Zampironi")
    other = factories.person(lab, given_name="Ada", family_name="Altro")
    sent = Referral.objects.create(
        project=lab, person=rosa, to_service="CAF", reason="Rosalba needs ISEE", sent_on=LONG_AGO
    )
    mandate = Antenna.objects.create(project=lab, person=rosa, mandate="Zampironi tells", starts_on=LONG_AGO)
    message = Message.objects.create(
        project=lab, person=rosa, channel="email", subject="Desk", text="Ciao Rosalba", prepared_at=NOON
    )
    about = CallRequest.objects.create(project=lab, who="signora Zampironi", why="alone", made_at=NOON)
    kept = Message.objects.create(project=lab, person=other, channel="sms", text="Ciao Ada", prepared_at=NOON)

    erasure.forget([rosa.pk], at=NOON)

    for row in (sent, mandate, message, about, kept):
        row.refresh_from_db()
    assert (sent.state, sent.reason) == ("withdrawn", "")
    assert (mandate.mandate, mandate.ends_on) == ("", LONG_AGO)
    assert (message.state, message.subject, message.text) == ("failed", "", "")
    assert "zampironi" not in about.who.lower()
    assert about.why == "alone"
    assert (kept.state, kept.text) == ("prepared", "Ciao Ada")
