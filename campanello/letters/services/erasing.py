"""What erasing a person does to their letters: text and address go, day, sender and that it was read stay."""

from collections.abc import Collection

from campanello.letters.models import Letter

# Where a text must stand, and none may.
GONE = "…"


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Empty the letters of erased people; who read them is kept as a key alone."""
    mine = Letter.objects.filter(person__in=keys)
    mine.update(title=GONE, body=GONE, title_it=GONE, body_it=GONE, address="", protocol="")
    mine.filter(way="email", emailed_at=None).update(way="paper")
