"""Under what something of a person's is kept: one of their plans, or a project alone."""

from dataclasses import dataclass

from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.people.models import Involvement, Person
from campanello.people.queries.merges import of_people
from campanello.plans.models import Plan
from campanello.plans.queries import plans


@dataclass(frozen=True)
class Frame:
    """A plan with its project, or a project without a plan. `key` is how a form names it."""

    project: Project
    plan: Plan | None = None

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"plan-{self.plan.uid}" if self.plan else f"project-{self.project.code}"


def frames(actor: Actor, person: Person, right: Right) -> list[Frame]:
    """The plans of a person's in which the actor has a right, the latest first, then the projects that know them."""
    mine = projects_with(actor, right)
    theirs = plans.joined(Plan.objects.filter(of_people("person", [person.pk]), project__in=mine))
    known = Involvement.objects.filter(of_people("person", [person.pk]), project__in=mine)
    projects = Project.objects.filter(pk__in=known.values("project")).order_by("title", "pk")
    return [*(Frame(one.project, one) for one in theirs), *(Frame(one) for one in projects)]


def frame(actor: Actor, person: Person, key: str, right: Right) -> Frame:
    """One of them by its key.

    Raises:
        NotFound: The person has no such plan, or the actor not the right.
    """
    found = next((one for one in frames(actor, person, right) if one.key == key), None)
    if found is None:
        raise NotFound
    return found
