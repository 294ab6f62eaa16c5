"""Keeps the pairs that a linkage found, and takes the answers of two people to each. Merging is another service's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.people.models import DoubtfulPair, Person
from campanello.people.queries import pairs
from campanello.people.rules.pairs import answered, why_not_answer

AT_A_TIME = 1_000


class FoundPair(Protocol):
    """A pair as a linkage finds it: two keys, how probable it is in millionths, and why."""

    @property
    def one(self) -> int:
        """The smaller key."""

    @property
    def other(self) -> int:
        """The larger key."""

    @property
    def probability_ppm(self) -> int:
        """That the two are one person, in millionths."""

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Per compared field: its name, how alike, its weight in bits times 100."""


@dataclass(frozen=True)
class Stored:
    """What became of the pairs found: new ones, ones that were there, and ones that nobody answered and are gone."""

    new: int
    kept: int
    gone: int


@transaction.atomic
def store_found(*, actor: Actor, found: Sequence[FoundPair], at: datetime) -> Stored:
    """Keep the pairs of a new search; what people answered stays.

    A pair that was there gets its new probability and reasons, unless two have decided it. One that was not found
    again goes, if nobody has answered for it. People who have been merged or erased meanwhile are left out.
    """
    standing = set(Person.objects.current().filter(restricted_at=None).values_list("pk", flat=True))
    wanted = {(one.one, one.other): one for one in found if one.one in standing and one.other in standing}
    there = {(row.one_id, row.other_id): row for row in DoubtfulPair.objects.select_for_update()}
    known = _renewed(wanted, there, at)
    new = [
        DoubtfulPair(
            one_id=one.one,
            other_id=one.other,
            probability_ppm=one.probability_ppm,
            reasons=one.reasons,
            found_at=at,
        )
        for key, one in wanted.items()
        if key not in there
    ]
    DoubtfulPair.objects.bulk_create(new, batch_size=AT_A_TIME)
    gone = _removed(row for key, row in there.items() if key not in wanted)
    stored = Stored(len(new), known, gone)
    audit.record(actor, "people.pairs-found", new=stored.new, known=stored.kept, gone=stored.gone)
    return stored


def _renewed(
    wanted: dict[tuple[int, int], FoundPair], there: dict[tuple[int, int], DoubtfulPair], at: datetime
) -> int:
    rows = [row for key, row in there.items() if key in wanted]
    still_open = [row for row in rows if row.closed_at is None]
    for row in still_open:
        fresh = wanted[row.one_id, row.other_id]
        row.probability_ppm, row.reasons, row.found_at = fresh.probability_ppm, fresh.reasons, at
    DoubtfulPair.objects.bulk_update(
        still_open, ["probability_ppm", "reasons", "found_at"], batch_size=AT_A_TIME
    )
    return len(rows)


def _removed(rows: Iterable[DoubtfulPair]) -> int:
    # What an operator set aside as another person when registering has other reasons than a linkage's: it stays.
    unanswered = [row.pk for row in rows if not row.first_answer and _is_of_a_linkage(row)]
    for start in range(0, len(unanswered), AT_A_TIME):
        DoubtfulPair.objects.filter(pk__in=unanswered[start : start + AT_A_TIME]).delete()
    return len(unanswered)


def _is_of_a_linkage(row: DoubtfulPair) -> bool:
    return any(isinstance(one, dict) and one.get("field") == "prior" for one in row.reasons)


@transaction.atomic
def answer(*, actor: Actor, pair_id: int, answer: str, at: datetime) -> DoubtfulPair:
    """Say whether two records are one person; the second answer decides when it is the first one's.

    Raises:
        NotFound: The pair is absent, or of people who are not the actor's.
        AnswerOfTwo, PairDecided, NotOneOfTheTwo, NoSuchAnswer.
    """
    if actor.user is None:
        raise NotFound
    held = pairs.pair(actor, pair_id, lock=True)
    before = pairs.answers_of(held)
    if refusal := why_not_answer(before, actor.user, answer):
        raise refusal
    after = answered(before, actor.user, answer)
    held.first_answer, held.first_by_id = after.first, after.first_by
    held.second_answer, held.second_by_id = after.second, after.second_by
    held.first_at = at if actor.user == after.first_by else held.first_at
    held.second_at = at if actor.user == after.second_by else held.second_at
    held.closed_at = at if after.agreed else None
    held.save()
    for person in (held.one_id, held.other_id):
        audit.record(actor, "people.pair-answered", held, person=person, is_decided=bool(after.agreed))
    return held
