"""The table of people as offices send it: its columns, and a row of it as what is said of a person. No database."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Cells, Column, Shape, day, folded, listed
from campanello.people.rules import facts, world
from campanello.people.rules.codes import read_code
from campanello.people.rules.facts import NewCitizenship, NewCode, NewContact, NewEmployment, NewLanguage
from campanello.people.rules.person import Details, PersonFacts, checked
from campanello.people.rules.values import DECLINED, EDUCATION, EMPLOYMENT, SEXES

SEX_WORDS = {"femmina": "F", "donna": "F", "female": "F", "maschio": "M", "uomo": "M", "male": "M"}
SCHOOL_WORDS = {
    "licenza elementare": "primary", "licenza media": "lower_secondary", "licenza media inferiore": "lower_secondary",
    "diploma": "upper_secondary", "laurea": "tertiary", "nessun titolo": "none",
}  # fmt: skip
WORK_WORDS = {
    "disoccupato": "unemployed", "disoccupata": "unemployed", "occupato": "employed", "occupata": "employed",
    "inattivo": "inactive", "inattiva": "inactive", "studente": "student", "studentessa": "student",
    "pensionato": "retired", "pensionata": "retired", "in cerca di prima occupazione": "first_job_seeker",
}  # fmt: skip


class NoSuchCountry(Refused):
    """A cell holds no country's name or code."""

    code = "people.no-such-country"
    text = _("“%(found)s” is no country. Write its name in Italian, or its two letters (MA, AL, RO).")


class NoSuchLanguage(Refused):
    """A cell holds no language's name or code."""

    code = "people.no-such-language"
    text = _(
        "“%(found)s” is no language known here. Write its name in Italian, or its two letters (ar, ur, fr)."
    )


class NobodyNamed(Refused):
    """A row names nobody."""

    code = "people.nobody-named"
    text = _("The row has neither a family name nor a given name. Fill one in, or take the row out.")


PEOPLE = Shape(
    "people",
    _("People"),
    (
        Column("code", _("Codice fiscale"), ("cf", "codice", "stp", "eni"), example="RSSMRA85T10A562S"),
        Column("family_name", _("Family name"), ("cognome", "surname"), is_required=True, example="Esempio"),
        Column("given_name", _("Given name"), ("nome", "first name"), is_required=True, example="Rosa"),
        Column("sex", _("Sex"), ("sesso", "genere", "gender"), values=SEXES, example="F"),
        Column("born_on", _("Birth date"), ("data di nascita", "nato il", "nata il"), example="31/12/1985"),
        Column("birth_place", _("Place of birth"), ("luogo di nascita", "nato a"), example="Mantova"),
        Column("citizenship", _("Citizenship"), ("cittadinanza", "nazionalità"), example="Marocco"),
        Column("education", _("Education"), ("titolo di studio", "istruzione"), values=EDUCATION),
        Column(
            "employment", _("Employment status"), ("condizione occupazionale", "lavoro"), values=EMPLOYMENT
        ),
        Column("language", _("Language"), ("lingua", "lingua madre"), example="arabo"),
        Column("phone", _("Telephone"), ("telefono", "cellulare", "tel", "mobile")),
        Column("email", _("E-mail"), ("mail", "posta elettronica")),
        Column("address", _("Address"), ("indirizzo", "via", "residenza")),
        Column("province", _("Province of residence"), ("provincia", "prov"), example="MN"),
    ),
)


def said(cells: Cells, on: date) -> Details | None:
    """What a row says of a person; None when it can't be read, which the cells have told.

    Args:
        cells: The row.
        on: The day of the import; the work that a row names is held from it on.
    """
    parts = PersonFacts(
        family_name=cells.text("family_name"),
        given_name=cells.text("given_name"),
        sex=cells.read("sex", lambda text: listed(SEXES, text, SEX_WORDS)) or "",
        born_on=cells.read("born_on", day),
        birth_place=cells.text("birth_place"),
        education=cells.read("education", lambda text: listed(EDUCATION, text, SCHOOL_WORDS)) or "",
        residence_address=cells.text("address"),
        residence_province=cells.text("province"),
    )
    if not (parts.family_name or parts.given_name):
        cells.tell("family_name", NobodyNamed())
        return None
    contacts = [*_contact(cells, "phone", on), *_contact(cells, "email", on)]
    country = cells.read("citizenship", country_code)
    language = cells.read("language", language_code)
    status = cells.read("employment", lambda text: listed(EMPLOYMENT, text, WORK_WORDS))
    code = cells.read("code", lambda text: read_code(None, text))
    try:
        neat = checked(parts, on)
    except Refused as error:
        cells.tell("family_name", error)
        return None
    if not cells.is_sound:
        return None
    return Details(
        facts=neat,
        codes=(NewCode(code.kind, code.value, basis="register"),) if code else (),
        contacts=tuple(contacts),
        languages=(NewLanguage(language, is_preferred=True),) if language else (),
        citizenships=(NewCitizenship(country, is_first=True, basis="register"),) if country else (),
        employment=NewEmployment(status, on, "register") if status else None,
    )


def _contact(cells: Cells, kind: str, on: date) -> Sequence[NewContact]:
    found = cells.read(kind, lambda text: facts.checked_contact(NewContact(kind, text)))
    return [found] if found else []


def country_code(text: str) -> str:
    """The code of a country that is named in Italian or English, or by its two letters.

    Raises:
        NoSuchCountry.
    """
    if (code := _countries().get(folded(text))) is None:
        raise NoSuchCountry(found=text[:40])
    return code


def language_code(text: str) -> str:
    """The code of a language that is named in Italian or English, or by its code.

    Raises:
        NoSuchLanguage.
    """
    if (code := _languages().get(folded(text))) is None:
        raise NoSuchLanguage(found=text[:40])
    return code


STATELESS_WORDS = ("apolide", "stateless")


@cache
def _countries() -> dict[str, str]:
    names = {folded(code): code for code in world.COUNTRIES} | dict.fromkeys(STATELESS_WORDS, world.STATELESS)
    for language in ("it", "en"):
        names |= {folded(name): code for code, name in world.country_names(language).items()}
    return names | {"italiana": "IT", "italiano": "IT"}


@cache
def _languages() -> dict[str, str]:
    names = {folded(code): code for code in world.LANGUAGES}
    for language in ("it", "en"):
        names |= {folded(name): code for code, name in world.language_names(language).items()}
    return names


def filled(parts: PersonFacts) -> dict[str, object]:
    """The facts that a row says something about: an empty cell takes nothing away."""
    return {
        name: value
        for name, value in vars(parts).items()
        if value not in {"", None, False} and value != DECLINED
    }
