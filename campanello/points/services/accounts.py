"""Opens accounts when they are first needed; each is there once."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from campanello.points.models import Account
from campanello.points.queries import accounts as queries

# Without letters and figures that look alike, in writing and when said aloud.
_SIGNS = "ABCDEFGHJKLMNPQRTUVWXYZ2346789"


def of_households(project: int, households: Iterable[int], *, at: datetime) -> dict[int, Account]:
    """The accounts of some households in a project, opened where there is none; within the open transaction."""
    wanted = sorted(set(households))
    found = queries.household_accounts(project, wanted)
    missing = [one for one in wanted if one not in found]
    if missing:
        Account.objects.bulk_create(
            [
                Account(
                    project_id=project,
                    kind="household",
                    household_id=one,
                    gift_code=gift_code(),
                    opened_at=at,
                )
                for one in missing
            ],
            ignore_conflicts=True,  # somebody else opened it meanwhile
        )
        found = queries.household_accounts(project, wanted)
    return found


def of_person(project: int, person: int, *, at: datetime) -> Account:
    """The account of somebody who is in no household here: what they earn, they give away."""
    found, _ = Account.objects.get_or_create(
        project_id=project, kind="person", person_id=person, defaults={"opened_at": at}
    )
    return found


def of_creditor(project: int, creditor: int, kind: str, *, at: datetime) -> Account:
    """The account of points on their way to a creditor (`pending`), or arrived there (`settled`)."""
    found, _ = Account.objects.get_or_create(
        project_id=project, kind=kind, creditor_id=creditor, defaults={"opened_at": at}
    )
    return found


def of_project(project: int, kind: str, *, at: datetime) -> Account:
    """A project's `pool`, or what has `expired` there."""
    found, _ = Account.objects.get_or_create(
        project_id=project, kind=kind, strip=0, defaults={"opened_at": at}
    )
    return found


def gift_code() -> str:
    """A code to tell a neighbour, in two groups of four."""
    drawn = [secrets.choice(_SIGNS) for _ in range(8)]
    return f"{''.join(drawn[:4])}-{''.join(drawn[4:])}"
