"""The neighbourhood's pool: what it holds, and which households its points could help, for who parts it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.homes.models import Dwelling, Tenancy
from campanello.people.models import Household
from campanello.people.rules.names import plain
from campanello.points.models import Account, Scheme, Transfer
from campanello.points.queries import accounts, owners, spending
from campanello.points.queries.owners import Owner
from campanello.points.rules.donating import fair_share, share_uid

SORTS = {"debt", "least", "name"}


@dataclass(frozen=True)
class Needy:
    """A household that owes, and what points could still do: what its debts can take less what it holds already."""

    household: UUID
    key: int
    owner: Owner
    owed_cents: int
    pending_cents: int
    held: int
    could_use: int
    share: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which households: those whose name has all these words, in what order."""

    words: str = ""
    sort: str = "debt"


def projects(actor: Actor) -> list[Project]:
    """The projects with points where the actor parts the pool, in the order of their codes."""
    schemes = Scheme.objects.visible_to(actor, Right.APPROVE_POINTS).select_related("project")
    return [one.project for one in schemes.order_by("project__code")]


def project(actor: Actor, code: str) -> Project:
    """One of those, by its code; the first where none is named.

    Raises:
        NotFound.
    """
    found = next((one for one in projects(actor) if code in {"", one.code}), None)
    if found is None:
        raise NotFound
    return found


def held(project: int) -> int:
    """How many points a project's pool holds."""
    found = Account.objects.filter(project=project, kind="pool").values_list("balance", flat=True).first()
    return found or 0


def holdings(actor: Actor) -> list[tuple[str, int]]:
    """What each pool of the actor's projects holds, by the project's code."""
    schemes = Scheme.objects.visible_to(actor).select_related("project").order_by("project__code")
    pools = Account.objects.filter(kind="pool", project__in=projects_with(actor, Right.READ_POINTS))
    held = dict(pools.values_list("project", "balance"))
    return [(one.project.code, held.get(one.project_id, 0)) for one in schemes]


def needy(actor: Actor, project: Project, wanted: Wanted, on: date) -> list[Needy]:
    """The households of a project that owe and could use points, for who may read arrears there too.

    A household of the actor's own is left out: another decides about it. Leaves a line on everybody named.

    Raises:
        NotFound: The actor may not read arrears in the project.
    """
    found = _owing(actor, project, on)
    named = owners.of_households(actor, found, on)
    rows = [replace(one, owner=named[one.key]) for one in found.values() if one.key in named]
    if words := set(plain(wanted.words).split()):
        rows = [one for one in rows if words <= set(plain(one.owner.name).split())]
    orders: dict[str, Any] = {
        "least": lambda one: (one.could_use, one.key),
        "name": lambda one: (one.owner.name.casefold(), one.key),
    }
    rows.sort(key=orders.get(wanted.sort, lambda one: (-one.owed_cents, one.key)))
    return rows


def named(actor: Actor, rows: Iterable[Needy]) -> list[Needy]:
    """Households of a page of `needy`; leaves a line on everybody who is named there."""
    shown = list(rows)
    audit.read_many(actor, "points.needy-listed", sorted({one.owner.key for one in shown if one.owner.key}))
    return shown


def was_parted(actor: Actor, project: Project, uid: UUID, households: Iterable[UUID]) -> bool:
    """Whether this parting was done before: pressed twice, it is done once."""
    if project.pk not in projects_with(actor, Right.APPROVE_POINTS):
        return False
    made = [share_uid(uid, one) for one in households]
    return Transfer.objects.filter(project=project.pk, uid__in=made).exists()


def shared(rows: Iterable[Needy], available: int) -> list[Needy]:
    """Households with their fair share of some points: the same for each, none more than it could use."""
    listed = list(rows)
    shares = fair_share(available, {one.key: one.could_use for one in listed})
    return [replace(one, share=shares.get(one.key, 0)) for one in listed]


def households(actor: Actor, project: int, uids: Iterable[UUID]) -> dict[UUID, Household]:
    """The households of a project, or with an account in it, to which the actor may give points of the pool.

    Raises:
        NotFound: One is absent, or not the actor's; or the actor does not part the project's pool.
    """
    if project not in projects_with(actor, Right.APPROVE_POINTS):
        raise NotFound
    wanted = set(uids)
    living = Tenancy.objects.filter(dwelling__building__neighbourhood__projects=project).values("household")
    there = Household.objects.filter(uid__in=wanted)
    known = Account.objects.filter(project=project, kind="household").values("household")
    found = {one.uid: one for one in there.filter(Q(pk__in=living) | Q(pk__in=known))}
    if wanted - found.keys():
        raise NotFound
    return found


def _owing(actor: Actor, project: Project, on: date) -> dict[int, Needy]:
    if project.pk not in projects_with(actor, Right.READ_ARREARS):
        raise NotFound
    scheme = accounts.scheme_of(project.pk)
    near = Dwelling.objects.filter(building__neighbourhood__projects=project.pk)
    homes = set(Tenancy.objects.filter(dwelling__in=near).values_list("household", flat=True))
    debts = spending.debts_of(scheme, homes, on)
    held = accounts.household_accounts(project.pk, debts)
    own = spending.own_households(actor, on)
    uids = dict(Household.objects.filter(pk__in=debts).values_list("pk", "uid"))
    found = {}
    for key, owed in debts.items():
        balance = held[key].balance if key in held else 0
        could_use = sum(one.room_cents // scheme.cents_a_point for one in owed) - balance
        if could_use > 0 and key not in own:
            found[key] = Needy(
                household=uids[key],
                key=key,
                owner=Owner(None, uids[key], None, None, ""),
                owed_cents=sum(one.open_cents for one in owed),
                pending_cents=sum(one.pending_cents for one in owed),
                held=balance,
                could_use=could_use,
            )
    return found
