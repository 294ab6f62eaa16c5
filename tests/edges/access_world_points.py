"""The small world's points and letters, for the access table: one record of each kind in a project."""

from typing import Any

from campanello.core.models import Project
from campanello.people.models import Person
from tests import factories_points


def records(project: Project, person: Person) -> dict[str, Any]:
    """What the lines of `access_points` name, by the words they use for it."""
    scheme = factories_points.scheme(project)
    return {"scheme": scheme.uid}
