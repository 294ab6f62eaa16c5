"""Facts about a person that change with time or have several values: what may be recorded, and what holds on a day.

No database. A fact is given as it was said; what comes back is ready to be stored.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import phonenumbers

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules import world
from campanello.people.rules.names import tidy
from campanello.people.rules.values import ANSWERS_FOR_ALL, CONTACT_KINDS, DECLINED, EMPLOYMENT, PERMIT_KINDS

ITALY = "IT"
LONGEST_LIFE_YEARS = 125


class NotATelephone(Refused):
    """What was written can't be called."""

    code = "people.not-a-telephone"
    text = _(
        "“%(written)s” is no telephone number. Write it with its prefix: 347 123 4567, or +212 6 12 34 56 78."
    )


class NotAnEmail(Refused):
    """What was written can't be written to."""

    code = "people.not-an-email"
    text = _("“%(written)s” is no e-mail address. It has a name, an @ and a domain: nome@esempio.it.")


class WayNotSaid(Refused):
    """A way to reach somebody lacks what it is."""

    code = "people.way-not-said"
    text = _("%(kind)s: write which one, or which neighbour and door.")


class InTheFuture(Refused):
    """A day that has not come yet stands where a past one is wanted."""

    code = "people.in-the-future"
    text = _("%(day)s has not come yet. Correct the date, or record it when it has.")


class TooLongAgo(Refused):
    """A birth date that nobody alive has."""

    code = "people.too-long-ago"
    text = _("%(day)s is more than %(years)s years ago. Look at the year again.")


class EndsBeforeItStarts(Refused):
    """An end before its start."""

    code = "people.ends-before-it-starts"
    text = _("%(end)s is before %(start)s, when it began. Correct one of the two dates.")


class AnswerForAll(Refused):
    """None or declined can't stand beside a fact that holds."""

    code = "people.answer-for-all"
    text = _(
        "“%(answer)s” is an answer for all kinds, but one of them still holds. "
        "End it first, or take it back if it was recorded in error."
    )


class NotInTheList(Refused):
    """A value that no list has."""

    code = "people.not-in-the-list"
    text = _("“%(value)s” is not among the values to choose from. Choose one of the list.")


@dataclass(frozen=True)
class NewContact:
    """A way to reach a person. `normal` is filled in by `checked_contact`."""

    kind: str
    value: str = ""
    note: str = ""
    is_preferred: bool = False
    has_consent: bool = False
    normal: str = ""


@dataclass(frozen=True)
class NewLanguage:
    """A language that a person speaks or reads."""

    code: str
    is_spoken: bool = True
    is_read: bool = False
    is_preferred: bool = False


@dataclass(frozen=True)
class NewCitizenship:
    """A state that a person is a citizen of."""

    country: str
    is_first: bool = False
    basis: str = "declared"


@dataclass(frozen=True)
class NewEmployment:
    """What a person's work is from a day on."""

    status: str
    starts_on: date
    basis: str = "declared"


@dataclass(frozen=True)
class NewPermit:
    """A residence permit."""

    kind: str
    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    renewal_asked_on: date | None = None


@dataclass(frozen=True)
class NewSpecialFact:
    """A fact of a special category, or that there is none or no answer."""

    kind: str
    starts_on: date
    basis: str = "declared"
    detail: str = ""


@dataclass(frozen=True)
class NewCode:
    """An identity code as it was typed; `text` is empty for a local code, which is made."""

    kind: str
    text: str = ""
    reason: str = ""
    basis: str = "declared"


def why_not_born_on(born_on: date | None, on: date) -> Refused | None:
    """Why nobody alive on a day has a birth date."""
    if born_on is None:
        return None
    if born_on > on:
        return InTheFuture(day=born_on)
    if born_on.year < on.year - LONGEST_LIFE_YEARS:
        return TooLongAgo(day=born_on, years=LONGEST_LIFE_YEARS)
    return None


def why_not_from(starts_on: date, on: date) -> InTheFuture | None:
    """Why a fact can't be recorded from a day: it has not come."""
    return InTheFuture(day=starts_on) if starts_on > on else None


def why_not_until(starts_on: date, ends_on: date, on: date) -> Refused | None:
    """Why a fact can't end on a day: it had not begun, or the day has not come."""
    if ends_on < starts_on:
        return EndsBeforeItStarts(start=starts_on, end=ends_on)
    return InTheFuture(day=ends_on) if ends_on > on else None


def why_not_special(kind: str, holding: Collection[str]) -> AnswerForAll | None:
    """Why *none* or *declined* can't be recorded: a kind still holds. A kind may always be, and ends such an answer."""
    kinds = set(holding) - ANSWERS_FOR_ALL
    return AnswerForAll(answer=(_ANSWERS[kind], {})) if kind in ANSWERS_FOR_ALL and kinds else None


_ANSWERS = {"none": _("Asked, none found"), DECLINED: _("Declined to say")}


def ended_by(kind: str, holding: Collection[str]) -> set[str]:
    """The answers that a newly recorded kind or answer puts an end to; the kind's own earlier row among them."""
    return (set(holding) & ANSWERS_FOR_ALL) | ({kind} & set(holding))


# Most numbers of a table: an Italian mobile one. Those of 39 may begin with the prefix of the country.
_MOBILE = re.compile(r"3[0-8][0-9]{8}")


