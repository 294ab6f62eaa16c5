"""A small world for the access table: two projects that know nothing of each other, with one record of each kind.

Everybody in it bears MARKER in their name, so that a page which tells a name to who may not know it is found out.
"""

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from campanello.accounts.middleware import SEEN, STARTED
from campanello.accounts.models import ApiToken, Invitation, User
from campanello.core import uploads
from campanello.core.actor import Role
from campanello.core.models import Job, Organisation, Project
from campanello.homes.models import ArrearsStatement, Building, Dwelling
from campanello.lab.models import (
    Antenna,
    CallRequest,
    Finding,
    Message,
    MessageTemplate,
    Referral,
    ReplyTemplate,
    ReportPhoto,
    SignUp,
)
from campanello.people.models import (
    Consent,
    ContactWay,
    DoubtfulPair,
    Language,
    Merge,
    Notice,
    Person,
    RightsRequest,
    Skill,
    SpecialFact,
)
from campanello.people.services import search_keys
from tests import factories
from tests.edges import access_world_plans, access_world_points
from tests.factories import LONG_AGO

MARKER = "Zanzibarini"
MOMENT = datetime(2026, 2, 1, 10, tzinfo=UTC)
ABSENT_KEY = 987_654_321
ABSENT_UID = uuid.UUID("00000000-0000-4000-8000-00000000dead")
IN_A_PROJECT = (Role.DESK, Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR)
# Whose records are divided by project or landlord; an administrator's are not.
DIVIDED = frozenset({*IN_A_PROJECT, Role.LANDLORD})


@dataclass
class Side:
    """One project with its landlord; `records` has the key in an address of one record of each kind."""

    project: Project
    landlord: Organisation
    records: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None


@dataclass
class World:
    """Both sides, and a user for each role, on the own side."""

    own: Side
    other: Side
    users: dict[Role, User]
    sessions: dict[Role, str]

    def browser(self, role: Role | None) -> Client:
        """A browser in which somebody of a role is logged in; None for nobody."""
        client = Client(raise_request_exception=True)
        if role is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def build() -> World:
    """Both sides and their users."""
    own, other = _side(), _side()
    factories.activity(own.project, uid=uuid.UUID("00000000-0000-4000-8000-0000000000ac"))
    users = {role: _user(role, own) for role in Role}
    for side in (own, other):
        user = _user(Role.DESK, side)
        side.records |= {
            "user": user.pk,
            "assignment": user.assignments.get().pk,
            "invitation": _invitation(user).pk,
            "token": _token(user).pk,
            "import": _import(user),
            "job": _job(user, side.project),
        }
    for side, user in ((own, users[Role.RESIDENT]), (other, factories.user())):
        side.records["own_door"] = access_world_points.door(user).pk
    return World(own, other, users, {role: _session(user) for role, user in users.items()})


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    session = client.session
    # A request after a while notes that somebody is here, by more queries: not what is compared.
    session[STARTED], session[SEEN] = int(time.time()), int(time.time()) + 86_400
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _user(role: Role, side: Side) -> User:
    person = side.person.pk if role is Role.RESIDENT and side.person else None
    user = factories.user(person=person)
    where: dict[str, Any] = {"user": user, "role": role, "organisation": side.landlord}
    if role in IN_A_PROJECT:
        where["project"] = side.project
    elif role in {Role.PROGRAMME, Role.EVALUATOR}:
        where["project"] = None
    factories.assignment(**where)
    return user


def _token(user: User) -> ApiToken:
    return ApiToken.objects.create(
        user=user, name="test", secret_sha256=uuid.uuid4().hex * 2, created_at=MOMENT, expires_at=MOMENT
    )


def _import(user: User) -> uuid.UUID:
    uid = uuid.uuid4()
    folder = Path(settings.DATA_DIR) / uploads.FOLDER / str(uid)
    folder.mkdir(parents=True)
    sent = {"uid": str(uid), "user": user.pk, "table": "people", "project": None, "name": "table.csv"}
    sent |= {"sheet": "", "columns": ["name"], "sample": [[MARKER]], "matching": {}, "told": None}
    (folder / uploads.ABOUT).write_text(json.dumps(sent), encoding="utf-8")
    return uid


def _job(user: User, project: Project) -> uuid.UUID:
    made = Job.objects.create(
        kind="import",
        asked_by=user,
        project=project,
        subject=uuid.uuid4(),
        given={"table": "people"},
        asked_at=MOMENT,
    )
    return made.uid


def _invitation(user: User) -> Invitation:
    return Invitation.objects.create(
        user=user,
        way="letter",
        secret_sha256=uuid.uuid4().hex * 2,
        created_at=MOMENT,
        expires_at=datetime.now(UTC) + timedelta(days=5),
    )


