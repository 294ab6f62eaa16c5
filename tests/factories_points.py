"""One function per noun of the points, with sensible defaults. Each saves what it makes."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from campanello.core.actor import NOBODY
from campanello.core.models import Organisation, Project
from campanello.core.period import day_of
from campanello.people.models import Household, Person
from campanello.points.models import Account, Award, CreditorTerms, Rate, Scheme, Tariff, Transfer
from campanello.points.rules.ledger import Move
from campanello.points.services import ledger
from tests import factories
from tests.factories import LONG_AGO, TODAY

MOMENT = datetime(2026, 2, 2, 9, tzinfo=UTC)
RATES = {"base": ("hour", 5), "silver": ("hour", 10), "gold": ("hour", 20), "youth": ("time", 2)}
_next = count(1)


def scheme(project: Project | None = None, **given: Any) -> Scheme:
    """A scheme of 100,000 points at 1 EUR, with its tariff of four rates and its issuer's account."""
    made = Scheme.objects.create(
        **{
            "project": project or factories.project(),
            "name": f"Punti {next(_next)}",
            "budget_points": 100_000,
            "starts_on": LONG_AGO,
            "source": "Delibera 1",
        }
        | given
    )
    tariff(made)
    Account.objects.create(project=made.project, kind="issuer", floor=-made.budget_points, opened_at=MOMENT)
    return made


def tariff(scheme: Scheme, **given: Any) -> Tariff:
    """The tariff of 5 points an hour, twice and four times as much, and 2 for a visit to the youth centre."""
    number = scheme.tariffs.count() + 1
    made = Tariff.objects.create(
        **{
            "scheme": scheme,
            "number": number,
            "starts_on": LONG_AGO,
            "source": "Delibera 1",
            "made_at": MOMENT,
        }
        | given
    )
    for code, (unit, points) in RATES.items():
        Rate.objects.create(tariff=made, code=code, names={"it": code}, unit=unit, points=points)
    return made


def account(project: Project, household: Household | None = None, **given: Any) -> Account:
    """A household's account, empty."""
    return Account.objects.create(
        **{
            "project": project,
            "kind": "household",
            "household": None if "person" in given else household or factories.household(),
            "opened_at": MOMENT,
        }
        | given
    )


def terms(scheme: Scheme, creditor: Organisation, **given: Any) -> CreditorTerms:
    """How a creditor is paid: by payment, unless told otherwise."""
    return CreditorTerms.objects.create(
        **{
            "scheme": scheme,
            "creditor": creditor,
            "way": "payment",
            "holder": "ALER",
            "iban": "IT60X0542811101000000123456",
            "source": "Lettera 1",
            "starts_on": LONG_AGO,
        }
        | given
    )


def given(account: Account, points: int, *, at: datetime = MOMENT, person: Person | None = None) -> Transfer:
    """Points that an account earned at a moment."""
    issuer = Account.objects.filter(project=account.project, kind="issuer").order_by("pk")[0]
    move = Move(
        uuid4(), issuer.pk, account.pk, points, "award", earned_by=person and person.pk, earned_on=day_of(at)
    )
    (key,) = ledger.post(actor=NOBODY, project=account.project_id, moves=[move], at=at)
    account.refresh_from_db()
    return Transfer.objects.get(pk=key)


def hand_award(scheme: Scheme, person: Person, **given: Any) -> Award:
    """Three hours in the courtyard, proposed; it waits unless told otherwise."""
    return Award.objects.create(
        **{
            "project": scheme.project,
            "person": person,
            "rate": Rate.objects.get(tariff__scheme=scheme, code="base"),
            "what": "Pulizia del cortile",
            "done_on": TODAY,
            "minutes": 180,
            "points": 15,
            "evidence": "Foto del cortile",
            "proposed_at": MOMENT,
        }
        | given
    )
