"""One function per noun of the points, with sensible defaults. Each saves what it makes."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from campanello.core.models import Organisation, Project
from campanello.people.models import Household
from campanello.points.models import Account, CreditorTerms, Rate, Scheme, Tariff
from tests import factories
from tests.factories import LONG_AGO

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
            "household": household or factories.household(),
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
