"""Gathers what the forms of the management manual hold of one plan (Allegati 2, 3 and 4); leaves the export's line."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.lab.models import Attendance, Visit
from campanello.people.models import Participation
from campanello.people.queries import records
from campanello.people.queries.merges import of_people
from campanello.people.rules.record import PersonRecord
from campanello.plans.models import Application, Document, RequirementCheck
from campanello.plans.queries import plan_shown
from campanello.plans.queries.eligibility import PAYMENT
from campanello.plans.queries.plan_shown import Shown


@dataclass(frozen=True)
class InLab:
    """A person's part in a project's lab: the entry, what was attended by signed registers, visits at the desk."""

    entry: Participation | None
    sessions: int
    minutes: int
    visits: int


@dataclass(frozen=True)
class Filed:
    """What is on file of a plan: the plan, its person, their part in the lab, the application with its last check.

    `check` is that of the application, `sees_special` whether the reader may see facts of special categories.
    """

    shown: Shown
    record: PersonRecord
    lead: Organisation
    lab: InLab
    application: Application | None
    check: RequirementCheck | None
    documents: tuple[Document, ...]
    sees_special: bool


@transaction.atomic
def filed(actor: Actor, uid: UUID, kind: str, *, on: date, at: datetime) -> Filed:
    """What is on file of a plan, for one of its forms. A fixed number of queries.

    Raises:
        NotFound.
    """
    shown = plan_shown.shown(actor, uid, on=on, at=at)
    plan = shown.plan
    record = records.person_record(actor, shown.person.uid, on)
    audit.exported(actor, "plans.paper-exported", plan, person=shown.person.pk, kind=kind)
    application = Application.objects.filter(plan=plan).select_related("measure", "decided_by").first()
    return Filed(
        shown=shown,
        record=record,
        lead=plan.project.lead,
        lab=in_lab(shown.person.pk, plan.project_id),
        application=application,
        check=last_check(application.pk) if application else None,
        documents=tuple(application.documents.all()) if application else (),
        sees_special=plan.project_id in projects_with(actor, Right.READ_SPECIAL),
    )


def in_lab(person: int, project: int) -> InLab:
    """A standing person's part in a project's lab. Three queries."""
    theirs = of_people("person", [person])
    entered = Participation.objects.filter(theirs, project=project, strand="lab").order_by("entry_on")
    came = Attendance.objects.filter(theirs, session__project=project, session__signed_at__isnull=False)
    counted = came.filter(is_replaced=False, presence="present").aggregate(
        sessions=Count("pk"), minutes=Sum("minutes")
    )
    return InLab(
        entered.first(),
        counted["sessions"],
        counted["minutes"] or 0,
        Visit.objects.filter(theirs, project=project).count(),
    )


def last_check(application: int) -> RequirementCheck | None:
    """The last check of an application's requirements, those before payments left out."""
    return RequirementCheck.objects.filter(application=application).exclude(occasion=PAYMENT).first()
