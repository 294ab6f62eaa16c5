"""Finds seals: the latest for anybody, who then may keep a copy; with their sums for the teams."""

from django.db.models import QuerySet

from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.points.models import Scheme, Seal

PUBLISHED = 31  # a month of them on a page, whatever the installation's age


def projects() -> list[tuple[str, str]]:
    """The projects that have points: code and title. One query."""
    found = Scheme.objects.order_by("project__code").values_list("project__code", "project__title")
    return list(found)


def latest(project: str = "") -> list[Seal]:
    """The latest seals of a project, or of all, the newest first: days and fingerprints, for anybody. One query."""
    found = Seal.objects.select_related("project").defer("rows").order_by("-on", "project__code")
    return list((found.filter(project__code=project) if project else found)[:PUBLISHED])


def project_key(code: str) -> int:
    """The key of a project that has points.

    Raises:
        NotFound: There is none of that code.
    """
    found = Scheme.objects.filter(project__code=code).values_list("project", flat=True).first()
    if found is None:
        raise NotFound
    return found


def seals(actor: Actor) -> QuerySet[Seal]:
    """The seals of the actor's projects with their sums, the newest first."""
    found = Seal.objects.filter(project__in=projects_with(actor, Right.READ_SETTLEMENTS))
    return found.select_related("project").defer("rows").order_by("-on", "project__code")
