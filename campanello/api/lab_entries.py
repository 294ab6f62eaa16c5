"""Takes in what telephones kept without a network, and gives them what they need to keep more. By a session alone."""

import base64
import logging
from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language, gettext
from ninja import Router, Schema

from campanello.api.doors import ActingRequest, LoggedIn
from campanello.api.entry_shapes import SHAPES, Batch, entry_of
from campanello.api.shapes import Problem
from campanello.core import audit
from campanello.core.access import NotFound, Right, require
from campanello.core.actor import Actor
from campanello.core.edges import say, today
from campanello.core.errors import Conflict, DomainError
from campanello.homes.rules.editing import Difference
from campanello.lab.queries import offline
from campanello.lab.rules import visits
from campanello.lab.rules.clock import Device
from campanello.lab.rules.entries import secrets_of
from campanello.lab.rules.values import CHANNELS, PRESENCES, VISIT_OUTCOMES
from campanello.lab.services import entries as services

logger = logging.getLogger(__name__)
# A key for programs lies in a program's settings: what a person's telephone kept comes with the person.
router = Router(auth=LoggedIn())
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNELS,
    "outcome": VISIT_OUTCOMES,
    "presence": PRESENCES,
}


class SecretOut(Schema):
    """What wraps the private key of the user's devices, in base64, and by what name a device knows it."""

    id: str
    secret: str


class SessionOut(Schema):
    """Who is logged in, with a fresh token against forged requests, and for how long a device may read."""

    user: int
    token: str
    at: datetime
    open_seconds: int
    kit_seconds: int
    secrets: list[SecretOut]


class Differing(Schema):
    """A field with what is recorded and what was sent, in words."""

    field: str
    name: str
    theirs: str
    yours: str


class Answer(Schema):
    """What became of one entry. `failed` is a fault of ours: it may be sent again."""

    uid: str
    state: Literal["received", "refused", "conflict", "failed"]
    number: str = ""
    is_clock_corrected: bool = False
    code: str = ""
    sentence: str = ""
    details: list[str] = []
    version: int | None = None
    differences: list[Differing] = []


class Answers(Schema):
    """One answer an entry, in the same order, and the server's time."""

    at: datetime
    answers: list[Answer]


class KitOut(Schema):
    """What the form needs without a network."""

    class Project(Schema):
        code: str
        title: str

    class Person(Schema):
        uid: UUID
        name: str
        doorbell: str
        address: str

    class Session(Schema):
        uid: UUID
        title: str
        starts_at: datetime
        people: list[UUID]
        came: list[UUID]

    class Building(Schema):
        uid: UUID
        address: str
        stairs: list[str]

    class OwnVisit(Schema):
        uid: UUID
        version: int
        at: datetime
        person: UUID | None
        channel: str
        minutes: int
        outcome: str
        next_step: str
        next_step_on: Any = None

    keep_seconds: int
    projects: list[Project]
    people: list[Person]
    sessions: list[Session]
    buildings: list[Building]
    visits: list[OwnVisit]


@router.get("/entries/session", response={200: SessionOut, **REFUSALS}, url_name="entries-session")
def session(request: ActingRequest, response: HttpResponse) -> Any:
    """Whose device this is, and what opens what it keeps. Never to be stored by anything on the way."""
    _require_allowed()
    actor = request.actor
    terms = offline.terms(actor, today())
    assert actor.user is not None  # the door lets in who is logged in
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    response["Cache-Control"] = "no-store"
    return {
        "user": actor.user,
        "token": get_token(request),
        "at": timezone.now(),
        "open_seconds": terms.open_seconds,
        "kit_seconds": terms.kit_seconds,
        "secrets": [
            {"id": one.name, "secret": base64.b64encode(one.value).decode()}
            for one in secrets_of(actor.user, keys)
        ],
    }


@router.get("/entries/kit", response={200: KitOut, **REFUSALS}, url_name="entries-kit")
def kit(request: ActingRequest, response: HttpResponse) -> Any:
    """People who came lately, these days' sessions, buildings; each name leaves a line in the audit trail."""
    _require_allowed()
    response["Cache-Control"] = "no-store"
    return offline.kit(request.actor, on=today())


@router.post("/entries", response={200: Answers, **REFUSALS}, url_name="entries")
def receive(request: ActingRequest, body: Batch) -> Any:
    """Record entries in order, each by itself. An entry sent again under its `uid` is answered alike.

    Each has `uid`, `kind` (visit, visit-change, report, photo, check-in, finding), `made_at` by the device's clock,
    `heard_at` (the server's time heard last by then), `happened_at` where somebody typed it, and its kind's own fields.
    """
    # The actor, not the promise of one that a request carries: services make narrower ones of it.
    actor: Actor = copy(request.actor)
    require(actor, Right.WRITE_LAB)
    device = Device(now=body.now, received_at=timezone.now())
    return {
        "at": device.received_at,
        "answers": [_answer(actor, sent, device) for sent in body.entries],
    }


def _require_allowed() -> None:
    if not settings.OFFLINE_ENTRIES:
        raise NotFound


def _answer(actor: Actor, sent: Mapping[str, Any], device: Device) -> dict[str, Any]:
    uid = _echo(sent.get("uid"))
    try:
        done = services.receive(actor=actor, entry=entry_of(sent), device=device)
    except DomainError as error:
        kind = str(sent.get("kind"))
        audit.refused(actor, "lab.entry-refused", code=error.code, kind=kind if kind in SHAPES else "")
        return {"uid": uid, **_refusal(error)}
    except OperationalError:
        raise
    except Exception:  # one entry that we fail at must not keep back those behind it
        logger.exception("An entry that a device kept could not be recorded.")
        return {"uid": uid, "state": "failed", "code": "core.http-500"}
    return {
        "uid": uid,
        "state": "received",
        "number": done.number,
        "is_clock_corrected": done.is_clock_corrected,
    }


def _echo(uid: object) -> str:
    """A uid as it was sent; nothing for what is none."""
    try:
        return str(UUID(str(uid)))
    except ValueError:
        return ""


def _refusal(error: DomainError) -> dict[str, Any]:
    sentence, *details = (line.strip() for line in say(error, get_language() or "en"))
    differences: tuple[Difference, ...] = getattr(error, "differences", ())
    return {
        "state": "conflict" if isinstance(error, Conflict) and differences else "refused",
        "code": error.code,
        "sentence": sentence,
        "details": details,
        "version": getattr(error, "version", None),
        "differences": [
            {
                "field": one.field,
                "name": gettext(visits.FIELD_NAMES.get(one.field, "Presence")),
                "theirs": _in_words(one.field, one.saved),
                "yours": _in_words(one.field, one.yours),
            }
            for one in differences
        ],
    }


def _in_words(field: str, value: Any) -> str:
    if value in {None, ""}:
        return gettext("not recorded")
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    words = _WORDS.get(field, {})
    return gettext(words[value]) if value in words else str(value)
