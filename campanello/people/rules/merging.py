"""When two records may be made one, and what their households then are together. Nothing is ever moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period
from campanello.people.rules.households import HEAD, Stay


class MergedWithItself(Refused):
    """A record can't be merged into itself."""

    code = "people.merged-with-itself"
    text = _("This is one record, not two. Choose the other record of the same person.")


class AlreadyMerged(Conflict):
    """One of two records was merged before."""

    code = "people.already-merged"
    text = _(
        "One of the two records was already merged into another. Open it again to see which one holds now."
    )


class ErasedRecord(Refused):
    """An erased record takes no part in merges."""

    code = "people.erased-record"
    text = _(
        "One of the two records was erased at the person's request. It can be neither merged nor restored."
    )


class RestrictedRecord(Refused):
    """What is restricted is kept and not used; merging would use it."""

    code = "people.restricted-record"
    text = _(
        "One of the two records is restricted at the person's request. Lift the restriction before you merge."
    )


class DifferentCodes(Refused):
    """Two current codici fiscali that differ are two people, unless one of them is wrong."""

    code = "people.different-codes"
    text = _(
        "Each of the two records has a codice fiscale of its own, and they differ: this is how two people look. "
        "If one code is wrong, end it on its record first; then merge."
    )


class NotMerged(Conflict):
    """A merge was already undone."""

    code = "people.not-merged"
    text = _("This merge was already undone. Load the page again to see both records.")


@dataclass(frozen=True)
class Side:
    """One of two records, with what is already merged into it, as far as merging looks at it."""

    person: int
    is_merged: bool = False
    is_erased: bool = False
    is_restricted: bool = False
    tax_codes: frozenset[str] = frozenset()  # current, omocodia undone


def why_not_merge(kept: Side, absorbed: Side) -> Refused | Conflict | None:
    """Why two records can't be made one; None when they can.

    A record that was absorbed can be neither side of another merge: its keeper is. A provisional code never
    stands in the way, for it is what somebody had before the definite one.
    """
    if kept.person == absorbed.person:
        return MergedWithItself()
    if kept.is_erased or absorbed.is_erased:
        return ErasedRecord()
    if kept.is_merged or absorbed.is_merged:
        return AlreadyMerged()
    if kept.is_restricted or absorbed.is_restricted:
        return RestrictedRecord()
    differ = kept.tax_codes and absorbed.tax_codes and kept.tax_codes != absorbed.tax_codes
    return DifferentCodes() if differ else None


def why_not_unmerge(*, is_undone: bool, is_erased: bool) -> Refused | Conflict | None:
    """Why a merge can't be undone; None when it can. One in the middle of a chain can."""
    if is_undone:
        return NotMerged()
    return ErasedRecord() if is_erased else None


def last_of(person: int, kept_by: Mapping[int, int]) -> int:
    """Who stands for a person at the end of the chain of merges; the person, where there is none.

    Args:
        person: The record that is asked about.
        kept_by: For each absorbed record, the one it was merged into.
    """
    while person in kept_by:
        person = kept_by[person]
    return person


@dataclass(frozen=True)
class Absorbed:
    """One merge as households see it: into whom, and up to which day what the absorbed record says still counts."""

    person: int
    until: Mapping[str, date | None]


def joined(
    person: int, own: Mapping[int, Sequence[Stay]], merges: Mapping[int, Sequence[Absorbed]]
) -> list[Stay]:
    """Where one person was, out of their own record and of all that were merged into it; no two overlap.

    The record that was kept says more than the absorbed one, an earlier merge more than a later one. Where both
    say the same household, whoever is its reference person on one record is on both. From the day on which the
    kept record's household was written anew after the merge, the absorbed record's counts no more.

    Args:
        person: The one that stands for all.
        own: The stays that each record itself has.
        merges: For each record, those merged straight into it, in the order of merging.

    Returns:
        Stays of `person`, in order of kind and day.
    """
    absorbed = [
        [cut for stay in joined(one.person, own, merges) for cut in _cut(stay, one)]
        for one in merges.get(person, ())
    ]
    sources = [list(own.get(person, ())), *absorbed]
    kinds = sorted({stay.kind for source in sources for stay in source})
    laid = (_overlay([[s for s in source if s.kind == kind] for source in sources]) for kind in kinds)
    return [replace(stay, person=person) for stays in laid for stay in stays]


def _cut(stay: Stay, merge: Absorbed) -> Iterable[Stay]:
    until = merge.until.get(stay.kind)
    ends_on = min((day for day in (stay.ends_on, until) if day), default=None)
    cut = replace(stay, ends_on=ends_on, is_own=False)
    return () if cut.period.is_empty else (cut,)


def _overlay(sources: Sequence[Sequence[Stay]]) -> list[Stay]:
    stays = [stay for source in sources for stay in source]
    bounds = sorted({day for stay in stays for day in (stay.starts_on, stay.ends_on) if day})
    # The last piece is open when a stay is; a day after the last bound stands for all that follow.
    pieces = [*pairwise(bounds), (bounds[-1], None)] if bounds else []
    return _coalesced(
        replace(_said(holding), starts_on=starts_on, ends_on=ends_on)
        for starts_on, ends_on in pieces
        if (holding := [stay for stay in stays if starts_on in stay.period])
    )


def _said(holding: Sequence[Stay]) -> Stay:
    first = holding[0]
    leads = any(stay.role == HEAD and stay.household == first.household for stay in holding)
    return replace(first, role=HEAD) if leads else first


def _coalesced(pieces: Iterable[Stay]) -> list[Stay]:
    found: list[Stay] = []
    for piece in pieces:
        last = found[-1] if found else None
        if (
            last
            and last.ends_on == piece.starts_on
            and replace(last, starts_on=piece.starts_on) == replace(piece, ends_on=last.ends_on)
        ):
            found[-1] = replace(last, ends_on=piece.ends_on)
        else:
            found.append(piece)
    return found


def overlapping(stays: Iterable[Stay]) -> list[tuple[Period, Period]]:
    """The pairs of stays of one person and kind that share a day; none in sound records."""
    found = []
    by_kind: dict[tuple[int, str], list[Stay]] = {}
    for stay in stays:
        by_kind.setdefault((stay.person, stay.kind), []).append(stay)
    for several in by_kind.values():
        ordered = sorted((stay.period for stay in several), key=lambda one: one.starts_on or date.min)
        found += [(one, other) for one, other in pairwise(ordered) if one.overlaps(other)]
    return found
