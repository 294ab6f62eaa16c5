"""The table of applications as partners keep it: its columns, and what a row says. No database."""

import re
from dataclasses import dataclass, field
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Cells, Column, Shape, day, listed
from campanello.homes.rules.amounts import amount_cents
from campanello.homes.rules.imports import MissingCell
from campanello.people.rules.facts import InTheFuture
from campanello.people.rules.imports import PEOPLE
from campanello.people.rules.imports import said as person_said
from campanello.people.rules.person import Details
from campanello.people.rules.values import DECLINED
from campanello.plans.rules.applications import State, fitting
from campanello.plans.rules.eligibility_reading import YES_NO
from campanello.plans.rules.eligibility_why import TITLES
from campanello.plans.rules.values import APPLICATION_STATES, CHANNELS

STATES = {code: text for code, text in APPLICATION_STATES.items() if code != State.DRAFT}
STATE_WORDS = {
    "idoneo": "eligible", "idonea": "eligible", "ammesso": "eligible", "ammessa": "eligible",
    "non idoneo": "ineligible", "non idonea": "ineligible", "esclusa": "ineligible", "escluso": "ineligible",
    "in verifica": "pending", "sospesa": "pending", "in attesa": "pending", "rinuncia": "withdrawn",
    "ritirata": "withdrawn", "decaduta": "lapsed",
}  # fmt: skip
CHANNEL_WORDS = {
    "sportello": "staff",
    "operatore": "staff",
    "telefono": "phone",
    "sito": "web",
    "online": "web",
}
# Columns of people that say something towards the requirements, by the fact that they say.
OF_PEOPLE = ("code", "family_name", "given_name", "sex", "born_on", "citizenship", "employment", "language")
YES_OR_NO = (
    Column(
        "resident_in_area", _("Lives in the area"), ("residente nel quartiere", "residenza"), values=YES_NO
    ),
    Column("economic_hardship", _("Economic difficulty"), ("difficoltà economica",), values=YES_NO),
    Column("housing_hardship", _("Housing hardship"), ("disagio abitativo",), values=YES_NO),
    Column("receives_naspi", _("Receives NASpI"), ("naspi",), values=YES_NO),
    Column("other_public_policy", _("Other public policy"), ("altra politica attiva",), values=YES_NO),
    Column(
        "lab_participation",
        _("Takes part in the lab"),
        ("laboratorio", "partecipa al laboratorio"),
        values=YES_NO,
    ),
)
LONGEST_CODE = 60
APPLICATIONS = Shape(
    "applications",
    _("Applications"),
    (
        Column("application", _("Application code"), ("codice domanda", "domanda", "id domanda", "protocollo"),
               is_required=True, example="L-001"),
        Column("measure", _("Measure"), ("misura", "codice misura"), example="prolorenteggio"),
        Column("received_on", _("Received on"), ("ricevuta il", "data domanda", "data"), is_required=True,
               example="15/01/2026"),
        *(PEOPLE.column(name) for name in (*OF_PEOPLE, "phone", "email")),
        Column("channel", _("How it came"), ("canale", "come è arrivata"), values=CHANNELS),
        Column("came_through", _("Came through"), ("arrivo tramite", "tramite", "inviante"), example="MILO Lab"),
        Column("state", _("State of the application"), ("stato", "esito"), values=STATES),
        Column("reasons", _("Reasons"), ("motivi", "motivo", "requisiti mancanti")),
        Column("note", _("Note for the applicant"), ("nota", "note")),
        Column("decided_on", _("Decided on"), ("decisa il", "data esito")),
        Column("due_on", _("To be brought by"), ("entro il", "scadenza")),
        Column("services", _("Services committed"), ("servizi", "impegno servizi")),
        Column("allowance", _("Allowance committed"), ("indennità", "impegno indennità")),
        Column("permit_expires_on", _("Permit valid until"), ("scadenza permesso", "permesso fino al")),
        *YES_OR_NO,
    ),
)  # fmt: skip


class NoSuchReason(Refused):
    """A reason that is no requirement."""

    code = "plans.no-such-reason"
    text = _("“%(found)s” is no requirement. Use one of: %(known)s.")


class CodeTooLong(Refused):
    """An application's code that does not fit."""

    code = "plans.code-too-long"
    text = _("The code has %(found)s characters, and %(most)s are kept. Is this the right column?")


