"""Looks up at once what the rows of a table speak of: dwellings by code or door, tenancies by contract."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from campanello.core.access import Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import folded
from campanello.core.models import Organisation
from campanello.homes.models import ArrearsStatement, Dwelling, Neighbourhood, Tenancy
from campanello.homes.rules.imports import Where
from campanello.people.rules.keys import plain

Holding = list[Tenancy]
AT_ONCE = 500


class NoSuchDwelling(Refused):
    """A row names a dwelling that is not there, or not the actor's."""

    code = "homes.no-such-dwelling"
    text = _("There is no such dwelling among yours. Check the code or the address, or record it first.")


class SeveralDwellings(Refused):
    """A row's words fit several dwellings."""

    code = "homes.several-dwellings"
    text = _("%(count)s dwellings are like that. Add the stair, the floor, the door, or the owner.")


@dataclass(frozen=True)
class Homes:
    """The dwellings in which an actor may bring tables in, ready to be found."""

    by_code: Mapping[str, list[Dwelling]]
    by_address: Mapping[str, list[Dwelling]]

    @classmethod
    def of(cls, actor: Actor) -> "Homes":
        """Look them up, in one query."""
        by_code: dict[str, list[Dwelling]] = defaultdict(list)
        by_address: dict[str, list[Dwelling]] = defaultdict(list)
        found = Dwelling.objects.visible_to(actor, Right.IMPORT_HOMES)
        for one in found.select_related("building", "stair", "owner"):
            if one.code:
                by_code[one.code.casefold()].append(one)
            by_address[one.building.search].append(one)
        return cls(by_code, by_address)

    def find(self, where: Where) -> Dwelling:
        """The one dwelling that a row means.

        Raises:
            NoSuchDwelling, SeveralDwellings.
        """
        if where.code:
            found = self.by_code.get(where.code.casefold(), [])
        else:
            found = self.by_address.get(plain(f"{where.street} {where.number}")[:160], [])
        left = [one for one in found if _is(one, where)]
        if not left:
            raise NoSuchDwelling
        if len(left) > 1:
            raise SeveralDwellings(count=len(left))
        return left[0]


def _is(one: Dwelling, where: Where) -> bool:
    if where.owner and (one.owner is None or not _is_named(one.owner, where.owner)):
        return False
    if where.code:
        return True
    return (
        (not where.stair or one.stair.label.casefold() == where.stair.casefold())
        and (where.floor is None or one.floor == where.floor)
        and (not where.door or one.door.casefold() == where.door.casefold())
    )


def _is_named(body: Organisation, name: str) -> bool:
    """Whether a name is an organisation's, or the kind of landlord it is."""
    return folded(name) in {folded(body.name), folded(body.kind)}


def named(bodies: Collection[Organisation], name: str) -> Organisation | None:
    """The organisation that a cell names; None where none or several are so called."""
    found = [body for body in bodies if _is_named(body, name)]
    exact = [body for body in found if folded(body.name) == folded(name)]
    found = exact or found
    return found[0] if len(found) == 1 else None


def hold(dwellings: Collection[int]) -> None:
    """Hold dwellings for writing, and with them their tenancies, always in the order of their keys."""
    wanted = sorted(dwellings)
    for at in range(0, len(wanted), AT_ONCE):
        some = Dwelling.objects.filter(pk__in=wanted[at : at + AT_ONCE]).order_by("pk")
        list(some.select_for_update().values_list("pk", flat=True))


def projects_at(neighbourhoods: Collection[int]) -> Mapping[int, int]:
    """The project that works in each neighbourhood; the first by code where there are several."""
    rows = Neighbourhood.objects.filter(pk__in=neighbourhoods, projects__isnull=False).order_by(
        "-projects__code"
    )
    return dict(rows.values_list("pk", "projects"))


def _tenancies() -> QuerySet[Tenancy]:
    return Tenancy.objects.select_related("holder", "dwelling").order_by("starts_on", "pk")


def tenancies_in(dwellings: Collection[int]) -> Mapping[int, Holding]:
    """The tenancies of dwellings, by dwelling, the earliest first."""
    found: dict[int, Holding] = defaultdict(list)
    for at in range(0, len(dwellings), AT_ONCE):
        some = list(dwellings)[at : at + AT_ONCE]
        for one in _tenancies().filter(dwelling__in=some):
            found[one.dwelling_id].append(one)
    return found


def tenancies_of(households: Collection[int]) -> Mapping[int, Holding]:
    """The tenancies of households, by household."""
    found: dict[int, Holding] = defaultdict(list)
    for at in range(0, len(households), AT_ONCE):
        some = list(households)[at : at + AT_ONCE]
        for one in _tenancies().filter(household__in=some):
            found[one.household_id].append(one)
    return found


def by_contract(codes: Collection[str]) -> Mapping[str, Tenancy]:
    """Tenancies by the contract's code; whose they are is for the caller to look at."""
    found: dict[str, Tenancy] = {}
    wanted = sorted(codes)
    for at in range(0, len(wanted), AT_ONCE):
        rows = _tenancies().filter(code__in=wanted[at : at + AT_ONCE])
        found |= {one.code: one for one in rows}
    return found


def creditors(actor: Actor) -> list[Organisation]:
    """Who may be owed, as far as the actor may state it: their own landlord, or the landlords of their projects."""
    if own := landlords_with(actor, Right.WRITE_ARREARS):
        return list(Organisation.objects.filter(pk__in=own))
    projects = projects_with(actor, Right.WRITE_ARREARS)
    parts = Q(led_projects__in=projects) | Q(projects__in=projects)
    seen = Dwelling.objects.visible_to(actor, Right.WRITE_ARREARS).values("owner")
    public = Organisation.objects.filter(parts, kind__in=["aler", "municipality"]).values("pk")
    return list(Organisation.objects.filter(Q(pk__in=seen) | Q(pk__in=public)))


def statements_of(tenancies: Collection[int]) -> list[ArrearsStatement]:
    """The statements of tenancies that no other corrects."""
    wanted = sorted(tenancies)
    found: list[ArrearsStatement] = []
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        found += ArrearsStatement.objects.filter(tenancy__in=some, is_replaced=False)
    return found
