"""What goes in and comes out about applications for a plan. `null` and "" are: not recorded."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from campanello.api.shapes import Short

Page = Annotated[int, Field(ge=1, le=100_000)]


class ApplicationsAsked(Schema):
    """What a list of applications is asked for, as the page's filters; 25 a page."""

    q: Short = ""
    measure: Short = ""
    state: Short = ""
    channel: Short = ""
    missing: Short = ""
    due: Short = ""
    page: Page = 1


class ApplicationIn(Schema):
    """Somebody asks for a plan: a person on record, or who they are by the answers of the form on line."""

    measure: Short
    channel: Short = "staff"
    language: Short = "it"
    person: UUID | None = None
    came_through: Short = ""
    wants_call: bool = False
    answers: dict[Short, Short | list[Short]] = {}


class ApplicationMade(Schema):
    """The application that was recorded, with its number in the order of receipt."""

    uid: UUID
    number: int
    state: str


class ApplicationOut(Schema):
    """An application; `missing` are the requirements that are not known yet, cents what is committed."""

    uid: UUID
    measure: str
    number: int
    state: str
    channel: str
    person: UUID | None
    received_on: date
    due_on: date | None
    decided_at: datetime | None
    told_at: datetime | None
    services_cents: int
    allowance_cents: int
    missing: list[str]
    version: int


class FunnelOut(Schema):
    """What became of the applications that were received: the parts add up to `received`."""

    received: int
    eligible: int
    pending: int
    ineligible: int
    withdrawn: int
    lapsed: int


class ApplicationsOut(Schema):
    """A page of applications, how many there are, and the funnel of the measure or of all."""

    applications: list[ApplicationOut]
    total: int
    pages: int
    funnel: FunnelOut


class StepOut(Schema):
    """One change of state, with the requirements it was for and what the applicant was told."""

    at: datetime
    before: str
    after: str
    reasons: list[str]
    note: str


class ApplicationWhole(ApplicationOut):
    """An application with its steps, oldest first."""

    steps: list[StepOut]
