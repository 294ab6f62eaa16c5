"""Gives identity codes to people and takes them back. A code is one person's; a wrong one is ended, not overwritten."""

import secrets
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.models import IdentityCode, Person
from campanello.people.queries import records
from campanello.people.rules.codes import Code, new_local_code, read_code
from campanello.people.rules.facts import NewCode, NotInTheList, why_not_from
from campanello.people.rules.values import BASES, CODE_KINDS, WHY_LOCAL
from campanello.people.services.revising import revise

Below = Callable[[int], int]


class CodeTaken(Refused):
    """A code is another person's already."""

    code = "people.code-taken"
    text = _(
        "This code is already recorded for somebody else. Compare it with the document; "
        "if it is right, ask your coordinator to look at both records."
    )


class CodeOfKindHeld(Refused):
    """A person has a code of this kind already."""

    code = "people.code-of-kind-held"
    text = _("%(kind)s: one is already recorded here. End it first, if the new one takes its place.")


class ReasonMissing(Refused):
    """A local code was asked for without saying why there is no other."""

    code = "people.reason-missing"
    text = _("Say why there is no other code: a local code needs its reason.")


@transaction.atomic
def add_code(
    *, actor: Actor, uid: UUID, code: NewCode, on: date, at: datetime, below: Below = secrets.randbelow
) -> IdentityCode:
    """Give a person a code that they hold from a day.

    Args:
        actor: Who records it.
        uid: Whose.
        code: As it was typed; a local one is made.
        on: The first day on which it is theirs.
        at: When it is recorded.
        below: Where a local code's randomness comes from.

    Raises:
        NotFound, NoCode, CodeOfWrongLength, CodeWithWrongCharacter, CodeCheckFails, ReasonMissing, NotInTheList,
        CodeOfKindHeld, CodeTaken.
    """
    person = records.person(actor, uid, right=Right.WRITE_PERSON, lock=True)
    checked = read(code, below)
    if refused := why_not_from(on, at.date()):
        raise refused
    held = IdentityCode.objects.filter(person=person, kind=checked.kind, ends_on=None)
    if held.exists():
        raise CodeOfKindHeld(kind=(CODE_KINDS[checked.kind], {}))
    if holder_of(checked) is not None:
        raise CodeTaken
    made = store(person, checked, code, on)
    revise(
        person,
        actor=actor,
        at=at,
        part="codes",
        row=made.pk,
        changes={"kind": ("", made.kind), "value": ("", made.value), "starts_on": (None, on)},
        verb="people.code-added",
    )
    return made


def read(code: NewCode, below: Below) -> Code:
    """A typed code checked, or a local one made.

    Raises:
        NoCode, CodeOfWrongLength, CodeWithWrongCharacter, CodeCheckFails, ReasonMissing, NotInTheList.
    """
    for value, allowed in ((code.kind, CODE_KINDS), (code.basis, BASES)):
        if value not in allowed:
            raise NotInTheList(value=value[:40])
    if code.kind == "local" and code.reason not in WHY_LOCAL:
        raise ReasonMissing
    if code.kind == "local" and not code.text.strip():
        return new_local_code(below)
    return read_code(code.kind, code.text)


def holder_of(code: Code) -> Person | None:
    """Who holds a code now; of a merged record the one that stands for it. For services: it asks nobody's right."""
    held = (
        IdentityCode.objects.filter(kind=code.kind, normal=code.normal, ends_on=None)
        .select_related("person__merged_into")
        .first()
    )
    return (held.person.merged_into or held.person) if held else None


def store(person: Person, code: Code, given: NewCode, on: date) -> IdentityCode:
    """Write a code that was read and found free; the database has the last word when two come at once.

    Raises:
        CodeTaken.
    """
    made, is_new = IdentityCode.objects.get_or_create(
        kind=code.kind,
        normal=code.normal,
        ends_on=None,
        defaults={
            "person": person,
            "value": code.value,
            "reason": given.reason if code.kind == "local" else "",
            "basis": given.basis,
            "starts_on": on,
        },
    )
    if not is_new:
        raise CodeTaken
    return made
