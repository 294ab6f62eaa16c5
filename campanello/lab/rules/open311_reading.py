"""Reads what Open311 clients send: a new report, or what a list is asked for; everything that is wrong, not the first.

Source: GeoReport v2, POST Service Request and GET Service Requests.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from uuid import UUID

from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.open311 import ATTRIBUTES, SERVICES, URGENCIES, ServiceMissing, ServiceUnknown
from campanello.lab.rules.reports import DEFAULT_PRIORITY, LONGEST_NOTE, LONGEST_TEXT, HalfAPoint

LONGEST_URL, LONGEST_NUMBER, MOST_PAGES = 1000, 24, 100_000
STATUSES = ("open", "closed")
Fields = Mapping[str, Sequence[str]]
Value = TypeVar("Value")

A_DEGREE = _("degrees in WGS84 as a decimal number, like 45.4642")
A_KEY = _("the address_id of a house of this jurisdiction")
A_LINK = _("an address that begins with https:// or http://")
A_MOMENT = _("a moment with its time zone, like 2026-01-31T09:00:00Z")
A_SIZE = _("a whole number from 1 to %(most)s")
ONE_OF = _("one of %(known)s")
PLAIN_TEXT = _("plain text without HTML")
ONE_VALUE = _("one value")


class FieldMalformed(Refused):
    """A field that can't be read."""

    code = "open311.field-malformed"
    text = _("%(field)s can't be read: send %(wanted)s.")


class FieldTooLong(Refused):
    """A field with more than is kept."""

    code = "open311.field-too-long"
    text = _("%(field)s has %(length)s characters, and %(most)s are kept. Shorten it.")


class LocationMissing(Refused):
    """A report from nowhere."""

    code = "open311.location-missing"
    text = _("The place is missing: send lat and long, or address_string, or address_id.")


class AttributeUnknown(Refused):
    """An answer to a question that the service does not ask."""

    code = "open311.attribute-unknown"
    text = _("This service asks no such attribute. It asks: %(known)s.")


class SpanWrong(Refused):
    """A time that ends before it starts, or is too long."""

    code = "open311.span-wrong"
    text = _("The start_date must be before end_date, and at most %(most)s days before it.")


class NoForm(Refused):
    """What was sent is no form, or too much."""

    code = "open311.no-form"
    text = _("Send the report as application/x-www-form-urlencoded, in UTF-8.")


@dataclass(frozen=True)
class Sent:
    """A report as a client sent it. Who sent it is not kept."""

    service: str
    text: str
    latitude: Decimal | None
    longitude: Decimal | None
    address: str
    place_note: str
    building: UUID | None
    priority: str
    media_url: str


@dataclass(frozen=True)
class Asked:
    """What a list of reports is asked for; `numbers` override all else."""

    numbers: tuple[str, ...]
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    since: datetime
    until: datetime
    page: int
    size: int
    has_extensions: bool


def last(fields: Fields, name: str) -> str:
    """What a field says: an empty one says the same as none; of several the last counts."""
    given = [value for value in fields.get(name, ()) if value.strip()]
    return _printable(given[-1]) if given else ""


def _printable(text: str) -> str:
    """Without marks that XML can't carry, and with one kind of line break."""
    kept = "".join(one for one in text.replace("\r\n", "\n") if one in "\n\t" or one >= " ")
    return kept.replace("\x7f", "").replace("\ufffe", "").replace("\uffff", "").strip()


