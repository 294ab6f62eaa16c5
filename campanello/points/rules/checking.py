"""What a check of the ledger finds: sums that must agree, the row of a sealed day that was changed, and what it was."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from campanello.core.errors import Conflict
from campanello.core.errors import gettext_noop as _
from campanello.points.rules.canonical import DIGEST_BYTES, FIELDS, row_digest
from campanello.points.rules.values import TRANSFER_KINDS

MOST_TOLD = 50
_MOST_POINTS = 20_000
HELD = ("household", "person", "pool")

BALANCE = _(
    "Account %(account)s (%(kind)s) says %(says)s points, and its transfers come to %(should)s. "
    "The last of them is transfer %(last)s."
)
BELOW = _("Account %(account)s (%(kind)s) holds %(says)s points, below its floor of %(floor)s.")
STRANGE = _("Transfers of project %(project)s touch account %(account)s, which is another project's.")
SUMS = _(
    "Issued are %(issued)s points, and held, pending, settled and expired together are %(sum)s. "
    "Look at the accounts that are named."
)
ATTENDED = _("Attendance %(record)s was awarded %(times)s times, the last time by transfer %(transfer)s.")
BY_HAND = _("Award %(record)s was given %(times)s times, the last time by transfer %(transfer)s.")
REVERSED = _("Transfer %(record)s was reversed %(times)s times, the last time by transfer %(transfer)s.")
UNLIKE = _("Transfer %(transfer)s reverses transfer %(record)s with other points or other accounts.")
CHAIN = _("The seal of %(day)s names another seal before it than the one that stands there.")
BROKEN = _("The seal of %(day)s is broken: it says %(says)s…, and the day's rows come to %(should)s….")
CHANGED = _("Transfer %(transfer)s of %(day)s was changed since it was sealed. It now says: %(now)s")
WAS = _("Transfer %(transfer)s of %(day)s: %(field)s is %(now)s and was %(was)s when it was sealed.")
ADDED = _("Transfer %(transfer)s came into %(day)s after it was sealed: %(now)s")
GONE = _("After transfer %(transfer)s, %(count)s rows of %(day)s are gone that were sealed.")
GONE_FIRST = _("The first %(count)s rows of %(day)s are gone that were sealed.")
SEAL_ITSELF = _("The rows of %(day)s are as they were: the seal itself was changed.")
UNSEALED = _("%(count)s transfers of %(day)s are in a day that was never sealed, before one that is.")


class LedgerBroken(Conflict):
    """The ledger is not as it was written."""

    code = "points.ledger-broken"
    text = _(
        "The ledger is broken in %(count)s places. Change nothing in it: keep a copy of the database, "
        "and compare with the seals that were published."
    )


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be: a sentence with its facts, the project, and the day where there is one."""

    project: int
    text: str
    facts: dict[str, Any]
    on: date | None = None


@dataclass
class Totals:
    """What a project's ledger comes to, from its transfers."""

    code: str
    transfers: int = 0
    accounts: int = 0
    seals: int = 0
    issued: int = 0
    held: int = 0
    pending: int = 0
    settled: int = 0
    expired: int = 0


@dataclass
class Checked:
    """A check: each project's sums by its key, and what is wrong, the first broken day first."""

    totals: dict[int, Totals] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all is as it was written."""
        return not self.findings

    def in_order(self) -> list[Finding]:
        """What is wrong: by project, broken days first and in their order, then sums."""
        return sorted(self.findings, key=lambda one: (one.project, one.on is None, one.on or date.min))


def broken_rows(
    sealed: bytes, rows: Sequence[tuple[int, str]], on: date, accounts: Iterable[int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Which rows of a day are not those that were sealed, as sentences with facts.

    Args:
        sealed: Eight bytes of each row's SHA-256, as kept with the seal.
        rows: The key and the text of each row as they are now.
        on: The day.
        accounts: Keys that a source or target may have been.
    """
    was = [sealed[at : at + DIGEST_BYTES] for at in range(0, len(sealed), DIGEST_BYTES)]
    now = [row_digest(text) for _key, text in rows]
    known, there = set(was), set(now)
    gone = [place for place, one in enumerate(was) if one not in there]
    odd = [place for place, one in enumerate(now) if one not in known]
    day = on.isoformat()
    if not gone and not odd:
        yield SEAL_ITSELF, {"day": day}
        return
    tried = list(accounts)
    for place in odd:
        key, text = rows[place]
        if len(was) == len(now) and place in gone:
            yield from _changed(key, text, was[place], day, tried)
        else:
            yield ADDED, {"transfer": key, "day": day, "now": text}
    if len(was) != len(now) and gone:
        before = [rows[now.index(one)][0] for one in was[: gone[0]] if one in there]
        facts = {"count": len(gone), "day": day}
        yield (GONE, {**facts, "transfer": before[-1]}) if before else (GONE_FIRST, facts)


def _changed(
    key: int, text: str, digest: bytes, day: str, accounts: Sequence[int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    facts = {"transfer": key, "day": day}
    found = original(text, digest, accounts)
    if found is None:
        yield CHANGED, {**facts, "now": text}
        return
    name, now, was = found
    yield WAS, {**facts, "field": name, "now": now, "was": was}


def original(text: str, digest: bytes, accounts: Sequence[int]) -> tuple[str, str, str] | None:
    """Which one field was changed, what it says and what it said; None where more than one was, or another.

    The row's digest proves a guess right: points up to 20,000, kinds, and the project's accounts are tried.
    """
    parts = text.split("|")
    tried = chain(
        (("points", str(one)) for one in range(1, _MOST_POINTS + 1)),
        (("kind", one) for one in TRANSFER_KINDS),
        ((name, str(one)) for name in ("source", "target") for one in accounts),
    )
    for name, value in tried:
        place = FIELDS.index(name)
        if row_digest("|".join([*parts[:place], value, *parts[place + 1 :]])) == digest:
            return name, parts[place], value
    return None
