"""Messages in the database: to whom they go and to whom not, kept once, sent once, tried again; templates."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.lab.models import Activity, Message, MessageTemplate, Session, SignUp
from campanello.lab.queries.messages import Audience
from campanello.lab.rules.messages import (
    Letter,
    MessageMoved,
    NobodyToWriteTo,
    NothingToFillIn,
    PersonalSubject,
    SameTitle,
    TooManyMessages,
    Why,
)
from campanello.lab.rules.outreach import Asked
from campanello.lab.services import messages as services
from campanello.lab.services import messages_sending as sending
from campanello.people.models import Consent, ContactWay, Language, Person
from tests import factories
from tests.db.homes.houses import agree
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
LETTER = Letter({"it": "Ciao {first_name}", "ar": "مرحبا {first_name}"}, subject="Sportello")


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def desk(lab: Project) -> Actor:
    return factories.actor(Role.DESK, project=lab)


def reached(lab: Project, kind: str = "email", value: str = "", **given: Any) -> Person:
    """A person who agreed to be written to."""
    person = factories.person(lab, given_name=given.pop("given_name", "Rosa"), **given)
    value = value or (f"p{person.pk}@example.org" if kind == "email" else f"+39333{person.pk:07}")
    ContactWay.objects.create(
        person=person, kind=kind, value=value, normal=value, has_consent=True, starts_on=LONG_AGO
    )
    agree(person, "contact")
    return person


def prepare(actor: Actor, to: Audience, batch: UUID | None = None, **given: Any) -> list[Message]:
    letter = given.pop("letter", LETTER)
    facts = {"project": None, "letter": letter, "to": to, "on": TODAY, "at": NOON} | given
    return services.prepare(actor=actor, batch=batch or uuid4(), **facts)


def test_each_gets_it_in_their_language_by_their_channel_and_sent_twice_it_is_kept_once(
    desk: Actor, lab: Project
) -> None:
    amira = reached(lab, "whatsapp", given_name="Amira")
    Language.objects.create(person=amira, code="ar", is_preferred=True)
    batch = uuid4()
    for _ in range(2):
        (made,) = prepare(desk, Audience(person=amira.uid), batch)
    assert (made.channel, made.language, made.text, made.subject) == ("whatsapp", "ar", "مرحبا Amira", "")
    assert Message.objects.count() == 1
    line = AuditEntry.objects.get(verb="lab.message-prepared")
    assert (line.person, line.facts) == (amira.pk, {})


def test_who_is_left_out_and_why(desk: Actor, lab: Project) -> None:
    fine, silent = reached(lab), factories.person(lab)
    gone = reached(lab)
    Consent.objects.filter(person=gone).update(withdrawn_on=TODAY)
    asked = Asked("silent", days=30)
    shown = services.preview(actor=desk, project=None, letter=LETTER, to=Audience(asked=asked), on=TODAY)
    assert [one.to.key for one in shown.drafts] == [fine.pk]
    assert {one.key: one.reach.why_not for one in shown.left_out} == {
        silent.pk: Why.NO_CONSENT,
        gone.pk: Why.WITHDRAWN,
    }
    assert not Message.objects.exists()
    with pytest.raises(NobodyToWriteTo):
        prepare(desk, Audience(person=silent.uid))


def test_a_session_s_sign_ups_are_told_the_day_and_others_are_not(desk: Actor, lab: Project) -> None:
    activity = Activity.objects.create(project=lab, kind="course", titles={"it": "Corso", "ar": "دورة"})
    session = Session.objects.create(
        activity=activity,
        project=lab,
        on=TODAY,
        starts_at=datetime(2026, 3, 2, 16, 30, tzinfo=UTC),
        ends_at=datetime(2026, 3, 2, 18, tzinfo=UTC),
        place="Sala civica",
    )
    booked, waiting, other = reached(lab), reached(lab), reached(lab)
    for person, state in ((booked, "booked"), (waiting, "waiting"), (other, "cancelled")):
        SignUp.objects.create(session=session, person=person, state=state, made_at=NOON)
    letter = Letter({"it": "{activity}: {day} {time}, {place}"}, subject="{activity} {day}")
    (made,) = prepare(desk, Audience(session=session.uid), letter=letter)
    assert made.person == booked
    assert made.text == "Corso: 02/03/2026 17:30, Sala civica"
    assert made.subject == "Corso 02/03/2026"
    with pytest.raises(NothingToFillIn):
        prepare(desk, Audience(person=booked.uid), letter=letter)
    with pytest.raises(NotFound):
        prepare(factories.actor(Role.DESK), Audience(session=session.uid), letter=letter)


def test_no_subject_tells_a_name(desk: Actor, lab: Project) -> None:
    rosa = reached(lab, family_name="Esempioni")
    with pytest.raises(PersonalSubject):
        prepare(desk, Audience(person=rosa.uid), letter=Letter({"it": "Ciao"}, subject="Per Esempioni"))


def test_more_than_are_sent_at_once_are_refused_with_figures(
    desk: Actor, lab: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campanello.lab.queries.messages.most", lambda on: 1)
    reached(lab), reached(lab)
    with pytest.raises(TooManyMessages) as error:
        prepare(desk, Audience(asked=Asked("silent")))
    assert error.value.facts == {"found": 2, "most": 1}


def test_an_e_mail_is_really_sent_once_to_the_address_of_that_moment(desk: Actor, lab: Project) -> None:
    rosa = reached(lab)
    (made,) = prepare(desk, Audience(person=rosa.uid))
    ContactWay.objects.update(value="new@example.org", normal="new@example.org")
    sending.send_email(actor=desk, uid=made.uid, on=TODAY, at=NOON)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["new@example.org"], "Sportello", "Ciao Rosa")
    with pytest.raises(MessageMoved):
        sending.send_email(actor=desk, uid=made.uid, on=TODAY, at=NOON)
    assert len(mail.outbox) == 1


def test_who_took_their_consent_back_in_between_gets_nothing(desk: Actor, lab: Project) -> None:
    (made,) = prepare(desk, Audience(person=reached(lab).uid))
    Consent.objects.update(withdrawn_on=TODAY)
    row = sending.send_email(actor=desk, uid=made.uid, on=TODAY, at=NOON)
    assert (row.state, row.why_failed, mail.outbox) == ("failed", sending.NOT_ALLOWED, [])


FAILURES = {
    "the server hangs up": (SMTPServerDisconnected("gone"), "SMTPServerDisconnected"),
    "the address is refused, and is not told": (
        SMTPRecipientsRefused({"rosa@example.org": (550, b"no such user")}),
        "SMTPRecipientsRefused",
    ),
    "there is no network": (OSError("unreachable"), "OSError"),
}


@pytest.mark.parametrize(("error", "told"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_kept_and_tried_again(
    desk: Actor, lab: Project, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    (made,) = prepare(desk, Audience(person=reached(lab).uid))

    def fail(self: EmailBackend, messages: Any) -> int:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", fail)
        row = sending.send_email(actor=desk, uid=made.uid, on=TODAY, at=NOON)
    assert (row.state, row.why_failed, row.sent_at) == ("failed", told, None)
    row = sending.send_email(actor=desk, uid=made.uid, on=TODAY, at=NOON)
    assert (row.state, row.why_failed, len(mail.outbox)) == ("sent", "", 1)


def test_e_mails_go_in_bounded_batches_and_each_once(
    desk: Actor, lab: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        reached(lab)
    prepare(desk, Audience(asked=Asked("silent")))
    monkeypatch.setattr(sending.params, "value", lambda name, on: 2)
    first = sending.send_waiting(actor=desk, on=TODAY, at=NOON)
    second = sending.send_waiting(actor=desk, on=TODAY, at=NOON)
    assert [(one.sent, one.left) for one in (first, second)] == [(2, 1), (1, 0)]
    assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox) == 3
    stranger = factories.actor(Role.DESK)
    assert sending.send_waiting(actor=stranger, on=TODAY, at=NOON).sent == 0


def test_what_an_operator_sends_themselves_is_marked_by_them(desk: Actor, lab: Project) -> None:
    (made,) = prepare(desk, Audience(person=reached(lab, "phone").uid))
    assert made.channel == "sms"
    for state in ("opened", "prepared", "opened", "sent"):
        services.mark(actor=desk, uid=made.uid, state=state, at=NOON + timedelta(hours=1))
    made.refresh_from_db()
    assert (made.state, made.sent_at) == ("sent", NOON + timedelta(hours=1))
    with pytest.raises(MessageMoved):
        services.mark(actor=desk, uid=made.uid, state="prepared", at=NOON)
    for tried in (
        lambda: services.mark(actor=factories.actor(Role.DESK), uid=made.uid, state="sent", at=NOON),
        lambda: sending.send_email(actor=desk, uid=made.uid, on=TODAY, at=NOON),
    ):
        with pytest.raises(NotFound):
            tried()


def test_templates_are_a_project_s_and_each_title_is_there_once(desk: Actor, lab: Project) -> None:
    row = services.save_template(actor=desk, title=" Invito ", texts={"it": "Ciao {name}"})
    with pytest.raises(SameTitle):
        services.save_template(actor=desk, title="Invito", texts={"it": "Altro"})
    services.save_template(actor=desk, template=row.pk, title="Invito", texts={"it": "Nuovo", "fr": " "})
    row.refresh_from_db()
    assert row.texts == {"it": "Nuovo"}
    (made,) = prepare(desk, Audience(person=reached(lab).uid), template=row.pk)
    stranger = factories.actor(Role.DESK)
    with pytest.raises(NotFound):
        services.delete_template(actor=stranger, template=row.pk)
    services.delete_template(actor=desk, template=row.pk)
    made.refresh_from_db()
    assert (made.template, MessageTemplate.objects.count()) == (None, 0)