class _Reader:
    """Reads field by field and keeps what is wrong."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.errors: list[DomainError] = []

    def read(self, name: str, wanted: str, parse: Callable[[str], Value], **facts: object) -> Value | None:
        text = last(self.fields, name)
        if not text:
            return None
        try:
            return parse(text)
        except (ValueError, InvalidOperation, OverflowError):
            self.errors.append(FieldMalformed(field=name, wanted=(wanted, facts)))
            return None

    def plain(self, name: str, most: int) -> str:
        text = last(self.fields, name)
        if len(text) > most:
            self.errors.append(FieldTooLong(field=name, length=len(text), most=most))
        elif re.search(r"<[a-z/!][^<>]*>", text, re.IGNORECASE):
            self.errors.append(FieldMalformed(field=name, wanted=(PLAIN_TEXT, {})))
        return text

    def several(self, name: str) -> tuple[str, ...]:
        words = [word.strip() for value in self.fields.get(name, ()) for word in value.split(",")]
        return tuple(dict.fromkeys(_printable(word) for word in words if word))


def sent(fields: Fields) -> tuple[Sent | None, list[DomainError]]:
    """A new report, or all that is wrong with it. An empty description is left to whoever records it."""
    read = _Reader(fields)
    service = last(fields, "service_code")
    if not service:
        read.errors.append(ServiceMissing(known=_known(SERVICES)))
    elif service not in SERVICES:
        read.errors.append(ServiceUnknown(known=_known(SERVICES)))
    latitude = read.read("lat", A_DEGREE, lambda text: _degrees(text, 90))
    longitude = read.read("long", A_DEGREE, lambda text: _degrees(text, 180))
    building = read.read("address_id", A_KEY, UUID)
    address = read.plain("address_string", LONGEST_NOTE)
    text = read.plain("description", LONGEST_TEXT)
    link = read.read("media_url", A_LINK, _link) or ""
    where = read.plain("attribute[where]", LONGEST_NOTE)
    priority = read.read("attribute[urgency]", ONE_OF, _urgency, known=", ".join(URGENCIES))
    _require_attributes(read)
    _require_place(read)
    note = ", ".join(part for part in (where, address) if part)
    if not read.errors and len(note) > LONGEST_NOTE:
        read.errors.append(FieldTooLong(field="address_string", length=len(note), most=LONGEST_NOTE))
    if read.errors:
        return None, read.errors
    made = Sent(
        service, text, latitude, longitude, address, note, building, priority or DEFAULT_PRIORITY, link
    )
    return made, []


def _require_place(read: _Reader) -> None:
    has = {name: bool(last(read.fields, name)) for name in ("lat", "long", "address_string", "address_id")}
    if has["lat"] != has["long"]:
        read.errors.append(HalfAPoint())
    elif not any(has.values()):
        read.errors.append(LocationMissing())


def _require_attributes(read: _Reader) -> None:
    for name in read.fields:
        found = re.fullmatch(r"attribute\[([^\]]*)\](\[\])?", name)
        if name.startswith("attribute") and (found is None or found[1] not in ATTRIBUTES):
            read.errors.append(AttributeUnknown(known=_known(ATTRIBUTES)))
        elif found and (found[2] or len(read.fields[name]) > 1):
            read.errors.append(FieldMalformed(field=f"attribute[{found[1]}]", wanted=(ONE_VALUE, {})))


def asked(fields: Fields, *, at: datetime, most: int, days: int) -> tuple[Asked | None, list[DomainError]]:
    """What a list is asked for, or all that is wrong with it.

    Args:
        fields: As they stand in the address.
        at: Now.
        most: How many reports are given at once.
        days: How long a time may be asked for; so far back a list goes that names none.
    """
    read = _Reader(fields)
    numbers = read.several("service_request_id")[:most]
    services = read.several("service_code")
    if set(services) - SERVICES.keys():
        read.errors.append(ServiceUnknown(known=_known(SERVICES)))
    statuses = tuple(word.lower() for word in read.several("status"))
    if set(statuses) - set(STATUSES):
        read.errors.append(FieldMalformed(field="status", wanted=(ONE_OF, {"known": ", ".join(STATUSES)})))
    since, until = _span(read, at, timedelta(days=days), days)
    page = read.read("page", A_SIZE, lambda text: _whole(text, MOST_PAGES), most=MOST_PAGES)
    size = read.read("page_size", A_SIZE, lambda text: _whole(text, most), most=most)
    if read.errors and not numbers:
        return None, read.errors
    is_more = last(fields, "extensions").lower() in {"true", "1", "yes", "v1"}
    return Asked(numbers, services, statuses, since, until, page or 1, size or most, is_more), []


def _span(read: _Reader, at: datetime, longest: timedelta, days: int) -> tuple[datetime, datetime]:
    since, until = (read.read(name, A_MOMENT, _moment) for name in ("start_date", "end_date"))
    try:
        first = since or (until or at) - longest
        latest = first + longest
    except OverflowError:  # the year one, or 9999
        read.errors.append(SpanWrong(most=days))
        return at, at
    if since and until and not since <= until <= latest:
        read.errors.append(SpanWrong(most=days))
    return first, until or min(at, latest)


def _degrees(text: str, most: int) -> Decimal:
    if len(text) > LONGEST_NUMBER or not re.fullmatch(r"[+-]?\d{1,3}(\.\d*)?", text, re.ASCII):
        raise ValueError(text)
    degrees = Decimal(text)
    if abs(degrees) > most:
        raise ValueError(text)
    return degrees


def _link(text: str) -> str:
    if len(text) > LONGEST_URL or not re.fullmatch(r"https?://[^\s<>\"']+", text):
        raise ValueError(text)
    return text


def _urgency(text: str) -> str:
    if text not in URGENCIES:
        raise ValueError(text)
    return text


def _moment(text: str) -> datetime:
    # A plus sign that was not encoded arrives as a space.
    moment = datetime.fromisoformat(re.sub(r" (\d\d:?\d\d)$", r"+\1", text))
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise ValueError(text)
    return int(text)


def _known(values: Mapping[str, object]) -> str:
    return ", ".join(values)
