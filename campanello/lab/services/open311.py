"""Records what Open311 clients report: as a report of public space, routed as any other, once however often sent."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import params
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import ROME, day_of
from campanello.lab.models import Report, ReportStep
from campanello.lab.queries import open311 as queries
from campanello.lab.rules import open311 as rules
from campanello.lab.rules.open311_reading import A_KEY, FieldMalformed, Sent
from campanello.lab.rules.reports import NewReport
from campanello.lab.services import reports

OURS = UUID("6f9a4f6e-3b0e-4b51-9a3c-0a4d5d1f7c31")


@transaction.atomic
def receive(*, actor: Actor, project: Project, sent: Sent, text: str, seal: str, at: datetime) -> Report:
    """Record a report of public space that a program sent. Sent again within a day, it is the same report.

    Args:
        actor: The program, or the user whose key it has.
        project: The jurisdiction.
        sent: As it was read.
        text: What it says; the service's name where the client sent none.
        seal: A digest of all that was sent, under a key of ours: what tells one report from another.
        at: Now.

    Raises:
        FieldMalformed: `address_id` is no house of the jurisdiction.
        NotFound, PlaceNotOurs, EmptyReport, TooLong, NotInLombardy.
    """
    if before := _sent_before(actor, seal, at):
        return before
    house = queries.house(project, sent.building) if sent.building else None
    if sent.building and house is None:
        raise FieldMalformed(field="address_id", wanted=(A_KEY, {}))
    house = house or queries.house_at(project, sent.address)
    told = NewReport(
        project=project.code,
        kind=sent.service,
        text=text,
        made_at=at,
        building=house.uid if house else None,
        place_note=sent.place_note,
        latitude=sent.latitude,
        longitude=sent.longitude,
        is_public_space=True,
        priority=sent.priority,
        source=rules.SOURCE,
    )
    made = reports.make_report(actor=actor, uid=_uid(seal, at), report=told, at=at)
    _note_origin(made, actor, sent, at)
    return made


def _sent_before(actor: Actor, seal: str, at: datetime) -> Report | None:
    since = at - timedelta(hours=params.value("open311.repeat_hours", day_of(at)))
    uids = [_uid(seal, moment) for moment in (at, since)]
    return Report.objects.filter(uid__in=uids, made_by=actor.user, made_at__gte=since).first()


def _uid(seal: str, at: datetime) -> UUID:
    """The key of a report on a day: the same words a week later are another report."""
    return uuid5(OURS, f"{seal} {at.astimezone(ROME):%Y-%m-%d}")


def _note_origin(report: Report, actor: Actor, sent: Sent, at: datetime) -> None:
    """Tell the team which program it came through, and where its picture is: a link that we neither open nor show."""
    if ReportStep.objects.filter(report=report, kind="note").exists():
        return
    text = "\n".join(part for part in (f"Open311: {actor.name}", sent.media_url) if part)
    reports.step(report, actor, at, "note", text=text, is_for_resident=False, is_for_owner=True)
