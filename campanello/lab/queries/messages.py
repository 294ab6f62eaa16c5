"""Finds templates, what was sent to whom by whom, and whom a message may go to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.single import single
from campanello.lab.models import Message, MessageTemplate, Session, SignUp
from campanello.lab.queries import naming, outreach, reaching
from campanello.lab.queries.reaching import Recipient
from campanello.lab.rules import messages as rules
from campanello.lab.rules.outreach import Asked
from campanello.people.models import Person
from campanello.people.queries import records

WAITING = ("prepared", "opened", "failed")


@dataclass(frozen=True)
class Wanted:
    """What the log of messages is asked for; each that is empty leaves all. `person` is a number in addresses."""

    state: str = ""
    channel: str = ""
    person: str = ""


@dataclass(frozen=True)
class Line:
    """A message as the log shows it; without name and link where the person is not the reader's to see."""

    message: Message
    person: UUID | None
    name: str


@dataclass(frozen=True)
class Audience:
    """To whom a message goes: one person, a list, or the sign-ups of a session."""

    person: UUID | None = None
    session: UUID | None = None
    asked: Asked | None = None


def most(on: date) -> int:
    """How many messages are prepared at once."""
    return params.value("lab.messages_at_once", on)


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects in whose name the actor writes."""
    return Project.objects.filter(pk__in=projects_with(actor, Right.WRITE_LAB)).order_by("code")


def project(actor: Actor, key: int | None) -> Project:
    """The project in whose name the actor writes, the wanted one where they have several.

    Raises:
        NotFound.
    """
    mine = projects(actor)
    one = (mine.filter(pk=key) if key is not None else mine).first()
    if one is None:
        raise NotFound
    return one


def templates(actor: Actor) -> QuerySet[MessageTemplate]:
    """The templates of the actor's projects."""
    mine = projects_with(actor, Right.READ_LAB)
    return MessageTemplate.objects.filter(project__in=mine).select_related("project")


def template(actor: Actor, key: int, *, right: Right = Right.READ_LAB, lock: bool = False) -> MessageTemplate:
    """A template of one of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    found = MessageTemplate.objects.filter(pk=key)
    return single(
        found.filter(project__in=projects_with(actor, right)),
        found.filter(project__in=projects_with(actor, Right.READ_LAB)),
        lock=lock,
    )


def message(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> Message:
    """A message of one of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    found = _joined(Message.objects.filter(uid=uid))
    return single(
        found.filter(project__in=projects_with(actor, right)),
        found.filter(project__in=projects_with(actor, Right.READ_LAB)),
        lock=lock,
    )


def messages(actor: Actor, wanted: Wanted, right: Right = Right.READ_LAB) -> QuerySet[Message]:
    """The messages of the actor's projects, the latest first."""
    found = _joined(Message.objects.filter(project__in=projects_with(actor, right)))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.person:
        found = found.filter(person__uid=wanted.person)
    return found


def lines(actor: Actor, rows: Iterable[Message], verb: str = "lab.messages-listed") -> list[Line]:
    """Messages as the log shows them; leaves a line for each person who is named."""
    found = []
    for row in rows:
        person = naming.standing(row.person)
        is_named = person is not None and naming.may_name(actor, person, row.project_id)
        name = naming.name_of(actor, person, row.project_id)
        found.append(Line(row, person.uid if person and is_named else None, name))
    named = {person.pk for one in found if one.person and (person := naming.standing(one.message.person))}
    audit.read_many(actor, verb, sorted(named))
    return found


def to_send(actor: Actor) -> int:
    """How many e-mails of the actor's projects wait to be sent."""
    mine = projects_with(actor, Right.WRITE_LAB)
    waiting = Message.objects.filter(project__in=mine, channel="email", state__in=["prepared", "failed"])
    return int(waiting.count())


@transaction.atomic
def exported(actor: Actor, wanted: Wanted) -> list[Line]:
    """The log for who takes people along, without those whose data are restricted; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    if not projects_with(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    rows = messages(actor, wanted, Right.EXPORT_PEOPLE).filter(person__restricted_at=None)
    found = lines(actor, rows, "lab.message-exported")
    audit.exported(actor, "lab.messages-exported", rows=len(found))
    return found


def address_of(message: Message, on: date) -> str:
    """Where a message goes by its channel as things stand; nothing where the person may no longer be written to."""
    person = naming.standing(message.person)
    if person is None:
        return ""
    (one,) = reaching.recipients([person], on, message.channel)
    return one.reach.address


def session(actor: Actor, uid: UUID) -> Session:
    """A session of one of the actor's projects, with its activity.

    Raises:
        NotFound.
    """
    mine = projects_with(actor, Right.READ_LAB)
    found = Session.objects.filter(uid=uid, project__in=mine).select_related("activity", "building").first()
    if found is None:
        raise NotFound
    return found


def audience(actor: Actor, to: Audience, on: date, channel: str = "") -> list[Recipient]:
    """Whom a message would go to, and why it would not; leaves a line for each person.

    Raises:
        NotFound: The person, the session or the list is absent, or not the actor's.
        TooManyMessages: They are more than are written to at once.
        FigureOutOfRange, NoHouse.
    """
    found = _people(actor, to, on)
    at_once = most(on)
    if len(found) > at_once:
        raise rules.TooManyMessages(found=len(found), most=at_once)
    audit.read_many(actor, "lab.message-addressed", [one.pk for one in found])
    return reaching.recipients(found, on, channel)


def _people(actor: Actor, to: Audience, on: date) -> list[Person]:
    at_most = most(on) + 1
    if to.person:
        return [records.person(actor, to.person)]
    if to.session:
        there = session(actor, to.session)
        booked = SignUp.objects.filter(session=there, state="booked").values("person")
        people = Person.objects.current().visible_to(actor)
        known = people.filter(pk__in=booked) | people.filter(absorbed__in=booked)
        return list(known.distinct().order_by("family_name", "given_name", "pk")[:at_most])
    if to.asked:
        return list(outreach.people(actor, outreach.settled(to.asked, on), on)[:at_most])
    raise NotFound


def _joined(found: QuerySet[Message]) -> QuerySet[Message]:
    return found.select_related(naming.STANDING, "project", "prepared_by", "template")
