"""The small world's points and letters, for the access table: one record of each kind in a project."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from campanello.accounts.models import DoorKey, User
from campanello.core.actor import NOBODY, Role
from campanello.core.models import Organisation, Project
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.lab.models import Attendance, LabPlace, Session
from campanello.letters.models import Batch, Letter, Template
from campanello.people.models import Delegation, Person
from campanello.points.models import (
    Account,
    AwardedSession,
    CreditorTerms,
    Redemption,
    Scheme,
    Settlement,
    SettlementLine,
    Transfer,
    Withheld,
    Worth,
)
from campanello.points.queries.receipts import code_of
from campanello.points.rules.issuing import AwardLine
from campanello.points.services import donating, issuing, redeeming
from tests import factories, factories_points
from tests.factories import LONG_AGO, TODAY
from tests.factories_points import MOMENT


def records(project: Project, person: Person) -> dict[str, Any]:
    """What the lines of `access_points` name, by the words they use for it."""
    lab_of_everybody()
    scheme = factories_points.scheme(project)
    return (
        {"scheme": scheme.uid}
        | _awards(scheme, person)
        | _doors(project, person)
        | _hand_awards(scheme, person)
        | _ledger(scheme)
        | _settlements(scheme, person)
        | _spending(scheme, person)
        | _letters(project, person)
    )


def _awards(scheme: Scheme, person: Person) -> dict[str, Any]:
    """A signed register that is not awarded, one that is, something withheld, a creditor's terms."""
    activity = factories.activity(scheme.project)
    Worth.objects.create(activity=activity, code="base", starts_on=LONG_AGO, made_at=MOMENT)
    signed, awarded = (
        factories.session(activity, starts_at=MOMENT - timedelta(days=days)) for days in (1, 2)
    )
    row = {"person": person, "presence": "present", "minutes": 60, "recorded_at": MOMENT}
    attendance = Attendance.objects.create(session=awarded, **row)
    Attendance.objects.create(session=signed, **row)
    Session.objects.filter(activity=activity).update(signed_at=MOMENT, signed_by=factories.user())
    figures = {"people": 1, "minutes": 60, "points": 5, "withheld": 1, "last_row": attendance.pk}
    AwardedSession.objects.create(session=awarded, project=scheme.project, awarded_at=MOMENT, **figures)
    held = Withheld.objects.create(
        attendance=attendance, project=scheme.project, why="overlap", points=5, found_at=MOMENT
    )
    terms = factories_points.terms(scheme, factories.organisation(kind="aler"))
    return {
        "signed_session": signed.uid,
        "awarded_session": awarded.uid,
        "signed_activity": activity.uid,
        "withheld": held.pk,
        "creditor_terms": terms.pk,
        "project_code": scheme.project.code,
    }


def _doors(project: Project, person: Person) -> dict[str, Any]:
    """Somebody with a way in to the app, for whom the person acts and who acts for the person."""
    other = factories.person(project, given_name=person.given_name, family_name=person.family_name)
    user = factories.user(name=person.name, person=other.pk)
    factories.assignment(user=user, role=Role.RESIDENT)
    told: dict[str, Any] = {
        "scopes": "points",
        "starts_on": LONG_AGO,
        "ends_on": date(2090, 1, 1),
        "basis": "paper",
        "evidence": person.family_name,
        "made_at": MOMENT,
    }
    return {
        "door_person": other.uid,
        "door": door(user).pk,
        "delegation": Delegation.objects.create(principal=person, delegate=other, **told).uid,
        "held_delegation": Delegation.objects.create(principal=other, delegate=person, **told).uid,
    }


def door(user: User) -> DoorKey:
    """A letter that opens."""
    return DoorKey.objects.create(
        user=user,
        way="letter",
        secret_sha256=uuid4().hex * 2,
        pin="!",
        made_at=MOMENT,
        expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )


def lab_of_everybody() -> None:
    """A lab whose page everybody may open; the same for both sides of the world."""
    lead = factories.organisation()
    known, _made = Project.objects.get_or_create(code="LAB", defaults={"title": "Laboratorio", "lead": lead})
    LabPlace.objects.get_or_create(
        project=known,
        defaults={"name": "Laboratorio", "address": "Via Esempio 1", "town": "Mantova", "changed_at": MOMENT},
    )


def _letters(project: Project, person: Person) -> dict[str, Any]:
    """A text of the landlord's, letters that were sent with it, others that are a draft."""
    sender = Organisation.objects.filter(dwellings__tenancies__holder=person).first() or project.lead
    text = Template.objects.create(
        project=project,
        sender=sender,
        code=f"lettera-{project.pk}",
        kind="works",
        titles={"it": "Lavori"},
        bodies={"it": "Ciao {nome}."},
        made_at=MOMENT,
    )
    told: dict[str, Any] = {"project": project, "sender": sender, "dated_on": LONG_AGO, "made_at": MOMENT}
    draft = Batch.objects.create(template=text, letters_count=1, **told)
    made = Batch.objects.create(template=text, letters_count=1, state="sent", sent_at=MOMENT, **told)
    letter = Letter.objects.create(
        batch=made,
        kind="works",
        person=person,
        language="it",
        title="Lavori",
        body="Ciao.",
        title_it="Lavori",
        body_it="Ciao.",
        address=person.name,
        in_app_at=MOMENT,
        **told,
    )
    return {
        "letter": letter.uid,
        "letter_text": text.uid,
        "letter_batch": made.uid,
        "letter_draft": draft.uid,
    }


