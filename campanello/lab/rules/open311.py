"""What Open311 GeoReport v2 tells of reports, to everybody: which ones, and what is left out. Knows no table, no web.

Source: GeoReport v2 (http://wiki.open311.org/GeoReport_v2); STANDARDS, 5.1; docs/rules/open311.md.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from campanello.core.errors import Denied, DomainError, Missing, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules import values

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# Clients that keep the list of services fetch it anew when this is later: change it with them.
CHANGESET = "2026-11-22 10:00"
SOURCE = "open311"
EVERY_PROJECT = "*"
GONE = "[…]"


class KeyMissing(Denied):
    """A report was sent without a key."""

    code = "open311.key-missing"
    text = _("Send an api_key with the report. Whoever runs this site gives them out.")


class KeyUnknown(Denied):
    """A key that opens nothing here."""

    code = "open311.key-unknown"
    text = _("This api_key does not hold, or not for this jurisdiction. Ask whoever runs this site for one.")


class JurisdictionMissing(Refused):
    """Several projects are served, and none was named."""

    code = "open311.jurisdiction-missing"
    text = _("A jurisdiction_id is missing. Send one of: %(known)s.")


class JurisdictionUnknown(Missing):
    """A project that is not served, or not there."""

    code = "open311.jurisdiction-unknown"
    text = _("This jurisdiction_id is not served here. Send one of: %(known)s.")


class ServiceMissing(Refused):
    """A report of no service."""

    code = "open311.service-missing"
    text = _("A service_code is missing. Send one of: %(known)s.")


class ServiceUnknown(Missing):
    """A service that is none."""

    code = "open311.service-unknown"
    text = _("There is no service with this service_code. Send one of: %(known)s.")


class RequestUnknown(Missing):
    """No report of this number is public; whether one is there is not said."""

    code = "open311.request-unknown"
    text = _("No public report has this service_request_id. Check it letter by letter.")


class TokenUnknown(Missing):
    """No report was given this token."""

    code = "open311.token-unknown"
    text = _("No public report has this token. Reports are numbered at once here: use service_request_id.")


class NothingThere(Missing):
    """A resource or a format that GeoReport does not have."""

    code = "open311.nothing-there"
    text = _("There is nothing at this address. Resources end in .json or .xml; discovery.json lists them.")


class TooManyCalls(Refused):
    """One program asks or sends too much."""

    code = "open311.too-many-calls"
    text = _("That is more than %(most)s requests. Wait %(seconds)s seconds, then go on more slowly.")


@dataclass(frozen=True)
class Service:
    """What may be reported; `code` is a report's kind."""

    code: str
    name: str
    description: str
    keywords: str
    group: str = _("Public space")


SERVICES: Mapping[str, Service] = {
    one.code: one
    for one in (
        Service(
            "maintenance",
            _("Maintenance of public space"),
            _(
                "Something broken, dirty or in the way in a street, a square, a courtyard or on the outside of a "
                "public house."
            ),
            _("lamp, waste, pavement, bench, tree, door, lift, water"),
        ),
        Service(
            "other",
            _("Something else in public space"),
            _("What is not maintenance and concerns a place, never a person."),
            _("idea, wish, noise, crossing, play"),
        ),
    )
}
NOTICE = _(
    "Danger to anybody: call 112. Name, e-mail and telephone are not kept; follow the report by its number. "
    "Its text is public when somebody of the team has read it."
)
URGENCIES = ("low", "normal", "high")


@dataclass(frozen=True)
class Attribute:
    """A question of a service; `choices` are codes and words for them, none for free text."""

    code: str
    datatype: str
    description: str
    hint: str
    choices: Mapping[str, str]


ATTRIBUTES: Mapping[str, Attribute] = {
    one.code: one
    for one in (
        Attribute(
            "urgency",
            "singlevaluelist",
            _("How soon must somebody come?"),
            _("For danger call 112."),
            {name: values.PRIORITIES[name] for name in URGENCIES},
        ),
        Attribute(
            "where",
            "string",
            _("Where exactly? Third step, beside the bins, ..."),
            _("Up to 200 characters."),
            {},
        ),
    )
}