def telephone(text: str) -> str:
    """A telephone number as E.164; without a prefix of a country it is Italian.

    Raises:
        NotATelephone.
    """
    if _MOBILE.fullmatch(text):
        return f"+39{text}"
    try:
        number = phonenumbers.parse(tidy(text), ITALY)
    except phonenumbers.NumberParseException:
        raise NotATelephone(written=tidy(text)[:40]) from None
    if not phonenumbers.is_possible_number(number):
        raise NotATelephone(written=tidy(text)[:40])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_telephone(normal: str) -> str:
    """An E.164 number in groups, as it is read aloud."""
    try:
        number = phonenumbers.parse(normal)
    except phonenumbers.NumberParseException:
        return normal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email(text: str) -> str:
    """An e-mail address in small letters.

    Raises:
        NotAnEmail.
    """
    written = tidy(text)
    if not re.fullmatch(r"[^\s@<>\"(),:;]+@[^\s@<>\"(),:;.]+(\.[^\s@<>\"(),:;.]+)+", written):
        raise NotAnEmail(written=written[:60])
    return written.lower()


def checked_contact(contact: NewContact) -> NewContact:
    """A way to reach a person, tidy and with what makes two of them one.

    Raises:
        NotATelephone, NotAnEmail, WayNotSaid, NotInTheList.
    """
    _require(contact.kind, CONTACT_KINDS)
    value, note = tidy(contact.value), tidy(contact.note)
    if not value and contact.kind != "door":
        raise WayNotSaid(kind=(CONTACT_KINDS[contact.kind], {}))
    normal = value.lower()
    if contact.kind in {"phone", "whatsapp"}:
        normal = telephone(value)
    elif contact.kind == "email":
        normal = email(value)
    return replace(contact, value=value, note=note, normal=normal)


def checked_language(language: NewLanguage) -> NewLanguage:
    """A language of the list.

    Raises:
        NotInTheList.
    """
    _require(language.code, world.LANGUAGES)
    return language


def checked_citizenship(citizenship: NewCitizenship) -> NewCitizenship:
    """A state of the list, or stateless.

    Raises:
        NotInTheList.
    """
    _require(citizenship.country, world.COUNTRIES)
    return citizenship


def checked_employment(employment: NewEmployment, on: date) -> NewEmployment:
    """A status of the list from a day that has come.

    Raises:
        NotInTheList, InTheFuture.
    """
    _require(employment.status, EMPLOYMENT)
    if refused := why_not_from(employment.starts_on, on):
        raise refused
    return employment


def checked_permit(permit: NewPermit, on: date) -> NewPermit:
    """A permit issued, and its renewal asked for, on days that have come, in order.

    Raises:
        NotInTheList, InTheFuture, EndsBeforeItStarts.
    """
    _require(permit.kind, PERMIT_KINDS)
    for day in (permit.issued_on, permit.renewal_asked_on):
        if day and day > on:
            raise InTheFuture(day=day)
    if permit.issued_on and permit.expires_on and permit.expires_on < permit.issued_on:
        raise EndsBeforeItStarts(start=permit.issued_on, end=permit.expires_on)
    return replace(permit, number=tidy(permit.number).upper())


# What the parts of a record are called.
PERSON_PART, RESIDENCE_PART = _("Name, birth and education"), _("Residence")
PART_NAMES = {
    "codes": _("Identity codes"),
    "contacts": _("Ways to reach them"),
    "languages": _("Languages"),
    "citizenships": _("Citizenships"),
    "employment": _("Work"),
    "permits": _("Residence permits"),
    "special": _("Facts for the stricter role"),
}
# The columns of the facts' tables, as forms and the history name them.
FACT_NAMES = {
    "kind": _("Kind"),
    "value": _("What was recorded"),
    "reason": _("Reason"),
    "basis": _("How it is known"),
    "starts_on": _("From"),
    "ends_on": _("Until"),
    "note": _("Note"),
    "is_preferred": _("Preferred"),
    "has_consent": _("Agreed to be contacted so"),
    "code": _("Language"),
    "is_spoken": _("Speaks it"),
    "is_read": _("Reads it"),
    "country": _("Country"),
    "is_first": _("The one that is counted"),
    "status": _("Work situation"),
    "number": _("Number of the document"),
    "issued_on": _("Issued on"),
    "expires_on": _("Valid until"),
    "renewal_asked_on": _("Renewal asked for on"),
    "detail": _("Detail"),
}


class PermitState(StrEnum):
    """How a permit stands on a day."""

    VALID = "valid"
    ENDING = "ending"
    PENDING = "pending"
    ENDED = "ended"
    UNKNOWN = "unknown"


PERMIT_STATES = {
    PermitState.VALID: _("Valid"),
    PermitState.ENDING: _("Ends soon"),
    PermitState.PENDING: _("Being renewed"),
    PermitState.ENDED: _("Ended"),
    PermitState.UNKNOWN: _("End not recorded"),
}


@dataclass(frozen=True)
class Permit:
    """What decides how a permit stands."""

    expires_on: date | None
    renewal_asked_on: date | None


def permit_state(permit: Permit, on: date, *, warning_days: int, grace_days: int) -> PermitState:
    """How a permit stands on a day; the day of its end is the last on which it is valid.

    A renewal that was asked for up to `grace_days` after the end keeps the permit valid while it is pending. A permit
    whose end nobody recorded is unknown, not valid.

    Source: D.Lgs. 286/1998 art. 5 c. 9-bis and art. 13 c. 2 (b); parameters people.permit_*.
    """
    if permit.expires_on is None:
        return PermitState.PENDING if permit.renewal_asked_on else PermitState.UNKNOWN
    asked = permit.renewal_asked_on
    if asked and asked <= on and asked <= permit.expires_on + timedelta(days=grace_days):
        return PermitState.PENDING
    if permit.expires_on < on:
        return PermitState.ENDED
    return PermitState.ENDING if permit.expires_on - on <= timedelta(days=warning_days) else PermitState.VALID


def _require(value: str, allowed: Collection[str]) -> None:
    if value not in allowed:
        raise NotInTheList(value=value[:40])
