"""Puts a record into words for the person page: what stands beside the name, and a block of facts for each part."""

from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from campanello.people.rules import facts, values
from campanello.people.rules.codes import NEVER_EXPORTED
from campanello.people.rules.facts import PermitState
from campanello.people.rules.record import HeldContact, HeldPermit, Limits, PersonRecord, state_of
from campanello.staff.people import words
from campanello.staff.people.municipalities import by_istat

ICONS = {
    "registered": "user",
    "code": "card",
    "code-ended": "card",
    "employment": "tool",
    "permit": "file",
    "permit-ended": "file",
    "consent": "check-circle",
    "consent-ended": "close-circle",
    "entered": "flag",
    "left": "flag",
    "moved-in": "pa",
    "moved-out": "pa",
}
CONTACT_ICONS = {
    "phone": "telephone",
    "whatsapp": "whatsapp",
    "email": "mail",
    "neighbour": "user",
    "door": "pa",
}
STATES = {
    PermitState.VALID: ("success", facts.PERMIT_STATES[PermitState.VALID]),
    PermitState.ENDING: ("warning", facts.PERMIT_STATES[PermitState.ENDING]),
    PermitState.PENDING: ("info", facts.PERMIT_STATES[PermitState.PENDING]),
    PermitState.ENDED: ("danger", facts.PERMIT_STATES[PermitState.ENDED]),
    PermitState.UNKNOWN: ("neutral", facts.PERMIT_STATES[PermitState.UNKNOWN]),
}


@dataclass(frozen=True)
class Line:
    """One fact: what it is, its value, what is said beside; a status with a tone; a link to act on."""

    label: str
    value: str
    aside: str = ""
    tone: str = ""
    status: str = ""
    url: str = ""
    icon: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class Block:
    """The facts of one part of a record; `nothing` is said where there are none."""

    part: str
    title: str
    lines: list[Line] = field(default_factory=list)
    nothing: str = ""


def chips(record: PersonRecord) -> list[str]:
    """What stands beside the name: age, sex, languages, the way they prefer to be reached."""
    shown = []
    if record.age is not None:
        shown.append(
            ngettext("%(years)s year old", "%(years)s years old", record.age) % {"years": record.age}
        )
    if record.facts.sex in values.SEXES and record.facts.sex != values.DECLINED:
        shown.append(words.named(values.SEXES, record.facts.sex))
    spoken = [words.language(one.code) for one in record.languages if one.is_spoken]
    if spoken:
        shown.append(gettext("Speaks %(languages)s") % {"languages": ", ".join(spoken)})
    preferred = next((one for one in record.current_contacts if one.is_preferred), None)
    if preferred:
        way = words.named(values.CONTACT_KINDS, preferred.kind)
        shown.append(gettext("Prefers: %(way)s") % {"way": f"{way} {contact_value(preferred)}".strip()})
    return shown


def blocks(record: PersonRecord, limits: Limits) -> list[Block]:
    """The parts of a record in the order in which they are asked; special categories last, for who may read them."""
    found = [
        _contacts(record),
        _basic(record),
        _residence(record),
        _codes(record),
        _citizenships(record),
        _languages(record),
        _employment(record),
        _permits(record, limits),
    ]
    return [*found, _special(record)] if record.special is not None else found


def contact_value(contact: HeldContact) -> str:
    """A telephone number in groups, or what else was written."""
    if contact.kind in {"phone", "whatsapp"}:
        return facts.shown_telephone(contact.normal)
    return contact.value


def _block(part: str, lines: list[Line], nothing: str = "") -> Block:
    return Block(part, gettext(words.PART_NAMES[part]), lines, nothing or gettext("Not recorded"))


def _contacts(record: PersonRecord) -> Block:
    return _block("contacts", [_contact(one) for one in record.current_contacts])


def _contact(one: HeldContact) -> Line:
    address = {"phone": f"tel:{one.normal}", "email": f"mailto:{one.normal}"}
    return Line(
        label=words.named(values.CONTACT_KINDS, one.kind),
        value=contact_value(one),
        aside=one.note,
        tone="success" if one.has_consent else "neutral",
        status=gettext("Agreed") if one.has_consent else gettext("Not agreed yet"),
        url=address.get(one.kind, ""),
        icon=CONTACT_ICONS[one.kind],
        is_code=one.kind != "neighbour",
    )


