"""Letters in the database: written once with their text frozen, sent as each reader wishes, read with a receipt."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core import jobs
from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Organisation, Project
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.letters.models import Batch, Letter, Template
from campanello.letters.queries import batches as batch_queries
from campanello.letters.queries import own, sent
from campanello.letters.queries.sent import Wanted
from campanello.letters.rules.batches import BatchMoved, Chosen, DebtNotYours, NobodyToWrite, NotSaid
from campanello.letters.rules.writing import NoOfficialText
from campanello.letters.services import batches, erasing, mailing, reading, templates, writing
from campanello.people.models import Language, Person
from tests import factories
from tests.db.lab.test_messages import reached
from tests.factories import TODAY
from tests.working import work_off

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
TEXTS = {"it": ("Il debito scende", "Ora devi meno."), "ar": ("انخفض الدين", "صار الدين أقل.")}
DEBT = {"it": ("Il tuo affitto", "Ciao {nome},\n\ndevi {debito} al {data_debito}. Vieni: {ufficio}.")}


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def case(lab: Project) -> Actor:
    return factories.actor(Role.CASE, project=lab)


def one(actor: Actor, lab: Project, person: Person, **given: Any) -> Letter:
    told: dict[str, Any] = {
        "kind": "settled",
        "texts": TEXTS,
        "dated_on": TODAY,
        "at": NOON,
        "household": None,
    }
    return writing.send_one(actor=actor, project=lab.pk, sender=lab.lead_id, person=person.pk, **told | given)


def home(lab: Project, owed: int | None = None, owner: Organisation | None = None) -> Tenancy:
    """A household in a house of the project, with its head as holder and what it owes."""
    person = factories.person(lab)
    household = factories.household(person)
    place = lab.neighbourhoods.first() or factories.neighbourhood(lab)
    dwelling = factories.dwelling(factories.building(neighbourhood=place), owner=owner)
    made = factories.tenancy(dwelling, household, holder=person)
    if owed is not None:
        ArrearsStatement.objects.create(
            tenancy=made, creditor=dwelling.owner, as_of=TODAY, amount_cents=owed, source="landlord"
        )
    return made


def template(actor: Actor, lab: Project, texts: Any = DEBT, sender: int | None = None) -> Template:
    return templates.write(
        actor=actor,
        uid=uuid4(),
        project=lab.pk,
        sender=sender or lab.lead_id,
        kind="arrears",
        texts=texts,
        on=TODAY,
        at=NOON,
    )


def draft(actor: Actor, text: Template, **given: Any) -> Batch:
    chosen = given.pop("chosen", Chosen(said={"ufficio": "via Roma 1"}))
    told: dict[str, Any] = {"uid": uuid4(), "protocol": "7/2026", "dated_on": TODAY, "on": TODAY, "at": NOON}
    return batches.draft(actor=actor, template=text.uid, chosen=chosen, **told | given)


def test_the_reader_s_language_stands_beside_the_official_text(lab: Project, case: Actor) -> None:
    held = home(lab)
    assert held.holder
    Language.objects.create(person=held.holder, code="ar", is_preferred=True)
    letter = one(case, lab, held.holder, household=held.household_id)
    assert (letter.language, letter.title, letter.title_it) == ("ar", "انخفض الدين", "Il debito scende")
    assert one(case, lab, held.holder, texts={"it": ("Un {", "{segno}")}).body_it == "{segno}"
    assert letter.way == "paper"
    assert letter.in_app_at == NOON
    assert not letter.is_fallback
    assert letter.address.splitlines()[0] == held.holder.name
    assert letter.address.splitlines()[1] == str(held.dwelling.building)


def test_a_language_that_is_missing_is_said_and_italian_goes(lab: Project, case: Actor) -> None:
    person = factories.person(lab)
    Language.objects.create(person=person, code="ur", is_preferred=True)
    letter = one(case, lab, person)
    assert (letter.language, letter.is_fallback) == ("it", True)


def test_sent_twice_with_one_number_it_is_written_once(lab: Project, case: Actor) -> None:
    person, uid = factories.person(lab), uuid4()
    assert one(case, lab, person, uid=uid) == one(case, lab, person, uid=uid)
    with pytest.raises(NoOfficialText):
        one(case, lab, person, texts={"en": ("A", "B")})
    Person.objects.filter(pk=person.pk).update(restricted_at=NOON)
    with pytest.raises(NotFound):
        one(case, lab, person)
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_e_mail_tells_no_debt_and_goes_out_once(lab: Project, case: Actor) -> None:
    person = reached(lab)
    letter = one(case, lab, person)
    letter.refresh_from_db()
    assert letter.way == "email"
    assert letter.emailed_at
    assert "Ora devi meno" not in mail.outbox[0].body
    assert str(letter.uid) in mail.outbox[0].body
    assert mailing.send_now([letter.pk], NOON) == mailing.Outcome(0, 0)
    one(case, lab, person, kind="works")
    assert "Ora devi meno" in mail.outbox[1].body
    assert len(mail.outbox) == 2


def test_reading_leaves_a_receipt_once_and_a_delegate_needs_the_scope(lab: Project, case: Actor) -> None:
    father, daughter = factories.person(lab), factories.person(lab)
    letter = one(case, lab, father)
    user = factories.user(person=daughter.pk)
    barred = Actor(user.pk, "D", person=daughter.pk, stands_for=father.pk, scopes=frozenset({"points"}))
    allowed = Actor(user.pk, "D", person=daughter.pk, stands_for=father.pk, scopes=frozenset({"letters"}))
    for actor in (barred, Actor(user.pk, "D", person=daughter.pk)):
        with pytest.raises(NotFound):
            reading.read(actor=actor, uid=letter.uid, at=NOON)
    assert (own.unread(barred), own.unread(allowed)) == (0, 1)
    read = reading.read(actor=allowed, uid=letter.uid, at=NOON)
    assert (read.read_at, read.read_by) == (NOON, daughter)
    later = reading.read(
        actor=Actor(user.pk, "F", person=father.pk), uid=letter.uid, at=NOON + timedelta(days=1)
    )
    assert (later.read_at, later.read_by) == (NOON, daughter)
    facts = AuditEntry.objects.filter(verb="letters.letter-read").values_list("person", "facts")
    assert list(facts) == [(father.pk, {"by_delegate": True})]


def test_a_batch_is_for_whom_it_was_chosen_and_is_made_once(lab: Project, case: Actor) -> None:
    rich, poor, over = home(lab, 0), home(lab, 40_000), home(lab, 90_000)
    home(lab, 5_000_00).holder  # noqa: B018
    text = template(case, lab)
    with pytest.raises(NotSaid):
        draft(case, text, chosen=Chosen())
    chosen = Chosen(arrears="over", cents=39_999, said={"ufficio": "via Roma 1"})
    made = draft(case, text, chosen=chosen)
    assert made.letters_count == 3
    assert over.holder
    assert poor.holder
    assert rich.holder
    made = batches.leave_out(
        actor=case, uid=made.uid, version=1, people=[over.holder.pk], among=[over.holder.pk], on=TODAY
    )
    assert made.letters_count == 2
    with pytest.raises(BatchMoved):
        batches.send(actor=case, uid=made.uid, version=1, at=NOON)
    batches.send(actor=case, uid=made.uid, version=2, at=NOON)
    with pytest.raises(BatchMoved):
        batches.send(actor=case, uid=made.uid, version=2, at=NOON)
    work_off()
    made.refresh_from_db()
    assert (made.state, made.letters_count) == ("sent", 2)
    body = Letter.objects.get(batch=made, person=poor.holder).body_it
    assert body == f"Ciao {poor.holder.name},\n\ndevi 400,00 EUR al 02/03/2026. Vieni: via Roma 1."
    assert jobs.job_on(case, made.uid).job.facts == {"e_mails": 0}  # type: ignore[union-attr]


def test_interrupted_and_begun_again_nobody_gets_two(lab: Project, case: Actor) -> None:
    for _ in range(3):
        home(lab, 100)
    made = draft(case, template(case, lab))
    batches.send(actor=case, uid=made.uid, version=1, at=NOON)

    def break_off(done: int, total: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        batches.make(actor=case, uid=made.uid, on=TODAY, at=NOON, progress=break_off)
    assert Letter.objects.count() == 0
    batches.make(actor=case, uid=made.uid, on=TODAY, at=NOON, progress=lambda done, total: None)
    Batch.objects.update(state="sending")
    batches.make(actor=case, uid=made.uid, on=TODAY, at=NOON, progress=lambda done, total: None)
    assert Letter.objects.count() == 3


def test_a_sent_letter_keeps_its_text_when_the_template_changes(lab: Project, case: Actor) -> None:
    home(lab, 100)
    text = template(case, lab, {"it": ("Uno", "Primo testo")})
    made = draft(case, text)
    batches.send(actor=case, uid=made.uid, version=1, at=NOON)
    new = templates.write_anew(
        actor=case, uid=text.uid, number=1, texts={"it": ("Uno", "Secondo")}, on=TODAY, at=NOON
    )
    assert (new.number, new.is_current) == (2, True)
    with pytest.raises(templates.TemplateMoved):
        templates.write_anew(actor=case, uid=text.uid, number=1, texts={"it": ("U", "T")}, on=TODAY, at=NOON)
    work_off()
    assert Letter.objects.get().body_it == "Primo testo"


def test_who_may_not_read_debts_writes_of_none(lab: Project) -> None:
    home(lab, 100)
    desk = factories.actor(Role.DESK, project=lab)
    text = template(desk, lab)
    with pytest.raises(DebtNotYours):
        draft(desk, text)
    plain = template(desk, lab, {"it": ("Lavori", "Ciao {nome}")})
    with pytest.raises(DebtNotYours):
        draft(desk, plain, chosen=Chosen(arrears="any"))
    assert draft(desk, plain).letters_count == 1


def test_a_landlord_writes_to_their_own_homes_alone(lab: Project) -> None:
    aler = factories.organisation(kind="aler")
    own_home, other = home(lab, 100, owner=aler), home(lab, 100)
    officer = factories.actor(Role.LANDLORD, organisation=aler)
    made = draft(officer, template(officer, lab, sender=aler.pk))
    people = [one.reader.key for one in batch_queries.audience(officer, made, on=TODAY).chosen]
    assert people == [own_home.holder_id]
    assert other.holder_id not in people
    stranger = factories.actor(Role.LANDLORD)
    with pytest.raises(NotFound):
        batch_queries.batch(stranger, made.uid)


def test_who_takes_part_in_an_activity_is_written_to_once(lab: Project, case: Actor) -> None:
    person = reached(lab)
    activity = factories.activity(lab)
    for _ in range(2):
        session = factories.session(activity)
        session.sign_ups.create(person=person, state="booked", made_at=NOON)
    text = template(case, lab, {"it": ("Festa", "Ciao {nome}")})
    made = draft(case, text, chosen=Chosen(whom="activity", activity=activity.pk))
    assert made.letters_count == 1
    with pytest.raises(NobodyToWrite):
        draft(case, text, chosen=Chosen(whom="activity", activity=0))


def test_queries_do_not_grow_with_homes(lab: Project, case: Actor) -> None:
    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            batch_queries.audience(case, made, on=TODAY)
        return len(asked)

    home(lab, 100)
    made = draft(case, template(case, lab))
    before = counted()
    for _ in range(8):
        home(lab, 100)
    assert counted() == before <= 25


def test_the_list_tells_what_nobody_read_and_erasure_empties_it(lab: Project, case: Actor) -> None:
    person = factories.person(lab)
    letter = one(case, lab, person)
    late = TODAY + timedelta(days=14)
    assert not sent.letters(case, Wanted(which="tell"), on=TODAY)
    assert list(sent.letters(case, Wanted(which="tell"), on=late)) == [letter]
    assert batch_queries.figures(Letter.objects.all(), on=late).to_tell == 1
    reading.tell(actor=case, uid=letter.uid, at=NOON)
    assert not sent.letters(case, Wanted(which="tell"), on=late)
    assert sent.letters(case, Wanted(words=person.family_name), on=late).count() == 1
    assert not sent.letters(factories.actor(Role.CASE), Wanted(), on=late)
    erasing.forget([person.pk], frozenset())
    letter.refresh_from_db()
    assert (letter.body, letter.body_it, letter.address) == ("…", "…", "")
