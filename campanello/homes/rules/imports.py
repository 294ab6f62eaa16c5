"""The tables of tenancies and arrears as landlords send them: their columns, and what a row says. No database."""

import re
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Cells, Column, Shape, day, listed
from campanello.homes.rules.amounts import amount_cents
from campanello.homes.rules.tenancies import TenancyEndsTooSoon
from campanello.homes.rules.values import ARREARS_SOURCES, NO_FAULT_CAUSES, TENURES
from campanello.people.rules.codes import read_code
from campanello.people.rules.facts import NewCode
from campanello.people.rules.imports import NobodyNamed
from campanello.people.rules.person import PersonFacts, checked

TENURE_WORDS = {
    "inquilino": "tenant", "inquilina": "tenant", "locatario": "tenant", "assegnatario": "tenant",
    "assegnataria": "tenant", "affitto": "tenant", "proprietario": "owner", "proprietaria": "owner",
    "occupante": "occupant", "abusivo": "occupant", "senza titolo": "occupant", "negozio": "shopkeeper",
    "commerciante": "shopkeeper",
}  # fmt: skip
SOURCE_WORDS = {
    "proprietà": "landlord", "gestore": "landlord", "aler": "landlord", "inquilino": "tenant", "inquilina": "tenant",
    "servizio sociale": "social_service", "servizi sociali": "social_service",
}  # fmt: skip
CAUSE_WORDS = {
    "licenziamento": "dismissal", "riduzione oraria": "reduced_hours", "riduzione dell'orario": "reduced_hours",
    "cassa integrazione": "cig", "mancato rinnovo": "not_renewed", "malattia": "illness", "malattia grave": "illness",
    "infortunio": "accident", "decesso": "death", "cessazione attività": "self_employment_ended",
}  # fmt: skip
GROUND_FLOOR = frozenset({"t", "pt", "terra", "piano terra", "pianterreno", "rialzato", "r"})
LONGEST_CODE = 40

WHERE = (
    Column("dwelling", _("Dwelling code"), ("codice alloggio", "alloggio", "unità immobiliare", "ui")),
    Column("owner", _("Owner"), ("proprietà", "ente proprietario", "ente"), example="ALER"),
    Column("street", _("Street"), ("via", "indirizzo"), example="Via Esempio"),
    Column("house_number", _("House number"), ("numero civico", "civico", "n civico"), example="12"),
    Column("stair", _("Stair"), ("scala",), example="A"),
    Column("floor", _("Floor"), ("piano",), example="1"),
    Column("door", _("Door"), ("interno", "porta", "int"), example="3"),
)
TENANCIES = Shape(
    "tenancies",
    _("Tenancies"),
    (
        Column("contract", _("Contract code"), ("contratto", "codice contratto", "rapporto")),
        *WHERE,
        Column("tenant_code", _("Codice fiscale"), ("cf", "codice fiscale intestatario")),
        Column(
            "family_name", _("Family name"), ("cognome", "intestatario"), is_required=True, example="Esempio"
        ),
        Column("given_name", _("Given name"), ("nome",), is_required=True, example="Rosa"),
        Column("born_on", _("Birth date"), ("data di nascita", "nato il", "nata il"), example="31/12/1985"),
        Column("tenure", _("Tenure"), ("titolo", "tipo di godimento"), values=TENURES, is_required=True),
        Column("starts_on", _("From"), ("dal", "decorrenza", "data inizio"), is_required=True, example="01/03/2019"),
        Column("ends_on", _("Until (first day without)"), ("al", "fino al", "data fine", "cessazione")),
    ),
)  # fmt: skip
ARREARS = Shape(
    "arrears",
    _("Arrears"),
    (
        Column("contract", _("Contract code"), ("contratto", "codice contratto", "rapporto")),
        *WHERE,
        Column("creditor", _("Creditor"), ("creditore",), example="ALER"),
        Column("amount", _("Amount owed"), ("importo", "debito", "morosità", "saldo"), is_required=True,
               example="1.234,50"),
        Column("as_of", _("As of"), ("al", "data", "alla data"), is_required=True, example="31/12/2025"),
        Column("source", _("Source"), ("fonte",), values=ARREARS_SOURCES),
        Column("cause", _("No-fault cause"), ("causa", "causa incolpevole"), values=NO_FAULT_CAUSES),
    ),
)  # fmt: skip


class NotAFloor(Refused):
    """A cell holds no floor."""

    code = "homes.not-a-floor"
    text = _("“%(found)s” is no floor. Write 0 for the ground floor, 1 for the first, -1 for the basement.")


class NoDwellingNamed(Refused):
    """A row does not say which dwelling it speaks of."""

    code = "homes.no-dwelling-named"
    text = _(
        "The row names no dwelling. Give the contract's or the dwelling's code, or street, number and door."
    )


