"""Finds templates, and the texts that the package ships to begin from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from campanello.core.access import NotFound, Right, landlords_with, projects_with, require
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.core.single import single
from campanello.letters.models import Template
from campanello.letters.rules.writing import Text

FILE = Path(__file__).parent.parent / "reference" / "templates.json"


@dataclass(frozen=True)
class Shipped:
    """A text of the package to begin from."""

    code: str
    kind: str
    texts: Mapping[str, Text]


@cache
def shipped() -> tuple[Shipped, ...]:
    """The texts of the package."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Shipped(row["code"], row["kind"], {code: Text(**text) for code, text in row["texts"].items()})
        for row in rows
    )


def shipped_text(code: str) -> Shipped | None:
    """One of them; None where there is none of that name."""
    return next((one for one in shipped() if one.code == code), None)


def texts_of(template: Template) -> dict[str, Text]:
    """What a template says, by language."""
    return {code: Text(title, template.bodies.get(code, "")) for code, title in template.titles.items()}


def templates(actor: Actor) -> QuerySet[Template]:
    """The templates that hold, by name; numbers before them are on the page of each.

    Raises:
        NotFound: The actor reads no letters.
    """
    require(actor, Right.READ_LETTERS)
    found = Template.objects.visible_to(actor).filter(is_current=True)
    return found.select_related("project", "sender").order_by("titles__it", "pk")


def template(actor: Actor, uid: UUID, *, right: Right = Right.READ_LETTERS, lock: bool = False) -> Template:
    """One template, of whatever number.

    Raises:
        NotFound, NotYours.
    """
    found = Template.objects.filter(uid=uid).select_related("project", "sender")
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=lock)


def numbers(template: Template) -> QuerySet[Template]:
    """All that a template ever said, the latest first."""
    same = Template.objects.filter(project=template.project_id, code=template.code)
    return same.select_related("made_by").order_by("-number")


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects in which the actor writes letters: their own, or those with homes of the landlord they work for."""
    own = projects_with(actor, Right.WRITE_LETTERS)
    landlords = landlords_with(actor, Right.WRITE_LETTERS)
    housed = Q(neighbourhoods__buildings__dwellings__owner__in=landlords)
    return Project.objects.filter(
        pk__in=Project.objects.filter(Q(pk__in=own) | housed).values("pk")
    ).order_by("code")


def project(actor: Actor, key: int) -> Project:
    """One of them.

    Raises:
        NotFound.
    """
    found = projects(actor).filter(pk=key).first()
    if found is None:
        raise NotFound
    return found


def senders(actor: Actor) -> QuerySet[Organisation]:
    """In whose name the actor writes: the lead and the partners of their projects, or the landlord they work for."""
    own = projects_with(actor, Right.WRITE_LETTERS)
    parts = Q(led_projects__in=own) | Q(projects__in=own)
    landlords = Q(pk__in=landlords_with(actor, Right.WRITE_LETTERS))
    return Organisation.objects.filter(
        pk__in=Organisation.objects.filter(parts | landlords).values("pk")
    ).order_by("name")


def sender(actor: Actor, key: int, project: int) -> Organisation:
    """One of them that has a part in a project: leads it, takes part, or lets homes there.

    Raises:
        NotFound.
    """
    parts = Q(led_projects=project) | Q(projects=project)
    parts |= Q(dwellings__building__neighbourhood__projects=project)
    found = senders(actor).filter(pk__in=Organisation.objects.filter(parts, pk=key).values("pk")).first()
    if found is None:
        raise NotFound
    return found