def _side() -> Side:
    landlord = factories.organisation(kind="aler")
    project = factories.project()
    project.partners.add(landlord)
    side = Side(project, landlord)
    person, other = _person(project, "Prima"), _person(project, "Seconda")
    absorbed = _person(project, "Terza")
    absorbed.merged_into = person
    absorbed.save()
    merge = Merge.objects.create(kept=person, absorbed=absorbed, reason="one and the same", merged_at=MOMENT)
    one, two = sorted((person, other), key=lambda who: who.pk)
    pair = DoubtfulPair.objects.create(
        one=one, other=two, probability_ppm=600_000, reasons=[], found_at=MOMENT
    )
    household = factories.household(person, other, note=MARKER)
    building = factories.building(project, built_on=date(1960, 1, 1))
    dwelling = factories.dwelling(building, owner=landlord, doorbell=MARKER, doorbell_search=MARKER.lower())
    tenancy = factories.tenancy(dwelling, household, holder=person)
    statement = ArrearsStatement.objects.create(
        tenancy=tenancy, creditor=landlord, as_of=date(2026, 1, 1), amount_cents=123_400, source="landlord"
    )
    session = factories.session(factories.activity(project), booked=1)
    sign_up = SignUp.objects.create(session=session, person=person, state="booked", made_at=MOMENT)
    side.person = person
    side.records = {
        "project": project.pk,
        "activity": session.activity.uid,
        "session": session.uid,
        "sign-up": sign_up.uid,
        "person": person.uid,
        "household": household.uid,
        "building": building.uid,
        "dwelling": dwelling.uid,
        "empty": factories.dwelling(building, owner=landlord).uid,
        "tenancy": tenancy.uid,
        "statement": statement.uid,
        "merge": merge.pk,
        "pair": pair.pk,
        "request": RightsRequest.objects.create(
            person=person, kind="copy", asked_on=LONG_AGO, due_on=date(2026, 3, 1)
        ).uid,
    }
    side.records |= _neighbours(project, person, building) | _reports(side, dwelling, person)
    side.records |= _at_the_desk(project, person)
    side.records |= access_world_plans.records(project, person)
    side.records |= access_world_points.records(project, person)
    search_keys.refresh([person.pk, other.pk, absorbed.pk])
    return side


def _at_the_desk(project: Project, person: Person) -> dict[str, Any]:
    """A visit, and a colleague's shift and indirect work."""
    told = {"note": f"{MARKER} asks for a form", "next_step": f"Call {MARKER}"}
    return {
        "visit": factories.visit(project, person=person, needs=("work",), **told).uid,
        "shift": factories.shift(project).uid,
        "work": factories.work(project, note=MARKER, person=person).uid,
    }


def _neighbours(project: Project, person: Person, building: Building) -> dict[str, Any]:
    """What residents tell, and what is done for them beyond visits and reports: the keys of one record each."""
    finding = Finding.objects.create(
        project=project, building=building, kind="weak", text="The lamp is broken", made_at=MOMENT
    )
    referral = Referral.objects.create(
        project=project, person=person, to_service="CAF", reason=f"{MARKER} needs a form", sent_on=LONG_AGO
    )
    antenna = Antenna.objects.create(
        project=project, person=person, mandate=f"{MARKER} tells", starts_on=LONG_AGO
    )
    call = CallRequest.objects.create(project=project, antenna=antenna, who=MARKER, made_at=MOMENT)
    message = Message.objects.create(
        project=project, person=person, channel="email", text=f"Ciao {MARKER}", prepared_at=MOMENT
    )
    template = MessageTemplate.objects.create(project=project, title="Invito", texts={"it": "Ciao"})
    return {
        "finding": finding.uid,
        "neighbourhood": building.neighbourhood.uid,
        "referral": referral.uid,
        "antenna": antenna.uid,
        "call": call.uid,
        "message": message.uid,
        "template": template.pk,
    }


def _person(project: Project, given_name: str) -> Person:
    made = factories.person(
        project,
        given_name=given_name,
        family_name=MARKER,
        other_names=f"detta {MARKER}",
        native_name=MARKER,
        born_on=date(1956, 3, 12),
        birth_place=MARKER,
        residence_address=f"Via {MARKER} 1",
        note=f"{MARKER} asks for a form",
    )
    factories.code(made, reason="waiting")
    ContactWay.objects.create(
        person=made, kind="neighbour", value=MARKER, note=MARKER, starts_on=LONG_AGO, has_consent=True
    )
    Language.objects.create(person=made, code="ar")
    Skill.objects.create(person=made, direction="offered", text=f"sewing with {MARKER}", starts_on=LONG_AGO)
    SpecialFact.objects.create(
        person=made, kind="disability", detail=MARKER, basis="declared", starts_on=LONG_AGO
    )
    notice, _ = Notice.objects.get_or_create(
        kind="contact", version=1, defaults={"starts_on": LONG_AGO, "texts": {"it": "Testo"}}
    )
    Consent.objects.create(person=made, purpose="contact", notice=notice, given_on=LONG_AGO, how="paper")
    return made


def _reports(side: Side, dwelling: Dwelling, person: Person) -> dict[str, Any]:
    """What the landlord has to answer, with a photograph, and a reply for it."""
    report = factories.report(
        side.project, owner=side.landlord, dwelling=dwelling, reporter=person, text=f"{MARKER} has no light"
    )
    photo = ReportPhoto.objects.create(
        report=report,
        path=f"files/reports/{report.uid}.jpg",
        sha256="0" * 64,
        width=1,
        height=1,
        added_at=MOMENT,
    )
    file = Path(settings.DATA_DIR) / photo.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"light")
    reply = ReplyTemplate.objects.create(owner=side.landlord, title="Ours", texts={"it": "Fatto"})
    return {"report": report.uid, "photo": photo.uid, "reply": reply.pk}


def absent(record: str, world: World) -> Any:
    """A key of a kind of record that nobody has."""
    return ABSENT_UID if isinstance(world.own.records[record], uuid.UUID) else ABSENT_KEY


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site: its name, with those of the parts of the site that it is in, and its pattern."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: Any, within: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield f"{within}{one.name}", one
        else:
            yield from _walk(one.url_patterns, f"{within}{one.namespace}:" if one.namespace else within)
