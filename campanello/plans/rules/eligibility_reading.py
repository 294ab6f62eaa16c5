"""Reads the facts of an applicant as the spreadsheet contract writes them, and says what can't be read. No table."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.values import EMPLOYMENT, SEXES
from campanello.people.rules.world import COUNTRIES
from campanello.plans.rules.eligibility import DECLINED, NO_DISADVANTAGE, Facts

EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST_FOUND = 40
DISADVANTAGES = {
    "migrant": _("Migrant or of foreign origin"),
    "disability": _("Disability"),
    "detention_or_addiction": _("Detention or addiction"),
    "other": _("Another vulnerability"),
    NO_DISADVANTAGE: _("Asked, none found"),
    DECLINED: _("Declined to say"),
}
WORK = {code: text for code, text in EMPLOYMENT.items() if code != DECLINED}
YES_NO = {"yes": _("Yes"), "no": _("No")}
# What each fact is called on pages.
NAMES = {
    "birth_date": _("Date of birth"),
    "citizenship": _("Citizenship"),
    "permit_expires_on": _("Residence permit valid until"),
    "resident_in_area": _("Lives in the area"),
    "employment_status": _("Work"),
    "economic_hardship": _("Economic difficulty"),
    "housing_hardship": _("Housing hardship"),
    "receives_naspi": _("Receives NASpI"),
    "other_public_policy": _("Is in another publicly funded active policy"),
    "lab_participation": _("Takes part in the social lab"),
    "disadvantages": _("Disadvantages"),
    "sex": _("Sex"),
}
# Facts of special categories: which they are is for the stricter role alone.
SPECIAL = frozenset({"disadvantages"})


class NotAnIsoDay(Refused):
    """A cell holds no date of ISO 8601."""

    code = "plans.not-an-iso-day"
    text = _("“%(found)s” is no date. Write it as 1990-12-31.")


class ImpossibleBirth(Refused):
    """A birth date lies before 1900 or after the application."""

    code = "plans.impossible-birth"
    text = _("%(found)s can't be the birth date of somebody who applied on %(applied_on)s. Correct it.")


class NotACode(Refused):
    """A cell holds a word that the contract does not know."""

    code = "plans.not-a-code"
    text = _("“%(found)s” is not known here. Use one of: %(known)s.")


class CodesContradict(Refused):
    """A list of disadvantages says that there are none, or no answer, beside others."""

    code = "plans.codes-contradict"
    text = _("“%(found)s” says two things at once: “none” and “declined” each stand alone. Correct it.")


class NoSuchFact(Refused):
    """A fact is named that no requirement asks for."""

    code = "plans.no-such-fact"
    text = _("There is no fact called %(name)s. There are: %(known)s.")


class NotGiven(Refused):
    """A cell that must be filled is empty."""

    code = "plans.not-given"
    text = _("It is empty, and must be filled.")


@lru_cache(maxsize=100_000)
def day(text: str) -> date | None:
    """A day as ISO 8601 writes it; None where it is empty.

    Raises:
        NotAnIsoDay.

    Source: spreadsheet contract, "dates ISO".
    """
    if not text:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise NotAnIsoDay(found=text[:LONGEST_FOUND])


def applied(text: str) -> date:
    """The day of an application, which is always given.

    Raises:
        NotGiven, NotAnIsoDay.

    Source: spreadsheet contract, "applied_on always given".
    """
    found = day(text)
    if found is None:
        raise NotGiven
    return found


def birth(text: str, applied_on: date) -> date | None:
    """A birth date that can be an applicant's.

    Raises:
        NotAnIsoDay, ImpossibleBirth.

    Source: microdata contract, people.birth_date.
    """
    born = day(text)
    if born and not EARLIEST_BIRTH <= born <= applied_on:
        raise ImpossibleBirth(found=born.isoformat(), applied_on=applied_on.isoformat())
    return born


def yes_or_no(text: str) -> bool | None:
    """Whether a cell says yes; None where it is empty.

    Raises:
        NotACode.

    Source: spreadsheet contract.
    """
    return {"yes": True, "no": False}[_code(text, YES_NO)] if text else None


def codes(text: str) -> tuple[str, ...]:
    """A list of disadvantages, each once, in order; empty where it was not asked.

    Raises:
        NotACode, CodesContradict.

    Source: microdata contract, people.disadvantages.
    """
    found = tuple(dict.fromkeys(_code(one.strip(), DISADVANTAGES) for one in text.split(";") if one.strip()))
    if len(found) > 1 and {NO_DISADVANTAGE, DECLINED} & set(found):
        raise CodesContradict(found=text[:LONGEST_FOUND])
    return found


def _code(text: str, known: Iterable[str]) -> str:
    if text not in known:
        raise NotACode(found=text[:LONGEST_FOUND], known=", ".join(known))
    return text


def _country(text: str) -> str:
    if text and text not in _KNOWN_COUNTRIES:
        raise NotACode(
            found=text[:LONGEST_FOUND], known=_("two capital letters as in ISO 3166, XX for stateless")
        )
    return text


_KNOWN_COUNTRIES = frozenset(COUNTRIES)
_SEXES = tuple(code for code in SEXES if code in {"F", "M"})
READERS: Mapping[str, Callable[[str], Any]] = {
    "citizenship": _country,
    "permit_expires_on": day,
    "employment_status": lambda text: _code(text, WORK) if text else "",
    "disadvantages": codes,
    "sex": lambda text: _code(text, _SEXES) if text else "",
    "resident_in_area": yes_or_no,
    "economic_hardship": yes_or_no,
    "housing_hardship": yes_or_no,
    "receives_naspi": yes_or_no,
    "other_public_policy": yes_or_no,
    "lab_participation": yes_or_no,
}


def value(name: str, text: str, applied_on: date) -> Any:
    """A fact as the rule takes it, from the text that the contract writes.

    Raises:
        NoSuchFact, NotAnIsoDay, ImpossibleBirth, NotACode, CodesContradict.

    Source: spreadsheet contract, "Who may join".
    """
    if name == "birth_date":
        return birth(text, applied_on)
    if name not in READERS:
        raise NoSuchFact(name=name[:LONGEST_FOUND], known=", ".join(NAMES))
    return READERS[name](text)


def facts_from(written: Mapping[str, str], applied_on: date) -> Facts:
    """The facts that texts say, by name; what is missing or empty is not known.

    Raises:
        NoSuchFact, NotAnIsoDay, ImpossibleBirth, NotACode, CodesContradict.

    Source: spreadsheet contract, "Who may join".
    """
    return Facts(
        applied_on=applied_on,
        **{name: value(name, text, applied_on) for name, text in written.items() if text},
    )