class TooLongCode(Refused):
    """A contract's code is longer than any that is kept."""

    code = "homes.too-long-code"
    text = _(
        "The code has %(found)s characters, and %(most)s are kept. Check that the column is the right one."
    )


@dataclass(frozen=True)
class Where:
    """Which dwelling a row means: by its owner's code, or by address and door; what is empty is not said."""

    code: str = ""
    owner: str = ""
    street: str = ""
    number: str = ""
    stair: str = ""
    floor: int | None = None
    door: str = ""

    @property
    def is_said(self) -> bool:
        """Whether it can be looked for."""
        return bool(self.code or (self.street and self.number))


@dataclass(frozen=True)
class TenancyRow:
    """A row of the table of tenancies."""

    number: int
    where: Where
    tenant: PersonFacts
    code: NewCode | None
    tenure: str
    contract: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class ArrearsRow:
    """A row of the table of arrears."""

    number: int
    contract: str
    where: Where
    creditor: str
    cents: int
    as_of: date
    source: str
    cause: str


def tenancy_said(cells: Cells, on: date) -> TenancyRow | None:
    """What a row says of a tenancy; None when it can't be read, which the cells have told."""
    where, contract = _where(cells), cells.read("contract", contract_code) or ""
    tenure = cells.read("tenure", lambda text: listed(TENURES, text, TENURE_WORDS))
    starts_on, ends_on = cells.read("starts_on", day), cells.read("ends_on", day)
    code = cells.read("tenant_code", lambda text: read_code(None, text))
    for name, value in (("tenure", tenure), ("starts_on", starts_on)):
        if value is None and cells.is_sound:
            cells.tell(name, MissingCell())
    if cells.is_sound and ends_on and ends_on <= starts_on:
        cells.tell("ends_on", TenancyEndsTooSoon(starts_on=_written(starts_on), ends_on=_written(ends_on)))
    if cells.is_sound and not where.is_said:
        cells.tell("dwelling", NoDwellingNamed())
    tenant = _tenant(cells, on)
    if tenant is None or not cells.is_sound:
        return None
    given = NewCode(code.kind, code.value, basis="register") if code else None
    return TenancyRow(cells.number, where, tenant, given, tenure, contract, starts_on, ends_on)


def arrears_said(cells: Cells) -> ArrearsRow | None:
    """What a row says of a debt; None when it can't be read, which the cells have told."""
    where, contract = _where(cells), cells.read("contract", contract_code) or ""
    cents, as_of = cells.read("amount", amount_cents), cells.read("as_of", day)
    source = cells.read("source", lambda text: listed(ARREARS_SOURCES, text, SOURCE_WORDS)) or "landlord"
    cause = cells.read("cause", lambda text: listed(NO_FAULT_CAUSES, text, CAUSE_WORDS)) or ""
    for name, value in (("amount", cents), ("as_of", as_of)):
        if value is None and cells.is_sound:
            cells.tell(name, MissingCell())
    if cells.is_sound and not (contract or where.is_said):
        cells.tell("contract", NoDwellingNamed())
    if not cells.is_sound:
        return None
    return ArrearsRow(cells.number, contract, where, cells.text("creditor"), cents, as_of, source, cause)


class MissingCell(Refused):
    """A cell is empty that must not be."""

    code = "homes.missing-cell"
    text = _("The cell is empty. Fill it in, or take the row out.")


def floor(text: str) -> int:
    """The floor that a cell means: a number, or one of the words for the ground floor.

    Raises:
        NotAFloor.
    """
    written = re.sub(r"[°º.]", "", text).strip().lower().removeprefix("piano ").strip()
    if written in GROUND_FLOOR:
        return 0
    if re.fullmatch(r"s\d", written):
        return -int(written[1:])
    if re.fullmatch(r"-?\d{1,2}", written):
        return int(written)
    raise NotAFloor(found=text[:20])


def contract_code(text: str) -> str:
    """A contract's code as it is kept.

    Raises:
        TooLongCode.
    """
    if len(text) > LONGEST_CODE:
        raise TooLongCode(found=len(text), most=LONGEST_CODE)
    return text


def _where(cells: Cells) -> Where:
    return Where(
        code=cells.text("dwelling"),
        owner=cells.text("owner"),
        street=cells.text("street"),
        number=cells.text("house_number"),
        stair=cells.text("stair"),
        floor=cells.read("floor", floor),
        door=cells.text("door"),
    )


def _tenant(cells: Cells, on: date) -> PersonFacts | None:
    facts = PersonFacts(
        family_name=cells.text("family_name"),
        given_name=cells.text("given_name"),
        born_on=cells.read("born_on", day),
    )
    if not (facts.family_name or facts.given_name):
        cells.tell("family_name", NobodyNamed())
        return None
    try:
        return checked(facts, on)
    except Refused as error:
        cells.tell("family_name", error)
        return None


def _written(when: date) -> str:
    return f"{when:%d/%m/%Y}"
