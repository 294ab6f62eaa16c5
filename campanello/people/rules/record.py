"""A person's whole record as a reader gets it, what it says on a day, and what to be warned of. No database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period, completed_years
from campanello.people.rules import codes as code_rules
from campanello.people.rules.codes import Holder, Sentence
from campanello.people.rules.facts import Permit, PermitState, permit_state
from campanello.people.rules.person import Known, PersonFacts, still_to_ask
from campanello.people.rules.values import ANSWERS_FOR_ALL


@dataclass(frozen=True)
class Held:
    """A row of a table of the person's: its key, and whose it was before a merge."""

    row: int
    person: int


@dataclass(frozen=True)
class HeldCode(Held):
    """An identity code on some days."""

    kind: str
    value: str
    normal: str
    reason: str
    basis: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class HeldCitizenship(Held):
    """A citizenship."""

    country: str
    is_first: bool
    basis: str


@dataclass(frozen=True)
class HeldLanguage(Held):
    """A language spoken or read."""

    code: str
    is_spoken: bool
    is_read: bool
    is_preferred: bool


@dataclass(frozen=True)
class HeldContact(Held):
    """A way to reach the person on some days."""

    kind: str
    value: str
    normal: str
    note: str
    is_preferred: bool
    has_consent: bool
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class HeldEmployment(Held):
    """What the person's work was from a day on."""

    status: str
    starts_on: date
    basis: str


@dataclass(frozen=True)
class HeldPermit(Held):
    """A residence permit."""

    kind: str
    number: str
    issued_on: date | None
    expires_on: date | None
    renewal_asked_on: date | None


@dataclass(frozen=True)
class HeldSpecial(Held):
    """A fact of a special category on some days."""

    kind: str
    detail: str
    basis: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class HeldConsent(Held):
    """A consent given, perhaps withdrawn."""

    purpose: str
    given_on: date
    withdrawn_on: date | None


@dataclass(frozen=True)
class HeldParticipation(Held):
    """An entry into a project's lab or plan."""

    strand: str
    project: str
    entry_on: date
    exit_on: date | None
    plan_status: str


@dataclass(frozen=True)
class HeldMembership(Held):
    """Days in a household; `key` is the household's own."""

    household: UUID
    key: int
    is_in_charge: bool
    kind: str
    role: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class KnownBy(Held):
    """A project of the reader's that knows the person."""

    project: int
    title: str
    starts_on: date


@dataclass(frozen=True)
class Absorbed(Held):
    """A record that was merged into this one."""

    uid: UUID
    family_name: str
    given_name: str


@dataclass(frozen=True)
class HeldMerge(Held):
    """A merge below this person: `person` was absorbed by `kept`, and its stays count until the days given."""

    kept: int
    registry_until: date | None
    isee_until: date | None


@dataclass(frozen=True)
class Event:
    """Something that happened to a person on a day; `sort` is the key of what it was."""

    day: date
    sort: str
    sentence: Sentence


