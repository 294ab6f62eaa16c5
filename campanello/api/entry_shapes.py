"""What a telephone sends of what it kept, one shape a kind, each turned into what its service takes."""

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, ValidationError

from campanello.api.shapes import Short, Text
from campanello.lab.rules.entries import (
    MOST_AT_ONCE,
    CheckIn,
    Entry,
    EntryMalformed,
    Photo,
    VisitChange,
    What,
)
from campanello.lab.rules.findings import NewFinding
from campanello.lab.rules.reports import NewReport
from campanello.lab.rules.visits import NewVisit

# From where clocks begin that were never set, to the end of the century.
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_CHARACTERS_OF_A_PHOTO = 2_200_000


def _plausible(moment: datetime) -> datetime:
    if not _EARLIEST <= moment < _LATEST:
        raise ValueError("no clock says this")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_plausible)]
Whole = Annotated[int, Field(ge=-32_768, le=32_767)]


class Batch(Schema):
    """Entries in the order in which they were made, and what the telephone's clock says now."""

    now: Moment
    entries: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_AT_ONCE)]


class _Kept(Schema):
    uid: UUID
    made_at: Moment
    heard_at: Moment | None = None
    happened_at: Moment | None = None

    def what(self) -> What:
        raise AssertionError  # each kind says itself what it is


class VisitKept(_Kept):
    """A visit."""

    project: Short
    channel: Short
    person: UUID | None = None
    household: UUID | None = None
    building: UUID | None = None
    needs: Annotated[list[Short], Field(max_length=20)] = []
    minutes: Whole = 10
    outcome: Short = ""
    note: Text = ""
    is_confidential: bool = False
    next_step: Text = ""
    next_step_on: date | None = None

    def what(self) -> What:
        given = self.model_dump(exclude={"uid", "made_at", "heard_at", "happened_at", "needs"})
        return NewVisit(**given, needs=tuple(self.needs), happened_at=self.happened_at or self.made_at)


class VisitChangeKept(_Kept):
    """Some fields of a visit that was recorded before."""

    visit: UUID
    version: Annotated[int, Field(ge=1, le=2_000_000_000)]
    channel: Short = ""
    minutes: Whole = 10
    outcome: Short = ""
    next_step: Text = ""
    next_step_on: date | None = None

    def what(self) -> What:
        names = {"channel", "minutes", "outcome", "next_step", "next_step_on"}
        return VisitChange(self.visit, self.version, self.model_dump(include=names, exclude_unset=True))


class ReportKept(_Kept):
    """A report; its photograph follows as an entry of its own."""

    project: Short
    sort: Short
    text: Text
    building: UUID | None = None
    stair: Short = ""
    place_note: Text = ""
    is_public_space: bool = False
    reporter: UUID | None = None
    priority: Short = "normal"

    def what(self) -> What:
        given = self.model_dump(exclude={"uid", "made_at", "heard_at", "happened_at", "sort"})
        return NewReport(**given, kind=self.sort, made_at=self.made_at)


class PhotoKept(_Kept):
    """A photograph of a report, in base64."""

    report: UUID
    photo: Annotated[str, Field(max_length=_CHARACTERS_OF_A_PHOTO)]

    def what(self) -> What:
        try:
            return Photo(self.report, base64.b64decode(self.photo, validate=True))
        except ValueError:
            raise EntryMalformed(fields="photo") from None


class CheckInKept(_Kept):
    """Somebody came to a session; with a reason it holds whatever the register says."""

    session: UUID
    person: UUID
    reason: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""

    def what(self) -> What:
        return CheckIn(self.session, self.person, self.reason)


class FindingKept(_Kept):
    """A strong or weak point of a street number."""

    building: UUID
    sort: Short
    text: Text
    spot: Text = ""
    hands: Whole = 1

    def what(self) -> What:
        return NewFinding(
            building=self.building, kind=self.sort, text=self.text, spot=self.spot, hands=self.hands
        )


SHAPES: Mapping[str, type[_Kept]] = {
    "visit": VisitKept,
    "visit-change": VisitChangeKept,
    "report": ReportKept,
    "photo": PhotoKept,
    "check-in": CheckInKept,
    "finding": FindingKept,
}


def entry_of(sent: Mapping[str, Any]) -> Entry:
    """An entry as it was sent.

    Raises:
        EntryMalformed: It has no known kind, or not the form that its kind asks for; which parts are told.
    """
    shape = SHAPES.get(str(sent.get("kind")))
    if shape is None:
        raise EntryMalformed(fields="kind")
    try:
        kept = shape.model_validate(dict(sent))
    except ValidationError as error:
        wrong = dict.fromkeys(str(one["loc"][0]) if one["loc"] else "" for one in error.errors())
        raise EntryMalformed(fields=", ".join(wrong)) from None
    return Entry(kept.uid, kept.made_at, kept.heard_at, kept.happened_at is not None, kept.what())
