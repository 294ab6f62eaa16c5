"""Finds schemes of points with what is issued of their budget, and how creditors are paid."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.core.single import single
from campanello.points.models import Account, CreditorTerms, Scheme

KINDS = ("municipality", "aler")


@dataclass(frozen=True)
class Budget:
    """A scheme's budget in points: what is issued of it, and what is left."""

    total: int
    issued: int

    @property
    def left(self) -> int:
        """What may still be issued."""
        return self.total - self.issued

    @property
    def thousandths(self) -> int:
        """What is issued, in thousandths of the whole."""
        return 1000 * self.issued // self.total if self.total else 0


@dataclass(frozen=True)
class Line:
    """A project of the actor's with its scheme, or without one."""

    project: Project
    scheme: Scheme | None
    budget: Budget | None


def scheme(actor: Actor, uid: UUID, *, right: Right = Right.SET_POINTS, lock: bool = False) -> Scheme:
    """A scheme of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    one = Scheme.objects.filter(uid=uid).select_related("project")
    return single(one.visible_to(actor, right), one.visible_to(actor), lock=lock)


def of_project(actor: Actor, code: str) -> Scheme:
    """The scheme of a project by its code, if the actor may read its points.

    Raises:
        NotFound.
    """
    found = Scheme.objects.visible_to(actor).filter(project__code=code[:40].replace("\0", "")).first()
    if found is None:
        raise NotFound
    return found


def schemes(actor: Actor, right: Right = Right.READ_POINTS) -> QuerySet[Scheme]:
    """The schemes of the projects where the actor has a right, by name."""
    return Scheme.objects.visible_to(actor, right).select_related("project").order_by("name", "pk")


def lines(actor: Actor) -> list[Line]:
    """The projects whose points the actor sets, each with its scheme and budget. Three queries."""
    projects = list(Project.objects.filter(pk__in=projects_with(actor, Right.SET_POINTS)).order_by("code"))
    found = {one.project_id: one for one in schemes(actor, Right.SET_POINTS)}
    issued = issued_by([one.pk for one in projects])
    return [
        Line(
            one,
            found.get(one.pk),
            Budget(held.budget_points, issued.get(one.pk, 0)) if (held := found.get(one.pk)) else None,
        )
        for one in projects
    ]


def project(actor: Actor, key: int) -> Project:
    """A project whose points the actor sets.

    Raises:
        NotFound.
    """
    found = Project.objects.filter(pk=key, pk__in=projects_with(actor, Right.SET_POINTS)).first()
    if found is None:
        raise NotFound
    return found


def budget_of(scheme: Scheme) -> Budget:
    """A scheme's budget. One query."""
    return Budget(scheme.budget_points, issued_by([scheme.project_id]).get(scheme.project_id, 0))


def issued_by(projects: list[int]) -> dict[int, int]:
    """Points that projects have issued and not taken back, by project. One query."""
    rows = Account.objects.filter(project__in=projects, kind="issuer").order_by().values("project")
    return {row["project"]: -row["sum"] for row in rows.annotate(sum=Sum("balance"))}


def left(project: int) -> int:
    """Points that a project may still issue. One query."""
    found = Account.objects.filter(project=project, kind="issuer").aggregate(
        free=Sum(F("balance") - F("floor"))
    )
    return found["free"] or 0


def terms(scheme: Scheme) -> list[CreditorTerms]:
    """How creditors are paid, the current terms of each before those that are over. One query."""
    rows = CreditorTerms.objects.filter(scheme=scheme).select_related("creditor")
    return sorted(
        rows, key=lambda one: (one.ends_on is not None, one.creditor.name, -one.starts_on.toordinal())
    )


def terms_on(scheme: Scheme, creditor: int, on: date) -> CreditorTerms | None:
    """How a creditor is paid on a day; None where nobody said. One query."""
    rows = CreditorTerms.objects.filter(scheme=scheme, creditor=creditor, starts_on__lte=on)
    found = rows.order_by("-starts_on").first()
    return found if found and (found.ends_on is None or on < found.ends_on) else None


def current_terms(scheme: Scheme, key: int, *, lock: bool = False) -> CreditorTerms:
    """Terms of a scheme that was found before, which have not ended.

    Raises:
        NotFound.
    """
    rows = CreditorTerms.objects.filter(scheme=scheme, pk=key, ends_on=None)
    found = (rows.select_for_update() if lock else rows.select_related("creditor")).first()
    if found is None:
        raise NotFound
    return found


def creditors() -> list[Organisation]:
    """The bodies that own public housing: who may be paid. One query."""
    return list(Organisation.objects.filter(kind__in=KINDS).order_by("name"))
