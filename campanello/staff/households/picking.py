"""Picks a person for another page: the one box that finds people, then a list to choose from."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from campanello.accounts.middleware import ActingRequest
from campanello.core.period import completed_years
from campanello.people.queries import records, search
from campanello.people.rules import asking

LONGEST = 100
MOST = 12


@dataclass(frozen=True)
class Choice:
    """Somebody to choose: enough to tell two people of one name apart."""

    uid: UUID
    name: str
    age: int | None


def picked(request: ActingRequest, name: str = "person") -> Choice | None:
    """Who was chosen in the address; None where nobody was, or it is no address of a person.

    Raises:
        NotFound: The person is absent, or not the reader's.
    """
    try:
        uid = UUID(request.GET.get(name, ""))
    except ValueError:
        return None
    person = records.person(request.actor, uid)
    return Choice(person.uid, person.name or gettext("Somebody without a name"), None)


def found(request: ActingRequest, on: date, without: set[UUID]) -> tuple[str, list[Choice]]:
    """What was typed, and who may be meant, the likeliest first."""
    typed = request.GET.get("q", "")[:LONGEST].replace("\0", "").strip()
    asked = asking.read(typed, on) if typed else None
    if asked is None or asked.is_empty:
        return typed, []
    people = [one.person for one in search.people(request.actor, asked, on=on).found]
    return typed, [
        Choice(
            one.uid,
            one.name or gettext("Somebody without a name"),
            completed_years(one.born_on, on) if one.born_on else None,
        )
        for one in people
        if one.uid not in without
    ][:MOST]
