"""Finds notices, what people agreed to, and when they took it back; over all records that are one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.people.models import Consent, Notice, NoticeGiven, Person
from campanello.people.queries import merges, records
from campanello.people.rules import consents as rules
from campanello.people.rules import values
from campanello.people.rules.consents import Answer, Given, Standing


@dataclass(frozen=True)
class Purpose:
    """One purpose on a person's page: where they stand, under which text, and what was said before."""

    purpose: str
    standing: Standing
    notice: Notice | None
    history: tuple[Consent, ...]

    @property
    def name(self) -> str:
        """The purpose in words, to be translated."""
        return values.CONSENT_PURPOSES[self.purpose]

    @property
    def answer_name(self) -> str:
        """Where the person stands, in words to be translated."""
        return rules.ANSWERS[self.standing.answer]

    @property
    def follows(self) -> str:
        """What follows from taking it back, in words to be translated."""
        return rules.FOLLOWS[self.purpose]

    @property
    def is_to_ask(self) -> bool:
        """Whether somebody should ask the person."""
        return self.standing.answer in {Answer.NOT_ASKED, Answer.ASK_AGAIN}


@dataclass(frozen=True)
class PersonConsents:
    """What a person's page of consents shows."""

    person: Person
    purposes: tuple[Purpose, ...]
    notice: Notice | None  # what happens with the data, as it holds
    given: tuple[NoticeGiven, ...]

    @property
    def has_notice(self) -> bool:
        """Whether the person was given the notice that holds."""
        return any(one.notice == self.notice for one in self.given)


def person_consents(actor: Actor, uid: UUID, on: date) -> PersonConsents:
    """What a person agreed to and was told; leaves a line.

    Raises:
        NotFound.
    """
    person = records.person(actor, uid)
    audit.read(actor, "people.consents-read", person, person=person.pk)
    notices = notices_on(on)
    return PersonConsents(
        person,
        tuple(purposes_of(person.pk, on, notices)),
        notices.get(rules.PRIVACY),
        tuple(notices_given(person.pk)),
    )


def notices_on(day: date) -> dict[str, Notice]:
    """The text of each kind that holds on a day: the latest version that has begun. One query."""
    started = Notice.objects.filter(starts_on__lte=day).order_by("kind", "version")
    return {notice.kind: notice for notice in started}


def notice_on(kind: str, day: date) -> Notice:
    """The text of a kind that holds on a day.

    Raises:
        NoNotice: There is none.
    """
    found = Notice.objects.filter(kind=kind, starts_on__lte=day).order_by("-version").first()
    if found is None:
        raise rules.NoNotice(day=day)
    return found


def purposes_of(person: int, on: date, notices: Mapping[str, Notice]) -> list[Purpose]:
    """Where a person stands on each purpose on a day. One query; for pages that let their reader in before."""
    held = Consent.objects.filter(merges.of_people("person", [person])).select_related(
        "notice", "recorded_by"
    )
    found: dict[str, list[Consent]] = {}
    for consent in held:
        found.setdefault(consent.purpose, []).append(consent)
    return [
        _purpose(purpose, notices.get(purpose), found.get(purpose, []), on)
        for purpose in values.CONSENT_PURPOSES
    ]


def _purpose(purpose: str, notice: Notice | None, held: list[Consent], on: date) -> Purpose:
    given = [given_of(consent) for consent in held]
    version = notice.version if notice else None
    return Purpose(purpose, rules.standing(given, version, on), notice, tuple(held))


def given_of(consent: Consent) -> Given:
    """A recorded consent as the rules see it; its notice is to be loaded with it."""
    return Given(
        consent.pk, consent.person_id, consent.notice.version, consent.given_on, consent.withdrawn_on
    )


def standing_of(person: int, purpose: str, on: date) -> Standing:
    """Where a person stands on one purpose on a day. Two queries."""
    return standings([person], purpose, on)[person]


def standings(people: Iterable[int], purpose: str, on: date) -> dict[int, Standing]:
    """Where standing people are on one purpose on a day. Two queries for any number of people."""
    notice = Notice.objects.filter(kind=purpose, starts_on__lte=on).order_by("-version").first()
    return _standings(people, purpose, on, notice.version if notice else None)


def agreed(people: Iterable[int], purpose: str, on: date) -> frozenset[int]:
    """Of some standing people, those who agreed to a purpose and did not take it back. One query."""
    return frozenset(key for key, one in _standings(people, purpose, on, None).items() if one.is_yes)


def _standings(people: Iterable[int], purpose: str, on: date, version: int | None) -> dict[int, Standing]:
    keys = list(people)
    held = Consent.objects.filter(merges.of_people("person", keys), purpose=purpose)
    given: dict[int, list[Given]] = {}
    for consent in held.select_related("notice").annotate(root=merges.standing_for("person")):
        given.setdefault(consent.root, []).append(given_of(consent))
    return {key: rules.standing(given.get(key, ()), version, on) for key in keys}


def notices_given(person: int) -> list[NoticeGiven]:
    """The notices that a person was handed, latest first. One query."""
    given = NoticeGiven.objects.filter(merges.of_people("person", [person]))
    return list(given.select_related("notice"))
