"""How people may be written to: their languages, their numbers and addresses, what they agreed to. For many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.homes.queries.tenancies import on_day
from campanello.lab.rules import messages as rules
from campanello.lab.rules.messages import Reach, Way, Why
from campanello.people.models import ContactWay, Language, Person
from campanello.people.queries import consents, merges
from campanello.people.rules.consents import Answer, Standing

CONTACT = "contact"
TELEPHONES = frozenset({"phone", "whatsapp"})


@dataclass(frozen=True)
class Recipient:
    """Somebody as who writes to them needs it; `spoken` has their languages, the preferred one first."""

    key: int
    uid: UUID
    name: str
    first_name: str
    family_name: str
    spoken: tuple[str, ...]
    reach: Reach
    phone: str = ""

    @property
    def language(self) -> str:
        """The language to speak with them, as far as is known."""
        return self.spoken[0] if self.spoken else ""

    @property
    def why_not(self) -> str:
        """Why nobody writes to them, in words to be translated."""
        return rules.WHYS[self.reach.why_not] if self.reach.why_not else ""


def recipients(people: Sequence[Person], on: date, channel: str = "") -> list[Recipient]:
    """Standing people whom the actor was let in to, as who writes to them needs it. Five queries for any number.

    Args:
        people: In the order in which they are wanted back.
        on: The day.
        channel: The only one that is meant; empty for whichever suits each.
    """
    keys = [one.pk for one in people]
    root_of = merges.records_of(keys)
    ways, phones = _ways(root_of, on)
    spoken = _languages(root_of)
    agreed = consents.standings(keys, CONTACT, on)
    found = []
    for one in people:
        if one.restricted_at is not None:
            reach = Reach(why_not=Why.RESTRICTED)
        else:
            reach = rules.reach(ways[one.pk], has_agreed=_agreed(agreed[one.pk]), channel=channel)
        found.append(
            Recipient(
                key=one.pk,
                uid=one.uid,
                name=one.name,
                first_name=one.given_name or one.name,
                family_name=one.family_name,
                spoken=tuple(spoken[one.pk]),
                reach=reach,
                phone=phones.get(one.pk, ""),
            )
        )
    return found


def _agreed(standing: Standing) -> bool | None:
    if standing.answer is Answer.WITHDRAWN:
        return None
    return standing.is_yes


def _ways(root_of: dict[int, int], on: date) -> tuple[dict[int, list[Way]], dict[int, str]]:
    held = ContactWay.objects.filter(on_day(on), person__in=root_of).order_by(
        "-is_preferred", "-starts_on", "pk"
    )
    rows = held.values_list("person", "kind", "normal", "value", "is_preferred", "has_consent")
    ways: dict[int, list[Way]] = defaultdict(list)
    phones: dict[int, str] = {}
    for person, kind, normal, value, is_preferred, has_consent in rows:
        ways[root_of[person]].append(Way(kind, normal, is_preferred, has_consent))
        if kind in TELEPHONES:
            phones.setdefault(root_of[person], normal or value)
    return ways, phones


def _languages(root_of: dict[int, int]) -> dict[int, list[str]]:
    held = Language.objects.filter(person__in=root_of).order_by(
        "-is_preferred", "-is_read", "-is_spoken", "pk"
    )
    spoken: dict[int, list[str]] = defaultdict(list)
    for person, code in held.values_list("person", "code"):
        if code not in spoken[root_of[person]]:
            spoken[root_of[person]].append(code)
    return spoken


def may_write(found: Iterable[Recipient]) -> list[Recipient]:
    """Of some, those who may be written to."""
    return [one for one in found if one.reach.channel]
