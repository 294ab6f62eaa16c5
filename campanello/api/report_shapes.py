"""What goes in and comes out about reports. `null` and "" are: not recorded."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from campanello.api.shapes import Short, Text

Degrees = Annotated[Decimal, Field(ge=-180, le=180, max_digits=12)]


class ReportsAsked(Schema):
    """What a list of reports is asked for; `after` is the mark that the page before ended with."""

    q: Short = ""
    state: Short = ""
    kind: Short = ""
    after: Short = ""
    overdue: bool = False
    building: UUID | None = None


class ReportIn(Schema):
    """A report as it was told. `stair` is the stair's label in the building; `made_at` is now where it is left out."""

    project: Short
    kind: Short
    text: Text
    made_at: AwareDatetime | None = None
    building: UUID | None = None
    stair: Short = ""
    dwelling: UUID | None = None
    neighbourhood: UUID | None = None
    place_note: Short = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    is_public_space: bool = False
    reporter: UUID | None = None
    visit: UUID | None = None
    priority: Short = "normal"
    ask_whom: Short = ""


class ReportMade(Schema):
    """The report that was recorded, and who has to answer it."""

    uid: UUID
    number: str
    state: str
    owner: str


class ReportOut(Schema):
    """A report in a list. Nobody is named in it."""

    uid: UUID
    number: str
    project: str
    kind: str
    text: str
    state: str
    state_since: datetime
    priority: str
    owner: str
    building: UUID | None
    address: str
    stair: str
    dwelling: UUID | None
    place_note: str
    is_public_space: bool
    planned_on: date | None
    ask_whom: str
    made_at: datetime
    first_answer_at: datetime | None
    closed_at: datetime | None
    remind_on: date | None
    reminders: int
    source: str
    version: int


class ReportsOut(Schema):
    """Some reports, and the mark after which the next ones come; "" at the end."""

    reports: list[ReportOut]
    next: str


class StepOut(Schema):
    """A step of a report's history, as far as the reader may see it."""

    at: datetime
    kind: str
    state: str
    owner: str
    text: str
    is_for_resident: bool


class ReportWhole(ReportOut):
    """A report with its history and photographs. `reporter` is null where nobody gave a name, or it is not yours."""

    reporter: UUID | None
    others: int
    steps: list[StepOut]
    photos: list[str]
