"""How far a right reaches, for roles that hold it without a project."""

from django.db.models import Q

from campanello.core.access import BY_ORGANISATION, Right, grants_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project


def reach(actor: Actor, right: Right) -> frozenset[int]:
    """The projects in which the actor has a right.

    A role without a project, as a programme manager may have it, reaches all that its organisation takes part in; a
    landlord's officer, whose role goes by what the landlord owns, none by this.
    """
    own = projects_with(actor, right)
    held = grants_with(actor, right)
    wide = {
        grant.organisation for grant in held if grant.project is None and grant.role not in BY_ORGANISATION
    }
    if not wide:
        return own
    part = Project.objects.filter(Q(lead__in=wide) | Q(partners__in=wide))
    return own | frozenset(part.values_list("pk", flat=True))