def _basic(record: PersonRecord) -> Block:
    said = record.facts
    born = words.day(said.born_on)
    if said.has_declined_birth:
        born = gettext("Prefers not to say")
    lines = [
        _line("family_name", said.family_name),
        _line("given_name", said.given_name),
        _line("other_names", said.other_names),
        _line("native_name", said.native_name),
        _line("sex", words.named(values.SEXES, said.sex)),
        _line("born_on", born),
        _line("birth_place", said.birth_place, aside=said.birth_place_code),
        _line("education", words.named(values.EDUCATION, said.education)),
    ]
    always = {"sex", "born_on", "education"}
    wanted = {words.field_name("person", name) for name in always}
    return _block("basic", [one for one in lines if one.value != "–" or one.label in wanted])


def _line(name: str, value: str, aside: str = "") -> Line:
    return Line(words.field_name("person", name), value or "–", aside)


def _residence(record: PersonRecord) -> Block:
    said = record.facts
    place = by_istat().get(said.residence_istat, said.residence_province)
    lines = []
    if place:
        lines.append(Line(words.field_name("person", "residence_istat"), place))
    if said.residence_address:
        lines.append(Line(words.field_name("person", "residence_address"), said.residence_address))
    return _block("residence", lines)


def _codes(record: PersonRecord) -> Block:
    lines = [
        Line(
            label=words.named(values.CODE_KINDS, one.kind),
            value=words.code_shown(one.kind, one.value),
            aside=_aside(one.basis, words.named(values.WHY_LOCAL, one.reason)),
            tone="info" if one.kind in NEVER_EXPORTED else "",
            status=gettext("Leaves in no file") if one.kind in NEVER_EXPORTED else "",
            is_code=True,
        )
        for one in record.current_codes
    ]
    return _block("codes", lines)


def _aside(basis: str, *more: str) -> str:
    return ", ".join(filter(None, (words.named(values.BASES, basis), *more)))


def _citizenships(record: PersonRecord) -> Block:
    lines = [
        Line(
            label=gettext("The one that is counted") if one.is_first else gettext("Also"),
            value=words.country(one.country),
            aside=_aside(one.basis),
        )
        for one in record.citizenships
    ]
    nothing = gettext("Prefers not to say") if record.facts.has_declined_citizenship else ""
    return _block("citizenships", lines, nothing)


def _languages(record: PersonRecord) -> Block:
    lines = []
    for one in record.languages:
        said = [
            gettext("speaks") if one.is_spoken else "",
            gettext("reads") if one.is_read else "",
            gettext("preferred") if one.is_preferred else "",
        ]
        lines.append(Line(words.language(one.code), ", ".join(filter(None, said)) or "–"))
    return _block("languages", lines)


def _employment(record: PersonRecord) -> Block:
    now = record.current_employment
    lines = []
    if now:
        since = gettext("since %(day)s") % {"day": words.day(now.starts_on)}
        lines = [Line(words.named(values.EMPLOYMENT, now.status), since, _aside(now.basis))]
    return _block("employment", lines)


def _permits(record: PersonRecord, limits: Limits) -> Block:
    ordered = sorted(record.permits, key=lambda one: (one.expires_on is None, one.expires_on), reverse=True)
    return _block("permits", [_permit(one, record, limits) for one in ordered])


def _permit(one: HeldPermit, record: PersonRecord, limits: Limits) -> Line:
    tone, status = STATES[state_of(one, record.on, limits)]
    until = gettext("until %(day)s") % {"day": words.day(one.expires_on)} if one.expires_on else "–"
    return Line(words.named(values.PERMIT_KINDS, one.kind), until, one.number, tone, gettext(status))


def _special(record: PersonRecord) -> Block:
    lines = [
        Line(
            label=words.named(values.SPECIAL_KINDS, one.kind),
            value=one.detail or gettext("since %(day)s") % {"day": words.day(one.starts_on)},
            aside=_aside(one.basis),
        )
        for one in record.current_special
    ]
    return _block("special", lines, gettext("Nobody asked yet"))
