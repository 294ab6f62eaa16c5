"""What goes in and comes out, as the documentation describes it. `null` and "" are: not recorded."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

# No text of ours holds the character that databases can't keep.
Text = Annotated[str, Field(max_length=5_000, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Problem(Schema):
    """Why something was not done (RFC 9457)."""

    type: str
    title: str
    status: int
    facts: dict[str, Any] = {}
    details: list[str] = []


class Facts(Schema):
    """A person's own fields."""

    family_name: Text = ""
    given_name: Text = ""
    other_names: Text = ""
    native_name: Text = ""
    sex: Short = ""
    born_on: date | None = None
    has_declined_birth: bool = False
    birth_place: Text = ""
    birth_place_code: Short = ""
    education: Short = ""
    has_declined_citizenship: bool = False
    residence_istat: Short = ""
    residence_province: Short = ""
    residence_address: Text = ""
    note: Text = ""


class CodeIn(Schema):
    """An identity code; `value` stays empty for a local code, which is made here, and then says why."""

    kind: Short
    value: Short = ""
    reason: Short = ""
    basis: Short = "declared"


class ContactIn(Schema):
    """A way to reach a person."""

    kind: Short
    value: Short = ""
    note: Short = ""
    is_preferred: bool = False
    has_consent: bool = False


class LanguageIn(Schema):
    """A language, by its ISO 639 code."""

    code: Short
    is_spoken: bool = True
    is_read: bool = False
    is_preferred: bool = False


class CitizenshipIn(Schema):
    """A citizenship, by its ISO 3166-1 code; XX is stateless."""

    country: Short
    is_first: bool = False
    basis: Short = "declared"


class PersonIn(Schema):
    """Somebody to register in a project, which goes by its code."""

    project: Short
    facts: Facts
    codes: Annotated[list[CodeIn], Field(max_length=10)] = []
    contacts: Annotated[list[ContactIn], Field(max_length=20)] = []
    languages: Annotated[list[LanguageIn], Field(max_length=20)] = []
    citizenships: Annotated[list[CitizenshipIn], Field(max_length=10)] = []


class Registered(Schema):
    """What came of a registration; `doubtful` codes were somebody else's and were not recorded."""

    uid: UUID
    version: int
    is_joined: bool
    was_here: bool
    doubtful: int


class PersonChanges(Schema):
    """Some fields with their new values, and the version of the record that they were read in."""

    version: Annotated[int, Field(ge=1, le=2_000_000_000)]
    facts: Facts
    reason: Short = ""


class Saved(Schema):
    """A record after a change."""

    uid: UUID
    version: int


class FoundPerson(Schema):
    """Somebody who may be meant."""

    uid: UUID
    given_name: str
    family_name: str
    native_name: str
    born_on: date | None
    age: int | None
    score: int
    doorbell: str
    address: str


class FoundPeople(Schema):
    """A page of people found; with `is_cut` there are more than were looked at."""

    people: list[FoundPerson]
    total: int
    is_cut: bool
    page: int


class HeldCode(Schema):
    """An identity code on some days."""

    kind: str
    value: str
    reason: str
    basis: str
    starts_on: date
    ends_on: date | None


class HeldContact(Schema):
    """A way to reach the person on some days."""

    kind: str
    value: str
    note: str
    is_preferred: bool
    has_consent: bool
    starts_on: date
    ends_on: date | None


class HeldCitizenship(Schema):
    """A citizenship."""

    country: str
    is_first: bool
    basis: str


class HeldLanguage(Schema):
    """A language spoken or read."""

    code: str
    is_spoken: bool
    is_read: bool
    is_preferred: bool


class HeldEmployment(Schema):
    """What the person's work was from a day on."""

    status: str
    starts_on: date
    basis: str


class HeldPermit(Schema):
    """A residence permit."""

    kind: str
    number: str
    issued_on: date | None
    expires_on: date | None
    renewal_asked_on: date | None


class HeldSpecial(Schema):
    """A fact of a special category on some days."""

    kind: str
    detail: str
    basis: str
    starts_on: date
    ends_on: date | None


class HeldConsent(Schema):
    """A consent given, perhaps withdrawn."""

    purpose: str
    given_on: date
    withdrawn_on: date | None


class HeldMembership(Schema):
    """Days in a household."""

    household: UUID
    kind: str
    role: str
    starts_on: date
    ends_on: date | None


class PersonOut(Schema):
    """A person's whole record as the reader may see it; `special` is null for who may not see such facts."""

    uid: UUID
    version: int
    registered_on: date
    is_restricted: bool
    facts: Facts
    codes: list[HeldCode]
    contacts: list[HeldContact]
    citizenships: list[HeldCitizenship]
    languages: list[HeldLanguage]
    employment: list[HeldEmployment]
    permits: list[HeldPermit]
    consents: list[HeldConsent]
    memberships: list[HeldMembership]
    special: list[HeldSpecial] | None


class MemberOut(Schema):
    """Somebody in a household; without uid, name and age where the reader may not see them."""

    uid: UUID | None
    name: str
    role: str
    starts_on: date
    ends_on: date | None
    age: int | None
    is_visible: bool


class HouseholdOut(Schema):
    """A household on a day."""

    uid: UUID
    kind: str
    version: int
    is_in_charge: bool
    closed_on: date | None
    on: date
    members: list[MemberOut]


class BuildingOut(Schema):
    """A building in figures; `arrears` is null for who may not read arrears."""

    uid: UUID
    street: str
    number: str
    name: str
    neighbourhood: str
    municipality: str
    dwellings: int
    let: int
    empty: int
    arrears: int | None


class BuildingsOut(Schema):
    """A page of buildings."""

    buildings: list[BuildingOut]
    total: int
    page: int


class DoorbellOut(Schema):
    """A button of a panel; `household` is null where its page is not the reader's."""

    dwelling: UUID
    stair: str
    floor: int
    door: str
    label: str
    badges: list[str]
    household: UUID | None


class PanelOut(Schema):
    """A building's doorbells as the reader may see them."""

    uid: UUID
    street: str
    number: str
    on: date
    doorbells: list[DoorbellOut]


class StayOut(Schema):
    """A tenancy; without name and household where the people are not the reader's to see."""

    uid: UUID
    tenure: str
    starts_on: date
    ends_on: date | None
    is_current: bool
    name: str
    household: UUID | None


class DwellingOut(Schema):
    """A dwelling with its tenancies."""

    uid: UUID
    building: UUID
    stair: str
    floor: int
    door: str
    code: str
    owner_kind: str
    is_sap: bool
    rooms: int | None
    state: str
    version: int
    stays: list[StayOut]


class StatementOut(Schema):
    """What was owed to a creditor on a day; `no_fault_cause` is null for who may not read it."""

    uid: UUID
    creditor: str
    as_of: date
    amount_cents: int
    source: str
    no_fault_cause: str | None
    is_replaced: bool


class ArrearsOut(Schema):
    """What is owed for a dwelling now, and all that was ever stated."""

    owed_cents: int
    band: str
    statements: list[StatementOut]


class AuditLine(Schema):
    """One entry of the trail; `who` and `person` are empty where the reader may not know."""

    at: datetime
    who: str
    roles: str
    sort: str
    verb: str
    person: UUID | None
    reference: str


class AuditPage(Schema):
    """A page of the trail: `older` and `newer` go into `at` of the next request."""

    lines: list[AuditLine]
    newer: str | None
    older: str | None
