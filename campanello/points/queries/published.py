"""Points in figures for everybody: how a scheme pays and what came of it; small counts are withheld."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from campanello.points.models import Account, Redemption, Scheme, Tariff


@dataclass(frozen=True)
class Figures:
    """Of a project's points; None where it is withheld because too few households stand behind it."""

    project: int
    issued: int | None
    households: int | None
    settled_points: int | None
    settled_cents: int | None
    paid_for: int | None


def tariffs(on: date) -> list[Tariff]:
    """The tariff that each project's scheme has on a day, by the project's title, with its rates. Two queries."""
    held = Tariff.objects.filter(starts_on__lte=on, scheme__starts_on__lte=on)
    rows = held.select_related("scheme__project").prefetch_related("rates")
    latest: dict[int, Tariff] = {}
    for row in rows.order_by("scheme__project__title", "starts_on", "number"):
        latest[row.scheme_id] = row
    return list(latest.values())


def figures(projects: Iterable[int]) -> dict[int, Figures]:
    """What came of some projects' points. Three queries for any number.

    Points issued are shown where enough households hold an account, debts paid where enough had one paid. The two
    counts are of different households, so that neither tells the other by subtraction.
    """
    wanted = list(projects)
    issued = dict(
        Account.objects.filter(project__in=wanted, kind="issuer")
        .values_list("project")
        .annotate(out=-Sum("balance"))
    )
    holding = dict(
        Account.objects.filter(project__in=wanted, kind="household")
        .values_list("project")
        .annotate(n=Count("pk"))
    )
    paid = Redemption.objects.filter(project__in=wanted, settled_points__gt=0).values("project")
    settled = {
        row["project"]: row
        for row in paid.annotate(
            n=Count("account", distinct=True),
            points=Sum("settled_points"),
            cents=Sum(F("settled_points") * F("cents_a_point")),
        )
    }
    has_scheme = Scheme.objects.filter(Q(project__in=wanted)).values_list("project", flat=True)
    return {
        key: _figures(key, issued.get(key, 0), holding.get(key, 0), settled.get(key)) for key in has_scheme
    }


def _figures(project: int, issued: int, holding: int, settled: Mapping[str, Any] | None) -> Figures:
    told = settled or {"n": 0, "points": 0, "cents": 0}
    is_small, few_paid = _is_small(holding), _is_small(told["n"])
    return Figures(
        project,
        None if is_small else issued,
        None if is_small else holding,
        None if few_paid else told["points"],
        None if few_paid else told["cents"],
        None if few_paid else told["n"],
    )


def _is_small(count: int) -> bool:
    return 0 < count < max(5, settings.SUPPRESS)
