"""What moved into and out of an account, the latest first, a page at a time: as fast with ten million as with ten.

For who was let in to the account before. Names are those of people who may be named: neither restricted nor erased.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from campanello.people.models import Person
from campanello.points.models import Account, Transfer
from campanello.points.queries import receipts
from campanello.points.rules import values

PAGE = 20
_BESIDE = (
    "earned_by__merged_into",
    "attendance__session__activity",
    "award",
    "rate",
    "donation",
    "redemption__creditor",
    "reverses__attendance__session__activity",
    "reverses__award",
)


@dataclass(frozen=True)
class Movement:
    """One movement as its account's holders see it: `points` are below zero where they left the account."""

    key: int
    uid: UUID
    kind: str
    points: int
    on: date
    at: datetime
    what: str
    who_earned: str
    earned_on: date | None
    minutes: int | None
    receipt: str
    undone_by: int | None
    transfer: Transfer

    @property
    def sign(self) -> int:
        """1 for what came in, -1 for what left."""
        return 1 if self.points > 0 else -1

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back since."""
        return self.undone_by is not None

    @property
    def kind_name(self) -> str:
        """The kind in words, to be translated."""
        return received_name(self.kind) if self.points > 0 else values.TRANSFER_KINDS[self.kind]


def received_name(kind: str) -> str:
    """The words for what came in."""
    return values.RECEIVED.get(kind, values.TRANSFER_KINDS[kind])


def of_account(
    account: Account,
    *,
    before: int | None = None,
    page_size: int = PAGE,
    kinds: Collection[str] = (),
    language: str = "it",
) -> list[Movement]:
    """A page of an account's movements, the latest first. Four queries at most, however many transfers there are.

    Args:
        account: Whose.
        before: The key of the last movement of the page before; None for the first page.
        page_size: How many at most.
        kinds: Of which kinds; none are all.
        language: In which activities are named, Italian where they have no such name.
    """
    halves = [
        _rows(Transfer.objects.filter(**{side: account.pk}), before, kinds)[:page_size]
        for side in ("source", "target")
    ]
    latest_first = merge(*halves, key=lambda one: one.pk, reverse=True)
    return _told(list(islice(latest_first, page_size)), account.pk, language)


def between(account: Account, first: date, last: date, *, language: str = "it") -> list[Movement]:
    """All movements of an account from one day to another, both in, the earliest first. Four queries.

    For a statement of some months, which an account's two indexes find.
    """
    halves = [
        _rows(Transfer.objects.filter(**{side: account.pk}, on__gte=first, on__lte=last), None, ())
        for side in ("source", "target")
    ]
    latest_first = list(merge(*halves, key=lambda one: one.pk, reverse=True))
    return _told(latest_first[::-1], account.pk, language)


def _rows(found: Any, before: int | None, kinds: Collection[str]) -> Any:
    if before is not None:
        found = found.filter(pk__lt=before)
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.select_related(*_BESIDE).order_by("-pk")


def _told(rows: list[Transfer], account: int, language: str) -> list[Movement]:
    if not rows:
        return []
    undone = dict(Transfer.objects.filter(reverses__in=rows).values_list("reverses", "pk"))
    codes = receipts.codes_of(rows)
    return [
        Movement(
            key=row.pk,
            uid=row.uid,
            kind=row.kind,
            points=row.points if row.target_id == account else -row.points,
            on=row.on,
            at=row.recorded_at,
            what=what(row, language),
            who_earned=earner(row),
            earned_on=row.earned_on,
            minutes=row.minutes,
            receipt=code,
            undone_by=undone.get(row.pk),
            transfer=row,
        )
        for row, code in zip(rows, codes, strict=True)
    ]


def what(row: Transfer, language: str) -> str:
    """What a movement is for: the activity, the work, or who is paid; nothing where its kind says all."""
    first = row.reverses if row.kind == "reversal" and row.reverses is not None else row
    if first.attendance is not None:
        titles = first.attendance.session.activity.titles
        return str(titles.get(language) or titles.get("it") or "")
    if first.award is not None:
        return first.award.what
    if row.redemption is not None:
        return row.redemption.creditor.name
    return ""


def earner(row: Transfer) -> str:
    """The given name of who earned them; nothing where nobody did, or they are not to be named."""
    if row.earned_by is None:
        return ""
    return given_names([row.earned_by])[0]


def given_names(people: Iterable[Person]) -> list[str]:
    """People as the others of their household know them; nothing for who is restricted or erased."""
    standing = [one.merged_into or one for one in people]
    return [
        "" if one.restricted_at or one.erased_at else one.given_name or one.family_name for one in standing
    ]
