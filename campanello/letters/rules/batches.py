"""Whom a batch of letters is for, and when it may be made. Knows no table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _

DRAFT, SENDING, SENT, VOID = "draft", "sending", "sent", "void"
ARREARS = {
    "": _("Everybody, with a debt or without"),
    "any": _("Who owes anything"),
    "over": _("Who owes more than the sum"),
    "under": _("Who owes something, up to the sum"),
}
WHOM = {
    "homes": _("Who lives in the project's houses"),
    "activity": _("Who takes part in an activity"),
}


class BatchMoved(Conflict):
    """A batch that is no draft any more, or was changed meanwhile."""

    code = "letters.batch-moved"
    text = _("Somebody has changed these letters, or they are on their way. Load the page again.")


class NobodyToWrite(Refused):
    """A batch without readers."""

    code = "letters.nobody-to-write"
    text = _("Nobody is chosen. Choose other houses, another sum or another activity.")


class TooManyLetters(Refused):
    """More letters at once than are made in one go."""

    code = "letters.too-many"
    text = _("These would be %(found)s letters, and %(most)s are the most at once. Choose house by house.")


class DebtNotYours(Refused):
    """A letter that speaks of debts, by who may not read them."""

    code = "letters.debt-not-yours"
    text = _("This letter speaks of what people owe, which you may not read. Ask a case manager to send it.")


class NotSaid(Refused):
    """A place of the text that is written once for all letters, and was not."""

    code = "letters.not-said"
    text = _("The text has {%(place)s}. Write what shall stand there.")


@dataclass(frozen=True)
class Chosen:
    """Whom a batch is for. What is empty leaves all; `without` are the keys of people left out."""

    whom: str = "homes"
    buildings: tuple[int, ...] = ()
    arrears: str = ""
    cents: int = 0
    activity: int | None = None
    without: tuple[int, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As it is kept; what is empty is left out."""
        kept = {
            "whom": self.whom,
            "buildings": list(self.buildings),
            "arrears": self.arrears,
            "cents": self.cents,
            "activity": self.activity,
            "without": list(self.without),
            "said": dict(self.said),
        }
        return {name: value for name, value in kept.items() if value}

    def left_out(self, without: tuple[int, ...]) -> "Chosen":
        """The same with other people left out."""
        return replace(self, without=tuple(sorted(set(without))))


def read(stored: Mapping[str, Any]) -> Chosen:
    """What was kept, as the rules take it."""
    return Chosen(
        whom=stored.get("whom", "homes"),
        buildings=tuple(stored.get("buildings", ())),
        arrears=stored.get("arrears", ""),
        cents=stored.get("cents", 0),
        activity=stored.get("activity"),
        without=tuple(stored.get("without", ())),
        said=stored.get("said", {}),
    )


def is_meant(owed_cents: int | None, chosen: Chosen) -> bool:
    """Whether a household's debt is of the band that is chosen; None where nobody has stated any."""
    owed = owed_cents or 0
    if chosen.arrears == "over":
        return owed > chosen.cents
    if chosen.arrears == "under":
        return 0 < owed <= chosen.cents
    return owed > 0 or not chosen.arrears


def speaks_of_debt(chosen: Chosen, places: frozenset[str]) -> bool:
    """Whether who makes the batch learns or tells what people owe."""
    return bool(chosen.arrears) or bool(places & {"debito", "data_debito"})
