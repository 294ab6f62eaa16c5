"""A small world for the access table: two projects that know nothing of each other, with one record of each kind.

Everybody in it bears MARKER in their name, so that a page which tells a name to who may not know it is found out.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from campanello.accounts.models import ApiToken, Invitation, User
from campanello.core.actor import Role
from campanello.core.models import Organisation, Project
from campanello.homes.models import ArrearsStatement
from campanello.people.models import (
    Consent,
    ContactWay,
    DoubtfulPair,
    Language,
    Merge,
    Notice,
    Person,
    Skill,
    SpecialFact,
)
from campanello.people.services import search_keys
from campanello.staff.imports import keeping
from tests import factories
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

    def browser(self, role: Role | None) -> Client:
        """A browser in which somebody of a role is logged in; None for nobody."""
        client = Client(raise_request_exception=True)
        if role is not None:
            client.force_login(self.users[role])
            # The first request of a session notes when it was last seen: not what is compared here.
            client.get("/privacy/")
        return client


def build() -> World:
    """Both sides and their users."""
    own, other = _side(), _side()
    users = {role: _user(role, own) for role in Role}
    for side in (own, other):
        user = _user(Role.DESK, side)
        side.records |= {
            "user": user.pk,
            "assignment": user.assignments.get().pk,
            "invitation": _invitation(user).pk,
            "token": _token(user).pk,
            "import": _import(user),
        }
    return World(own, other, users)


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
    folder = Path(settings.DATA_DIR) / keeping.FOLDER / str(uid)
    folder.mkdir(parents=True)
    sent = {"uid": str(uid), "user": user.pk, "table": "people", "project": None, "name": "table.csv"}
    sent |= {"sheet": "", "columns": ["name"], "sample": [[MARKER]], "matching": {}, "told": None}
    (folder / keeping.ABOUT).write_text(json.dumps(sent), encoding="utf-8")
    return uid


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
    empty = factories.dwelling(building, owner=landlord)
    tenancy = factories.tenancy(dwelling, household, holder=person)
    statement = ArrearsStatement.objects.create(
        tenancy=tenancy, creditor=landlord, as_of=date(2026, 1, 1), amount_cents=123_400, source="landlord"
    )
    side.person = person
    side.records = {
        "person": person.uid,
        "household": household.uid,
        "building": building.uid,
        "dwelling": dwelling.uid,
        "empty": empty.uid,
        "tenancy": tenancy.uid,
        "statement": statement.uid,
        "merge": merge.pk,
        "pair": pair.pk,
    }
    search_keys.refresh([person.pk, other.pk, absorbed.pk])
    return side


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
