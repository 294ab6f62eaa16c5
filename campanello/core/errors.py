"""The one family of domain errors. Knows nothing of Django, HTTP or the command line."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation where Django must not be imported; returned unchanged."""
    return message


class Kind(StrEnum):
    """What sort of no an error is; each edge maps the kind once."""

    REFUSED = "refused"
    MISSING = "missing"
    DENIED = "denied"
    CONFLICT = "conflict"


class DomainError(Exception):
    """A refusal with a stable `code`, a translatable sentence `text` and its `facts`.

    `text` is formatted with `facts` by named placeholders, after translation. `details` are further
    lines of the same kind, one a thing that is wrong: (sentence, facts) pairs.
    """

    kind: ClassVar[Kind]
    code: ClassVar[str]
    text: ClassVar[str]

    def __init__(self, *, details: Sequence[tuple[str, dict[str, Any]]] = (), **facts: Any) -> None:
        """Keep the facts; the sentence is made by the edge, in the reader's language."""
        super().__init__(self.code)
        self.facts = facts
        self.details = tuple(details)

    def __str__(self) -> str:
        """The sentence in English, for logs and tests."""
        return self.text % self.facts if self.facts else self.text


class Refused(DomainError):
    """A rule says no."""

    kind = Kind.REFUSED


class Missing(DomainError):
    """Absent, or not the actor's: the two are told alike."""

    kind = Kind.MISSING


class Denied(DomainError):
    """May be seen, but not done, by this actor."""

    kind = Kind.DENIED


class Conflict(DomainError):
    """It changed under the actor's hands."""

    kind = Kind.CONFLICT
