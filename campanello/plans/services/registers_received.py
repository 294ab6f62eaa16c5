"""Takes in a whole register that a training body sends: the session, who was expected, and the marks, or nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.idempotency import KeyReused
from campanello.lab.rules.registers import Mark
from campanello.plans.models import Plan, Service, Session
from campanello.plans.rules.registers import OnePlanTwice, Series
from campanello.plans.services import registers, sessions
from campanello.plans.services.registers import Marked


@dataclass(frozen=True)
class Received:
    """A register as it is sent: project, service and plans by their codes."""

    uid: UUID
    project: str
    service: str
    series: Series
    marks: Sequence[tuple[str, Mark]]
    place: str = ""


@transaction.atomic
def receive(*, actor: Actor, register: Received, on: date, at: datetime) -> tuple[Session, int]:
    """Make the session with the uid that was sent, list the plans and mark them; it waits for its signature here.

    Returns:
        The session, and how many plans are marked.

    Raises:
        NotFound: No such project, service or plan where the actor writes.
        KeyReused: The uid is that of another session.
        OnePlanTwice, and what making a session, listing and marking refuse; nothing is kept then.
    """
    mine = projects_with(actor, Right.WRITE_PLANS)
    service = Service.objects.filter(
        project__in=mine, project__code=register.project, code=register.service
    ).first()
    if service is None:
        raise NotFound
    codes = Counter(code for code, _mark in register.marks)
    if twice := next((code for code, number in codes.items() if number > 1), None):
        raise OnePlanTwice(plan=twice)
    uids = dict(Plan.objects.filter(project=service.project_id, code__in=codes).values_list("code", "uid"))
    if uids.keys() != codes.keys():
        raise NotFound
    made = sessions.make_sessions(
        actor=actor,
        service=service.pk,
        uid=register.uid,
        series=register.series,
        on=on,
        place=register.place,
        expects=False,
    )
    session = made.sessions[0]
    if (session.starts_at, session.ends_at) != (register.series.starts_at, register.series.ends_at):
        raise KeyReused
    sessions.expect_these(actor=actor, session=session.uid, plans=list(uids.values()))
    sheet = [Marked(uids[code], mark) for code, mark in register.marks]
    return session, registers.mark(actor=actor, session=session.uid, marks=sheet, at=at)
