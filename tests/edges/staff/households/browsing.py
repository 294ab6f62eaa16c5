"""Who opens the pages about households, and what they read."""

from typing import Any

from django.test import Client

from campanello.core.actor import Role
from campanello.core.models import Project
from tests import factories

ALONE = {Role.LANDLORD, Role.ADMIN, Role.RESIDENT}


def browser(role: Role, project: Project) -> Client:
    """A browser in which somebody of a role in a project is logged in."""
    given: dict[str, Any] = {} if role in ALONE else {"project": project}
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.assignment(role=role, **given).user)
    return client


def text(answer: Any) -> str:
    """What an answer says."""
    return answer.content.decode()