def _ledger(scheme: Scheme) -> dict[str, Any]:
    """An award, and the code of its receipt."""
    home = factories_points.account(scheme.project)
    line = AwardLine(home.pk, 5, uid=uuid4())
    (key,) = issuing.award(actor=NOBODY, project=scheme.project_id, lines=[line], at=MOMENT)
    return {"receipt": code_of(Transfer.objects.get(pk=key))}


def _hand_awards(scheme: Scheme, person: Person) -> dict[str, Any]:
    """An award by hand that waits, and points that were given into an account of the person's own."""
    waiting = factories_points.hand_award(scheme, person, points=60, needs_second=True)
    account = factories_points.account(scheme.project, kind="person", household=None, person=person)
    given = factories_points.given(account, 7, person=person)
    return {"hand_award": waiting.uid, "point_account": account.uid, "award_transfer": given.uid}


def _settlements(scheme: Scheme, person: Person) -> dict[str, Any]:
    """A settlement with the person's landlord that is confirmed, and points that wait for the next one."""
    tenancy = Tenancy.objects.filter(holder=person).first()
    if tenancy is None:
        return {}
    creditor = tenancy.dwelling.owner or scheme.project.lead
    factories_points.terms(scheme, creditor)
    paid = _redeemed(scheme, tenancy, creditor)
    held = Settlement.objects.create(
        project=scheme.project,
        creditor=creditor,
        number=1,
        way="payment",
        state="confirmed",
        points=10,
        cents=1_000,
        settled_cents=1_000,
        holder="ALER",
        iban="IT60X0542811101000000123456",
        payer="Comune di Prova",
        payer_iban="IT60X0542811101000000123456",
        proposed_at=MOMENT,
        proposed_by=factories.user(),
        approved_at=MOMENT,
        ordered_at=MOMENT,
        pays_on=MOMENT.date(),
        confirmed_at=MOMENT,
        paid_on=MOMENT.date(),
        proof="CRO 1",
    )
    SettlementLine.objects.create(
        settlement=held,
        number=1,
        redemption=paid,
        points=10,
        cents=1_000,
        debt_cents=90_000,
        before_cents=90_000,
        settled_cents=1_000,
    )
    return {
        "settlement": held.uid,
        "settlement_tenancy": tenancy.uid,
        "settlement_project": scheme.project.pk,
        "settlement_creditor": creditor.pk,
    }


def _redeemed(scheme: Scheme, tenancy: Tenancy, creditor: Organisation) -> Redemption:
    """Points that are paid; others of the same household are still asked for."""
    stated = ArrearsStatement.objects.filter(tenancy=tenancy).first() or ArrearsStatement.objects.create(
        tenancy=tenancy, creditor=creditor, as_of=LONG_AGO, amount_cents=90_000, source="landlord"
    )
    account = factories_points.account(scheme.project, tenancy.household)
    asked: dict[str, Any] = {
        "project": scheme.project,
        "account": account,
        "tenancy": tenancy,
        "creditor": creditor,
        "way": "payment",
        "points": 10,
        "cents_a_point": 100,
        "rests_on": stated,
        "asked_at": MOMENT,
    }
    Redemption.objects.create(**asked)
    return Redemption.objects.create(**asked, settled_points=10, state="settled", closed_at=MOMENT)


def _spending(scheme: Scheme, person: Person) -> dict[str, Any]:
    """Points that the person's household put towards its rent, and others that it gave to the pool."""
    statement = ArrearsStatement.objects.filter(tenancy__household__memberships__person=person).latest("pk")
    there = Account.objects.filter(project=scheme.project, household=statement.tenancy.household).first()
    account = there or factories_points.account(scheme.project, statement.tenancy.household)
    factories_points.given(account, 20, person=person)
    if not CreditorTerms.objects.filter(scheme=scheme, creditor=statement.creditor).exists():
        factories_points.terms(scheme, statement.creditor)
    coordinator = factories.actor(Role.COORDINATOR, project=scheme.project)
    told: dict[str, Any] = {"actor": coordinator, "account": account.uid, "at": MOMENT, "on": TODAY}
    redeemed = redeeming.redeem(
        tenancy=statement.tenancy.uid, creditor=statement.creditor_id, points=5, uid=uuid4(),
        with_staff=True, **told,
    )  # fmt: skip
    gift = donating.donate(to=None, points=5, nothing_in_return=True, uid=uuid4(), **told)
    return {
        "spender": account.uid,
        "redemption": redeemed.uid,
        "gift": gift.transfer.uid,
        "points_project": scheme.project.code,
    }
