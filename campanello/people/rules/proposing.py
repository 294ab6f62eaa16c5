"""What a codice fiscale lets one fill in: proposed to whoever registers, who accepts it or not. No database."""

from dataclasses import dataclass
from datetime import date

from campanello.core.errors import DomainError
from campanello.people.rules import places
from campanello.people.rules.codes import read_code, told


@dataclass(frozen=True)
class Proposal:
    """Sex, birth date and place of birth as a code says them; what it does not say is empty."""

    sex: str
    born_on: date | None
    birth_place: str


def proposed(text: str, on: date) -> Proposal | None:
    """What a code that was typed says of its holder; None where it is no codice fiscale.

    A code has two figures of the year alone: the latest such day that is not after `on` is proposed, and who was born a
    hundred years earlier says so.
    """
    try:
        code = read_code("cf", text)
    except DomainError:
        return None
    says = told(code.normal)
    born_on = says.born_before(on)
    return Proposal(says.sex, born_on, _place(says.place, born_on))


def _place(code: str, born_on: date | None) -> str:
    """A place's name, with its province where two places have it."""
    name = places.name_of(code, born_on)
    if not name or places.code_of(name, born_on) == code:
        return name
    with_province = f"{name} ({places.province_of(code, born_on)})"
    return with_province if places.code_of(with_province, born_on) == code else name