@dataclass(frozen=True)
class Published:
    """A report as everybody may read it: no person, no stair, no dwelling."""

    number: str
    service: Service
    state: str
    priority: str
    description: str
    owner: str
    made_at: datetime
    changed_at: datetime
    planned_on: date | None
    ask_whom: str
    joined_into: str
    address: str
    address_id: str
    latitude: Decimal | None
    longitude: Decimal | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in values.OPEN_STATES

    @property
    def notes(self) -> tuple[tuple[str, dict[str, str]], ...]:
        """Why it is in its state, in sentences of our own: what was written to whoever reported it is theirs."""
        said: list[tuple[str, dict[str, str]]] = [(values.REPORT_STATES[self.state], {})]
        if self.state == "planned" and self.planned_on:
            said.append((_("Planned for %(day)s"), {"day": f"{self.planned_on:%d/%m/%Y}"}))
        if self.state == "not_ours" and self.ask_whom:
            said.append((_("Ask: %(whom)s"), {"whom": self.ask_whom}))
        if self.state == "duplicate" and self.joined_into:
            said.append((_("The same as %(number)s"), {"number": self.joined_into}))
        return tuple(said)


_CONTACTS = re.compile(
    r"""[\w.+-]+@[\w-]+(?:\.[\w-]+)+            # an e-mail address
    |\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b  # a codice fiscale
    |(?:\+|\b00)?\b\d(?:[ ./-]?\d){6,14}\b       # a telephone number
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DOOR = re.compile(
    r"""\b(?:(?:int|app)\.\s*|(?:interno|appartamento|alloggio|porta|citofono|scala|piano|flat|stair|door)\s+)
    (?:n[.°]\s*|no\.\s*)?
    (?:\d{1,4}(?:[ ]?(?-i:[A-Z]))?|(?-i:[A-Z])\d{0,3})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def without_contacts(text: str) -> str:
    """A text without e-mail addresses, telephone numbers, codici fiscali, stairs and doors of flats."""
    return _DOOR.sub(GONE, _CONTACTS.sub(GONE, text))


def is_read(source: str, first_answer_at: datetime | None) -> bool:
    """Whether somebody of the team has read a text: they wrote it, or have answered it. Until then it is not shown."""
    return source == "staff" or first_answer_at is not None


def coarse(degrees: Decimal | None, decimals: int) -> Decimal | None:
    """A coordinate to so many decimals; four are eleven metres."""
    return None if degrees is None else round(degrees, decimals)


def address(parts: Iterable[str]) -> str:
    """The parts of an address that there are, the most specific first."""
    return ", ".join(part.strip() for part in parts if part.strip())


@dataclass(frozen=True)
class Caller:
    """A program that may send reports, for all projects that are served or for one; of its key a digest is kept."""

    name: str
    project: str
    key_sha256: str


_CALLER = re.compile(r"(?P<name>[\w.-]{1,40})(?:@(?P<project>[^=@]{1,40}))?=(?P<digest>[0-9a-f]{64})")


class CallerMalformed(Refused):
    """A key in the settings that can't be read."""

    code = "open311.caller-malformed"
    text = _("%(name)s is no key of a program: write name=digest or name@project=digest.")


def caller(text: str) -> Caller:
    """A program's key as the settings have it: `name=digest` or `name@project=digest`.

    Raises:
        CallerMalformed.
    """
    found = _CALLER.fullmatch(text)
    if found is None:
        raise CallerMalformed(name=text.partition("=")[0][:40])
    return Caller(found["name"], found["project"] or EVERY_PROJECT, found["digest"])


def digest(key: str) -> str:
    """What is kept of a key; made by chance, it can't be guessed from it."""
    return hashlib.sha256(key.encode()).hexdigest()


def caller_of(key: str, callers: Iterable[Caller], project: str) -> Caller | None:
    """The program that a key belongs to, if it holds for a project."""
    given = digest(key)
    found = [one for one in callers if hmac.compare_digest(one.key_sha256, given)]
    return next((one for one in found if is_served(project, (one.project,))), None)


def is_served(project: str, codes: Collection[str]) -> bool:
    """Whether a project is among those that are named; an asterisk names all."""
    return EVERY_PROJECT in codes or project.lower() in {code.lower() for code in codes}


def status(error: DomainError) -> int:
    """The status that GeoReport has for a refusal: 404 for what is nowhere, 403 for keys, 400 for all else."""
    if isinstance(error, TooManyCalls):
        return 429
    return {"missing": 404, "denied": 403}.get(error.kind, 400)


def status_of_all(errors: Iterable[DomainError]) -> int:
    """The status of an answer with several refusals: that of a key first, 404 where nothing else is wrong."""
    found = {status(one) for one in errors}
    if found & {403, 429}:
        return max(found & {403, 429})
    return 404 if found == {404} else 400