class FundsOfTheEligible(Refused):
    """Money is committed to who is not eligible."""

    code = "plans.funds-of-the-eligible"
    text = _("Only an eligible application has funds. Empty the cell, or correct the state.")


@dataclass(frozen=True)
class ApplicationRow:
    """A row of the table. `facts` are those towards the requirements, as the eligibility contract writes them."""

    number: int
    code: str
    measure: str
    received_on: date
    details: Details
    channel: str = "import"
    came_through: str = ""
    state: State = State.PENDING
    reasons: tuple[str, ...] = ()
    note: str = ""
    decided_on: date | None = None
    due_on: date | None = None
    services_cents: int = 0
    allowance_cents: int = 0
    facts: dict[str, str] = field(default_factory=dict)


def application_said(cells: Cells, on: date) -> ApplicationRow | None:
    """What a row says of an application; None when it can't be read, which the cells have told.

    Args:
        cells: The row.
        on: The day of the import: nothing was received or decided after it.
    """
    code = cells.read("application", _code)
    received_on = cells.read("received_on", lambda text: _past(text, on))
    for name, value in (("application", code), ("received_on", received_on)):
        if value is None and not cells.text(name):
            cells.tell(name, MissingCell())
    told = cells.read("state", lambda text: listed(STATES, text, STATE_WORDS))
    state, is_unread = told or State.PENDING, bool(cells.text("state")) and told is None
    services, allowance = (cells.read(name, amount_cents) or 0 for name in ("services", "allowance"))
    if (services or allowance) and state != State.ELIGIBLE and not is_unread:
        cells.tell("services" if services else "allowance", FundsOfTheEligible())
    row_facts = _facts(cells)
    note = cells.read("note", lambda text: fitting("note", text)) or ""
    through = cells.read("came_through", lambda text: fitting("came_through", text)) or ""
    reasons = cells.read("reasons", requirement_codes) or ()
    decided_on = cells.read("decided_on", lambda text: _past(text, on))
    due_on = cells.read("due_on", day)
    channel = cells.read("channel", lambda text: listed(CHANNELS, text, CHANNEL_WORDS)) or "import"
    details = person_said(cells, on)
    if details is None or not cells.is_sound:
        return None
    return ApplicationRow(
        number=cells.number, code=code, measure=cells.text("measure"), received_on=received_on, details=details,
        channel=channel, came_through=through, state=State(state), reasons=reasons, note=note,
        decided_on=decided_on, due_on=due_on, services_cents=services, allowance_cents=allowance,
        facts=row_facts | _of_person(details),
    )  # fmt: skip


def requirement_codes(text: str) -> tuple[str, ...]:
    """The requirements that a cell names by code or title, with semicolons or commas between.

    Raises:
        NoSuchReason.
    """
    found = []
    for one in filter(None, (part.strip() for part in re.split(r"[;,]", text))):
        try:
            found.append(listed(TITLES, one))
        except Refused:
            raise NoSuchReason(found=one[:40], known=", ".join(TITLES)) from None
    return tuple(dict.fromkeys(found))


def _facts(cells: Cells) -> dict[str, str]:
    told = {one.name: cells.read(one.name, lambda text: listed(YES_NO, text)) for one in YES_OR_NO}
    until = cells.read("permit_expires_on", day)
    told["permit_expires_on"] = until.isoformat() if until else ""
    return {name: value for name, value in told.items() if value}


def _of_person(details: Details) -> dict[str, str]:
    """What a row says of a person towards the requirements."""
    facts = details.facts
    told = {
        "birth_date": facts.born_on.isoformat() if facts.born_on else "",
        "sex": facts.sex if facts.sex in {"F", "M"} else "",
        "citizenship": details.citizenships[0].country if details.citizenships else "",
        "employment_status": details.employment.status if details.employment else "",
    }
    return {name: value for name, value in told.items() if value and value != DECLINED}


def _past(text: str, on: date) -> date:
    found = day(text)
    if found > on:
        raise InTheFuture(day=f"{found:%d/%m/%Y}")
    return found


def _code(text: str) -> str:
    if len(text) > LONGEST_CODE:
        raise CodeTooLong(found=len(text), most=LONGEST_CODE)
    return text
