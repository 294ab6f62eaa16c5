"""What erasing a person does to visits and indirect work: what was written of them goes, the counts stay."""

from collections.abc import Collection

from campanello.lab.models import IndirectWork, Visit
from campanello.people.models import Membership
from campanello.people.rules.erasure import without_words


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Take the texts of an erased person's visits out, and their names out of their households' visits."""
    own = Visit.objects.filter(person__in=keys)
    # A day without what for is none.
    own.update(note="", next_step="", next_step_on=None, cancelled_why="")
    IndirectWork.objects.filter(person__in=keys).update(note="")
    homes = Membership.objects.filter(person__in=keys).values("household")
    for visit in Visit.objects.filter(household__in=homes).exclude(note="", next_step=""):
        note, step = without_words(visit.note, words), without_words(visit.next_step, words)
        if (note, step) != (visit.note, visit.next_step):
            day = visit.next_step_on if step else None
            Visit.objects.filter(pk=visit.pk).update(note=note, next_step=step, next_step_on=day)
