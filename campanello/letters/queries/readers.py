"""To whom a letter goes: their languages, whether they wish e-mails, whether they have the app, where they live."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from campanello.accounts.models import User
from campanello.homes.models import Dwelling, Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.lab.queries import reaching
from campanello.letters.rules import writing
from campanello.people.models import Person
from campanello.people.queries import merges

EMAIL = "email"


@dataclass(frozen=True)
class Reader:
    """Somebody who gets a letter: `email` is empty where they do not wish one."""

    key: int
    name: str
    spoken: tuple[str, ...]
    email: str
    has_app: bool

    @property
    def way(self) -> str:
        """How a letter reaches them first."""
        return writing.way(wants_email=bool(self.email), has_app=self.has_app)


def readers(people: Sequence[Person], on: date) -> dict[int, Reader]:
    """Standing people as who writes to them needs it, by key. Eight queries for any number."""
    found = reaching.recipients(people, on)
    has_app = _with_app(one.pk for one in people)
    return {
        one.key: Reader(
            one.key,
            one.name,
            one.spoken,
            # Of several ways that they agreed to, e-mail is theirs where it is what they prefer, or the only one.
            one.reach.address if one.reach.channel == EMAIL else "",
            one.key in has_app,
        )
        for one in found
    }


def standing(people: Iterable[int]) -> list[Person]:
    """The people of some keys, or who stands for them, without those erased. Two queries."""
    roots = {key: ids[0] for key, ids in merges.ids_of_many(people).items()}
    return list(Person.objects.current().filter(pk__in=set(roots.values())))


def address(dwelling: Dwelling | None) -> list[str]:
    """The lines of an address under the name, read with building, stair and municipality; none without a home."""
    if dwelling is None:
        return []
    building = dwelling.building
    town = building.neighbourhood.municipality
    inside = ", ".join(
        part for part in (f"scala {dwelling.stair.label}", f"interno {dwelling.door}") if part.split()[-1:]
    )
    return [str(building), inside, f"{town.name.upper()} {town.province}"]


def home_of(household: int | None, on: date) -> Dwelling | None:
    """Where a household lives on a day. One query."""
    if household is None:
        return None
    held = Tenancy.objects.filter(on_day(on), household=household).exclude(tenure="shopkeeper")
    one = held.select_related("dwelling__building__neighbourhood__municipality", "dwelling__stair").first()
    return one.dwelling if one else None


def _with_app(people: Iterable[int]) -> Collection[int]:
    root_of = merges.records_of(people)
    users = User.objects.filter(person__in=root_of, is_active=True).values_list("person", flat=True)
    return {root_of[key] for key in users if key is not None}
