"""Who acts when the machine's own command line does: nobody in particular, with the one role that the command needs."""

from campanello.core.actor import Actor, Grant, Role
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.models import Organisation, Project

NAME = "campanello"
MOST_NAMED = 40


class NoSuchProject(Refused):
    """The command line names a project that is not there."""

    code = "core.no-such-project"
    text = _("There is no project with the code %(project)s. There are: %(known)s.")


class NoSuchOrganisation(Refused):
    """The command line names an organisation that is not there."""

    code = "core.no-such-organisation"
    text = _("There is no organisation called %(organisation)s. Write its name as it is recorded.")


def coordinating(code: str) -> Actor:
    """The machine as a coordinator of a project.

    Raises:
        NoSuchProject.
    """
    project = Project.objects.filter(code=code).first()
    if project is None:
        known = Project.objects.values_list("code", flat=True)[:MOST_NAMED]
        raise NoSuchProject(project=code or "-", known=", ".join(known) or "-")
    return Actor(user=None, name=NAME, grants=(Grant(Role.COORDINATOR, project.lead_id, project.pk),))


def for_landlord(name: str) -> Actor:
    """The machine as an officer of a landlord.

    Raises:
        NoSuchOrganisation.
    """
    body = Organisation.objects.filter(name__iexact=name).first()
    if body is None:
        raise NoSuchOrganisation(organisation=name)
    return Actor(user=None, name=NAME, grants=(Grant(Role.LANDLORD, body.pk),))
