"""Whether two accounts may be one human's. Knows no table."""

import re
from dataclasses import dataclass

from campanello.core.errors import gettext_noop as _
from campanello.people.rules.names import plain

EMAIL, NAME, PERSON = _("e-mail address"), _("name"), _("person")
# What a mail service leaves aside in the part before the @: a label after a plus.
_LABEL = re.compile(r"\+[^@]*(?=@)")


@dataclass(frozen=True)
class Account:
    """An account as far as it tells who is behind it."""

    user: int
    name: str
    email: str
    person: int | None


def mailbox(email: str) -> str:
    """An address as its mailbox is one: in small letters, without a label."""
    return _LABEL.sub("", email.strip().casefold())


def same_human(one: Account, other: Account) -> str | None:
    """What two accounts have in common that one human has: the word for it; None when nothing tells.

    Two accounts without an address, or of no person, have nothing in common by that. Names are compared without
    accents, case and order; of two colleagues of the same name neither approves the other's.
    """
    if one.email and mailbox(one.email) == mailbox(other.email):
        return EMAIL
    if one.person is not None and one.person == other.person:
        return PERSON
    return NAME if plain(one.name) and plain(one.name) == plain(other.name) else None
