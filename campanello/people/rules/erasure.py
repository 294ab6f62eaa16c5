"""Erasure of one person's data in figures: what goes, what stays, and how it is confirmed. No database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.names import plain
from campanello.people.rules.retention import Hold

# A year of birth that the evaluation counts by stands on its middle day.
MONTH_OF_ALL, DAY_OF_ALL = 7, 1
LEAST_WORD = 3

# What goes in any case, and what goes with the identity; each in the words of the preview.
ALWAYS = {
    "contact": _("Ways to reach the person"),
    "special": _("Facts of special categories"),
    "permit": _("Residence permits"),
    "language": _("Languages"),
    "skill": _("Skills"),
    "revision": _("Earlier versions of the record"),
    "pair": _("Pairs of records that may be one person"),
    "note": _("Notes and addresses"),
}
WITH_IDENTITY = {
    "name": _("Records with a name"),
    "code": _("Identity codes"),
    "merge": _("Notes of merges"),
    "consent": _("Consents"),
    "notice": _("Notices handed out"),
    "key": _("Keys for searching"),
    "account": _("Accounts to log in"),
}
STAYS = {
    "participation": _("Entries into labs and plans, under a new code, without name"),
    "membership": _("Days in households, without name"),
    "employment": _("Work situations"),
    "citizenship": _("Citizenships"),
    "request": _("Requests under their rights, with their days"),
    "audit": _("Lines of the audit trail, which have no names"),
}


class NotConfirmed(Refused):
    """What was typed is not what had to be."""

    code = "people.erasure-not-confirmed"
    text = _(
        "Nothing was erased: what was typed is not the person's name. Type it as it stands above the form."
    )


@dataclass(frozen=True)
class Preview:
    """What an erasure does: rows that go and rows that stay, by kind; why the identity is kept, if it is."""

    name: str
    goes: Mapping[str, int]
    stays: Mapping[str, int]
    holds: tuple[Hold, ...] = field(default=())

    @property
    def is_whole(self) -> bool:
        """Whether the identity goes too."""
        return not self.holds

    @property
    def rows(self) -> int:
        """How many rows are erased."""
        return sum(self.goes.values())


def why_not_confirmed(name: str, typed: str) -> NotConfirmed | None:
    """Whether the person's name was typed; case, accents and spaces do not matter."""
    return None if plain(name) == plain(typed) and plain(name) else NotConfirmed()


def year_alone(born_on: date | None) -> date | None:
    """A birth date of which the year alone is left."""
    return born_on.replace(month=MONTH_OF_ALL, day=DAY_OF_ALL) if born_on else None


def without_words(text: str, words: frozenset[str]) -> str:
    """A text in which somebody's names are an ellipsis; short words like "di" stay."""
    told = [
        "…" if any(word in plain(piece).split() for word in words if len(word) >= LEAST_WORD) else piece
        for piece in text.split(" ")
    ]
    return " ".join(told)
