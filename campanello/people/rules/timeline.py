"""A person's story: the dated facts of a record as events, the latest first. No database."""

from collections.abc import Iterator
from typing import Any

from campanello.core.errors import gettext_noop as _
from campanello.people.rules.record import (
    Event,
    HeldCode,
    HeldConsent,
    HeldMembership,
    HeldPermit,
    PersonRecord,
)
from campanello.people.rules.values import (
    CODE_KINDS,
    CONSENT_PURPOSES,
    EMPLOYMENT,
    HOUSEHOLD_KINDS,
    PERMIT_KINDS,
    STRANDS,
)

Facts = dict[str, Any]


def events(record: PersonRecord) -> list[Event]:
    """What is recorded to have happened by the record's day, the latest first; facts of special categories apart."""
    found = [one for one in _all(record) if one.day <= record.on]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _all(record: PersonRecord) -> Iterator[Event]:
    yield Event(record.registered_on, "registered", (_("Registered here"), {}))
    for code in record.codes:
        yield from _of_code(code)
    for status in record.employment:
        named: Facts = {"status": (EMPLOYMENT[status.status], {})}
        yield Event(status.starts_on, "employment", (_("Work: %(status)s"), named))
    for permit in record.permits:
        yield from _of_permit(permit)
    for consent in record.consents:
        yield from _of_consent(consent)
    for entry in record.participations:
        named = {"strand": (STRANDS[entry.strand], {}), "project": entry.project}
        yield Event(entry.entry_on, "entered", (_("%(strand)s: entered, %(project)s"), named))
        if entry.exit_on:
            yield Event(entry.exit_on, "left", (_("%(strand)s: left, %(project)s"), named))
    for membership in record.memberships:
        yield from _of_membership(membership)


def _of_code(code: HeldCode) -> Iterator[Event]:
    kind: Facts = {"kind": (CODE_KINDS[code.kind], {})}
    yield Event(code.starts_on, "code", (_("%(kind)s recorded"), kind))
    if code.ends_on:
        yield Event(code.ends_on, "code-ended", (_("%(kind)s no longer holds"), kind))


def _of_permit(permit: HeldPermit) -> Iterator[Event]:
    kind: Facts = {"kind": (PERMIT_KINDS[permit.kind], {})}
    if permit.issued_on:
        yield Event(permit.issued_on, "permit", (_("Residence permit issued: %(kind)s"), kind))
    if permit.renewal_asked_on:
        yield Event(permit.renewal_asked_on, "permit", (_("Renewal of the permit asked for: %(kind)s"), kind))
    if permit.expires_on:
        yield Event(permit.expires_on, "permit-ended", (_("Residence permit ended: %(kind)s"), kind))


def _of_consent(consent: HeldConsent) -> Iterator[Event]:
    purpose: Facts = {"purpose": (CONSENT_PURPOSES[consent.purpose], {})}
    yield Event(consent.given_on, "consent", (_("Consent given: %(purpose)s"), purpose))
    if consent.withdrawn_on:
        yield Event(consent.withdrawn_on, "consent-ended", (_("Consent withdrawn: %(purpose)s"), purpose))


def _of_membership(membership: HeldMembership) -> Iterator[Event]:
    kind: Facts = {"kind": (HOUSEHOLD_KINDS[membership.kind], {})}
    yield Event(membership.starts_on, "moved-in", (_("%(kind)s: joined"), kind))
    if membership.ends_on:
        yield Event(membership.ends_on, "moved-out", (_("%(kind)s: left"), kind))
