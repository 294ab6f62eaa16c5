"""Lists of redemptions, and one with its steps. Whoever is named on a page leaves a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.points.models import Account, Redemption, SettlementLine, Transfer
from campanello.points.queries import owners, receipts
from campanello.points.queries.owners import Owner

SORTS = {
    "new": ("-asked_at", "-pk"),
    "old": ("asked_at", "pk"),
    "points": ("-points", "-pk"),
}
_BESIDE = ("account", "creditor", "project", "tenancy", "asked_by", "rests_on")


@dataclass(frozen=True)
class Wanted:
    """What a list of redemptions is asked for; each that is empty leaves all."""

    state: str = ""
    creditor: int | None = None
    project: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """A redemption as a list shows it."""

    redemption: Redemption
    owner: Owner

    @property
    def cents(self) -> int:
        """What it was asked to take off the debt."""
        return self.redemption.points * self.redemption.cents_a_point


@dataclass(frozen=True)
class Step:
    """One thing that happened to a redemption's points, with the code of its receipt."""

    kind: str
    points: int
    at: datetime
    receipt: str
    transfer: Transfer


@dataclass(frozen=True)
class Shown:
    """A redemption with all that came of it. `batch`: the number of the settlement that it is in."""

    redemption: Redemption
    owner: Owner
    steps: tuple[Step, ...]
    batch: int | None

    @property
    def open_points(self) -> int:
        """How many are still on their way."""
        one = self.redemption
        return one.points - one.settled_points - one.returned_points

    @property
    def cents(self) -> int:
        """What it was asked to take off the debt."""
        return self.redemption.points * self.redemption.cents_a_point


@dataclass(frozen=True)
class Choices:
    """What a list may be narrowed to."""

    creditors: tuple[Organisation, ...]
    projects: tuple[Project, ...]


def listed(actor: Actor, wanted: Wanted) -> QuerySet[Redemption]:
    """The redemptions that a list asks for, of the actor's projects."""
    found = Redemption.objects.visible_to(actor)
    exact = {"state": wanted.state, "creditor": wanted.creditor, "project__code": wanted.project}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return found.select_related(*_BESIDE).order_by(*SORTS.get(wanted.sort, SORTS["new"]))


def lines(
    actor: Actor, rows: Iterable[Redemption], on: date, verb: str = "points.redemptions-listed"
) -> list[Line]:
    """Redemptions out of `listed` as a list shows them; leaves a line on everybody named. Seven queries at most."""
    found = list(rows)
    named = owners.of_accounts(actor, {one.account_id: one.account for one in found}.values(), on)
    audit.read_many(actor, verb, sorted({one.key for one in named.values() if one.key}))
    return [Line(one, named[one.account_id]) for one in found]


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The redemptions of a list as a file, for who may take people along; leaves lines.

    Raises:
        NotFound: The actor may not.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    rows = list(listed(actor, wanted).filter(project__in=mine))
    audit.exported(actor, "points.redemptions-exported", rows=len(rows))
    return lines(actor, rows, on, "points.redemptions-exported")


def choices(actor: Actor) -> Choices:
    """Creditors and projects of the redemptions that the actor may see. Two queries."""
    seen = Redemption.objects.visible_to(actor).order_by()
    return Choices(
        creditors=tuple(Organisation.objects.filter(pk__in=seen.values("creditor"))),
        projects=tuple(Project.objects.filter(pk__in=seen.values("project"))),
    )


def sums(actor: Actor) -> dict[str, tuple[int, int]]:
    """Points and cents by how far they are: asked for, on their way, taken off, given back. One query."""
    rows = Redemption.objects.visible_to(actor).order_by().values_list("state")
    open_points = F("points") - F("settled_points") - F("returned_points")
    worth = F("cents_a_point")
    told = rows.annotate(
        still=Sum(open_points),
        still_cents=Sum(open_points * worth),
        settled=Sum("settled_points"),
        settled_cents=Sum(F("settled_points") * worth),
        returned=Sum("returned_points"),
        returned_cents=Sum(F("returned_points") * worth),
    )
    found = {"asked": (0, 0), "in_batch": (0, 0), "settled": (0, 0), "returned": (0, 0)}
    for state, still, still_cents, settled, settled_cents, returned, returned_cents in told:
        for name, points, cents in (
            (state if still else "asked", still, still_cents),
            ("settled", settled, settled_cents),
            ("returned", returned, returned_cents),
        ):
            found[name] = (found[name][0] + points, found[name][1] + cents)
    return found


def shown(actor: Actor, uid: UUID, on: date) -> Shown:
    """One redemption with its steps; leaves a line on whose it is.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = Redemption.objects.visible_to(actor).filter(uid=uid).select_related(*_BESIDE).first()
    if found is None:
        raise NotFound
    [line] = lines(actor, [found], on, "points.redemption-read")
    return Shown(found, line.owner, tuple(_steps(found)), _batch(found))


def of_account(account: Account, *, most: int = 20) -> list[Redemption]:
    """An account's redemptions, the latest first. For who was let in to the account."""
    rows = Redemption.objects.filter(account=account.pk).select_related("creditor", "tenancy__dwelling")
    return list(rows.order_by("-asked_at", "-pk")[:most])


def receipt_of(redemption: Redemption) -> str:
    """The code of the receipt that a household gets when it asks."""
    asked = Transfer.objects.filter(redemption=redemption.pk, kind="redemption").first()
    return receipts.code_of(asked) if asked else ""


def _steps(found: Redemption) -> Iterable[Step]:
    rows = list(Transfer.objects.filter(redemption=found.pk).order_by("pk"))
    for row, code in zip(rows, receipts.codes_of(rows), strict=True):
        yield Step(row.kind, row.points, row.recorded_at, code, row)


def _batch(found: Redemption) -> int | None:
    held = SettlementLine.objects.filter(redemption=found.pk, is_void=False)
    return held.values_list("settlement__number", flat=True).first()
