"""Records facts that a person has several of, changes and ends them, and takes back what was recorded in error.

A fact with dates ends rather than vanishes. What was never true is taken back: the row goes, the history keeps it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core.actor import Actor
from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.models import Person, Revision
from campanello.people.queries import records
from campanello.people.rules import facts as rules
from campanello.people.rules.facts import (
    NewCitizenship,
    NewContact,
    NewEmployment,
    NewLanguage,
    NewPermit,
    NewSpecialFact,
)
from campanello.people.rules.names import tidy
from campanello.people.rules.person import StalePerson, Versions
from campanello.people.services import search_keys
from campanello.people.services.revising import plain, revise
from campanello.people.services.storing import (
    PARTS,
    leave_one,
    store_citizenship,
    store_contact,
    store_employment,
    store_language,
    store_permit,
    store_special,
)

NewFact = NewContact | NewLanguage | NewCitizenship | NewEmployment | NewPermit | NewSpecialFact


class FactIsGone(Conflict):
    """Somebody ended it or took it back meanwhile."""

    code = "people.fact-is-gone"
    text = _(
        "Somebody ended this or took it back in the meantime. Open the person again to see how it stands."
    )


class WhyMissing(Refused):
    """Something is to be taken back without a reason."""

    code = "people.why-missing"
    text = _("Say in a few words why this was recorded in error: the history keeps the reason.")


class NotDated(Refused):
    """What has no days can't end."""

    code = "people.not-dated"
    text = _("This has no days to end on. Take it back if it does not hold.")


@transaction.atomic
def add_fact(*, actor: Actor, uid: UUID, fact: NewFact, on: date, at: datetime) -> Any:
    """Record a fact about a person.

    A kind of a special category ends an answer for all that held (none, declined), and an earlier row of the kind.

    Raises:
        NotFound, FactIsThere, and what the fact's rule refuses.
    """
    part = _PART_OF[type(fact)]
    person = records.person(actor, uid, right=PARTS[part].right, lock=True)
    made = _ADDERS[part](person, fact, on, actor, at)
    revise(
        person,
        actor=actor,
        at=at,
        part=part,
        row=made.pk,
        changes={name: (None, value) for name, value in _values(part, made).items()},
        verb=f"people.{part}-added",
    )
    search_keys.refresh([person.pk])
    return made


@transaction.atomic
def change_fact(
    *, actor: Actor, uid: UUID, part: str, row: int, version: int, changes: Mapping[str, Any], at: datetime
) -> Any:
    """Change some columns of a fact.

    Args:
        actor: Who changes it.
        uid: Whose fact.
        part: Which table, a key of PARTS.
        row: Its key.
        version: Of the person's record that the actor read.
        changes: Columns and their new values.
        at: When it is recorded.

    Raises:
        NotFound, FactIsGone, StalePerson, and what the fact's rule refuses.
    """
    person = records.person(actor, uid, right=PARTS[part].right, lock=True)
    held = _row(person, part, row)
    before = _values(part, held)
    wanted = {name: value for name, value in changes.items() if name in PARTS[part].editable}
    if version < person.version:
        _refuse_stale(person, part, held, version=version, now=before, wanted=wanted)
    for name, value in wanted.items():
        setattr(held, name, tidy(value) if isinstance(value, str) else value)
    if part == "permits":
        rules.checked_permit(NewPermit(**_values(part, held)), at.date())
    if part == "employment":
        rules.checked_employment(NewEmployment(**_values(part, held)), at.date())
    differences = {
        name: (before[name], new) for name, new in _values(part, held).items() if before[name] != new
    }
    if differences:
        leave_one(person, part, held)
        held.save(update_fields=list(differences))
        _revise(person, part, row, differences, actor=actor, at=at, deed="changed")
    return held


@transaction.atomic
def end_fact(*, actor: Actor, uid: UUID, part: str, row: int, ends_on: date, at: datetime) -> Any:
    """Let a dated fact end: it held up to but not on `ends_on`.

    Raises:
        NotFound, FactIsGone, NotDated, EndsBeforeItStarts, InTheFuture.
    """
    person = records.person(actor, uid, right=PARTS[part].right, lock=True)
    if not PARTS[part].is_dated:
        raise NotDated
    held = _row(person, part, row)
    if held.ends_on is not None:
        raise FactIsGone
    if refused := rules.why_not_until(held.starts_on, ends_on, at.date()):
        raise refused
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    _revise(person, part, row, {"ends_on": (None, ends_on)}, actor=actor, at=at, deed="ended")
    return held


@transaction.atomic
def take_back(*, actor: Actor, uid: UUID, part: str, row: int, why: str, at: datetime) -> None:
    """Take back a fact that was recorded in error: the row goes, the history keeps its values and the reason.

    Raises:
        NotFound, FactIsGone, WhyMissing.
    """
    reason = tidy(why)[:200]
    if not reason:
        raise WhyMissing
    person = records.person(actor, uid, right=PARTS[part].right, lock=True)
    held = _row(person, part, row)
    gone = {name: (value, None) for name, value in _values(part, held).items()}
    held.delete()
    _revise(person, part, row, gone, actor=actor, at=at, deed="taken-back", note=reason)


def _revise(
    person: Person,
    part: str,
    row: int,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    actor: Actor,
    at: datetime,
    deed: str,
    note: str = "",
) -> None:
    revise(
        person,
        actor=actor,
        at=at,
        part=part,
        row=row,
        changes=changes,
        verb=f"people.{part}-{deed}",
        note=note,
    )
    search_keys.refresh([person.pk])


def _row(person: Person, part: str, row: int) -> Any:
    model = PARTS[part].model
    # A fact of a merged record is changed where it is: undoing the merge takes it along.
    mine = model.objects.filter(person=person.pk) | model.objects.filter(person__merged_into=person.pk)
    held = mine.filter(pk=row).first()
    if held is None:
        raise FactIsGone
    return held


def _values(part: str, held: Any) -> dict[str, Any]:
    return {name: getattr(held, name) for name in PARTS[part].columns}


def _refuse_stale(
    person: Person, part: str, held: Any, *, version: int, now: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    later = Revision.objects.filter(person=person, part=part, row=held.pk, version__gt=version).order_by(
        "-version"
    )
    base = {name: plain(value) for name, value in now.items()}
    for changes in later.values_list("changes", flat=True):
        base |= {name: before for name, (before, _after) in changes.items()}
    found = tuple(
        Versions(name, base[name], plain(now[name]), plain(wanted.get(name, base[name]))) for name in base
    )
    if any(one.is_contested for one in found):
        raise StalePerson(
            tuple(one for one in found if one.base != one.theirs or one.base != one.yours), person.version
        )


_PART_OF: Mapping[type, str] = {
    NewContact: "contacts",
    NewLanguage: "languages",
    NewCitizenship: "citizenships",
    NewEmployment: "employment",
    NewPermit: "permits",
    NewSpecialFact: "special",
}
_ADDERS: Mapping[str, Callable[[Person, Any, date, Actor, datetime], Any]] = {
    "contacts": lambda person, fact, on, actor, at: store_contact(person, fact, on),
    "languages": lambda person, fact, on, actor, at: store_language(person, fact),
    "citizenships": lambda person, fact, on, actor, at: store_citizenship(person, fact),
    "employment": lambda person, fact, on, actor, at: store_employment(person, fact, on),
    "permits": lambda person, fact, on, actor, at: store_permit(person, fact, on),
    "special": store_special,
}
