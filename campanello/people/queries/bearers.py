"""Finds the people who bear certain words in their names, among those whom somebody may see.

Begins with whatever is fewer: the bearers of the rarest word, or the people of the projects of whoever asks. So a word
that a hundred thousand bear costs no more in a project of a thousand people than in one of a million.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.people.models import Involvement, Person, PersonSet, PersonWord

CANDIDATES = 200  # people looked at; beyond it the reader is asked for more
_SMALL = 7_000  # people whom the projects know: they are gone through rather than a commoner word's bearers
_RARE = 1_000  # bearers; with fewer nobody asks how large the projects are


@dataclass(frozen=True)
class Scope:
    """Whom somebody looks among: the people whom they may see, and the projects that know them."""

    people: PersonSet
    projects: frozenset[int]

    @classmethod
    def of(cls, actor: Actor, right: Right = Right.FIND_PEOPLE) -> "Scope":
        """All whom an actor may find."""
        return cls(Person.objects.current().visible_to(actor, right), projects_with(actor, right))

    @cached_property
    def is_small(self) -> bool:
        """Whether the projects know few people. One query, when it is first asked."""
        return self._known[: _SMALL + 1].count() <= _SMALL

    @property
    def _known(self) -> QuerySet[Involvement]:
        return Involvement.objects.filter(project__in=self.projects)

    def bearers(
        self,
        words: Sequence[list[int]],
        *,
        people: int,
        years: Collection[int] = (),
        among: Collection[int] | None = None,
    ) -> list[int]:
        """People who bear one word of each group, at most `CANDIDATES`, each once.

        Args:
            words: Groups of words' keys, the one with the fewest bearers first.
            people: How many bear the words of the first group, roughly.
            years: Of birth; 0 for those whose birth date is not recorded; empty for any.
            among: Keys of people; None for all.
        """
        if among is None and people > _RARE and self.is_small:
            rows = self._of_projects(words, years)
        else:
            rows = self._of_words(words, years, among)
        return list(dict.fromkeys(rows[:CANDIDATES]))

    def _of_words(
        self, words: Sequence[list[int]], years: Collection[int], among: Collection[int] | None
    ) -> QuerySet[Any, int]:
        first, *others = words
        rows = PersonWord.objects.filter(_born(years), word__in=first)
        if among is not None:
            rows = rows.filter(person__in=list(among))
        for group in others:
            rows = rows.filter(_bears(group, "person"))
        # Asked first, of narrow indexes: most bearers of a common word are people of other projects.
        known = there_is(self._known.filter(person=OuterRef("person")), "person")
        stands_for = there_is(Person.objects.filter(merged_into=OuterRef("person")), "pk")
        seen = rows.filter(Q(known) | Q(stands_for)).filter(self.sees("person"))
        return seen.values_list("person", flat=True)

    def _of_projects(self, words: Sequence[list[int]], years: Collection[int]) -> QuerySet[Any, int]:
        first, *others = words
        # Not by a join, for which PostgreSQL would read all people.
        merged = Person.objects.filter(pk=OuterRef("person"), merged_into__isnull=False)
        standing = Coalesce(
            Subquery(merged.values("merged_into")[:1]), F("person"), output_field=BigIntegerField()
        )
        rows = self._known.annotate(standing=standing).filter(_bears(first, "standing", years))
        for group in others:
            rows = rows.filter(_bears(group, "standing"))
        return rows.filter(self.sees("standing")).values_list("standing", flat=True)

    def sees(self, person: str) -> IsNull:
        """Whether the person of a row is one of those looked among. `person`: the column with their key."""
        return there_is(self.people.filter(pk=OuterRef(person)), "pk")


def there_is(rows: QuerySet[Any], column: str) -> IsNull:
    """Whether there is such a row, asked for each candidate alone.

    Not by EXISTS, which PostgreSQL would make a join of, and then read all bearers of a common word for a few people.
    """
    return IsNull(Subquery(rows.order_by().values(column)[:1]), False)


def _bears(words: list[int], person: str, years: Collection[int] = ()) -> IsNull:
    borne = PersonWord.objects.filter(_born(years), person=OuterRef(person), word__in=words)
    return there_is(borne, "person")


def _born(years: Collection[int]) -> Q:
    return Q(year__in=list(years)) if years else Q()