@dataclass(frozen=True)
class PersonRecord:
    """Everything of one person that a reader may see on a day; `special` is None for who may not see such facts."""

    person: int
    uid: UUID
    version: int
    on: date
    registered_on: date
    is_restricted: bool
    facts: PersonFacts
    special: tuple[HeldSpecial, ...] | None
    codes: tuple[HeldCode, ...] = ()
    citizenships: tuple[HeldCitizenship, ...] = ()
    languages: tuple[HeldLanguage, ...] = ()
    contacts: tuple[HeldContact, ...] = ()
    employment: tuple[HeldEmployment, ...] = ()
    permits: tuple[HeldPermit, ...] = ()
    consents: tuple[HeldConsent, ...] = ()
    participations: tuple[HeldParticipation, ...] = ()
    memberships: tuple[HeldMembership, ...] = ()
    projects: tuple[KnownBy, ...] = ()
    absorbed: tuple[Absorbed, ...] = ()
    merges: tuple[HeldMerge, ...] = ()

    @property
    def name(self) -> str:
        """Given and family name, or else what there is."""
        full = f"{self.facts.given_name} {self.facts.family_name}".strip()
        return full or self.facts.other_names or self.facts.native_name

    @property
    def age(self) -> int | None:
        """Completed years on the day; None where the birth date is not recorded."""
        return completed_years(self.facts.born_on, self.on) if self.facts.born_on else None

    @property
    def current_codes(self) -> tuple[HeldCode, ...]:
        """The codes that hold on the day."""
        return tuple(one for one in self.codes if self.on in Period(one.starts_on, one.ends_on))

    @property
    def current_contacts(self) -> tuple[HeldContact, ...]:
        """The ways that hold on the day, the preferred one first."""
        return tuple(one for one in self.contacts if self.on in Period(one.starts_on, one.ends_on))

    @property
    def current_employment(self) -> HeldEmployment | None:
        """The latest status that began by the day."""
        begun = [one for one in self.employment if one.starts_on <= self.on]
        return max(begun, key=lambda one: one.starts_on, default=None)

    @property
    def current_special(self) -> tuple[HeldSpecial, ...]:
        """The facts of special categories, or the answer for all, that hold on the day."""
        return tuple(one for one in self.special or () if self.on in Period(one.starts_on, one.ends_on))

    @property
    def special_kinds(self) -> tuple[str, ...]:
        """Which kinds hold; an answer for all counts only where no kind does."""
        kinds = tuple(one.kind for one in self.current_special)
        return tuple(one for one in kinds if one not in ANSWERS_FOR_ALL) or kinds

    @property
    def to_ask(self) -> tuple[str, ...]:
        """What nobody recorded yet, as keys of person.TO_ASK."""
        known = Known(
            has_code=bool(self.current_codes),
            has_citizenship=bool(self.citizenships),
            has_language=bool(self.languages),
            has_contact=bool(self.current_contacts),
            has_employment=self.current_employment is not None,
        )
        return still_to_ask(self.facts, known)


@dataclass(frozen=True)
class Limits:
    """The dated parameters that warnings depend on."""

    permit_warning_days: int
    permit_grace_days: int
    provisional_months: int


def warnings(record: PersonRecord, limits: Limits) -> list[Sentence]:
    """What whoever opens the record should know before anything else, as sentences; none is a refusal."""
    return [*_of_codes(record, limits), *_of_permits(record, limits)]


def state_of(permit: HeldPermit, on: date, limits: Limits) -> PermitState:
    """How a permit stands on a day."""
    return permit_state(
        Permit(permit.expires_on, permit.renewal_asked_on),
        on,
        warning_days=limits.permit_warning_days,
        grace_days=limits.permit_grace_days,
    )


def holder(facts: PersonFacts) -> Holder:
    """What a codice fiscale is compared with."""
    return Holder(
        family_name=facts.family_name,
        given_name=facts.given_name,
        other_names=facts.other_names,
        sex=facts.sex,
        born_on=facts.born_on,
        birth_place=facts.birth_place,
        birth_place_code=facts.birth_place_code,
    )


def _of_codes(record: PersonRecord, limits: Limits) -> Iterator[Sentence]:
    fiscal = [one for one in record.current_codes if one.kind == "cf"]
    if len({one.normal for one in fiscal}) > 1:
        yield (
            _(
                "Two records with different codici fiscali stand here as one person. End the code that is wrong."
            ),
            {},
        )
    for code in fiscal:
        yield from code_rules.differences(code.normal, holder(record.facts))
    for code in record.current_codes:
        if code.kind == "cf_provisional" and code_rules.provisional_is_due(
            code.starts_on, record.on, limits.provisional_months
        ):
            yield (
                _(
                    "The provisional code is recorded since %(since)s: after %(months)s months a definite one is due. "
                    "Ask for it."
                ),
                {"since": code.starts_on, "months": limits.provisional_months},
            )


def _of_permits(record: PersonRecord, limits: Limits) -> Iterator[Sentence]:
    if not record.permits:
        return
    # The latest permit is the one that counts; earlier ones were followed by it.
    latest = max(record.permits, key=lambda one: (one.expires_on or date.max, one.row))
    match state_of(latest, record.on, limits):
        case PermitState.ENDED:
            yield (
                _("The residence permit ended on %(day)s and no renewal is recorded."),
                {"day": latest.expires_on},
            )
        case PermitState.ENDING:
            yield (
                _("The residence permit ends on %(day)s. Ask whether the renewal was requested."),
                {"day": latest.expires_on},
            )
        case PermitState.PENDING:
            yield (
                _("The residence permit is being renewed since %(day)s; until then it is valid."),
                {"day": latest.renewal_asked_on},
            )
        case PermitState.UNKNOWN:
            yield _("The end of the residence permit is not recorded. Ask to see it."), {}
        case _:
            return
