"""What a resident changes of their own record: their language, the number to call, what they ask for as their right."""

from datetime import date, datetime

from django.db import transaction

from campanello.accounts.services import change_own
from campanello.core import audit, params
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.language import LANGUAGES
from campanello.people.models import ContactWay, RightsRequest
from campanello.people.queries import own_data
from campanello.people.queries.merges import ids_of
from campanello.people.rules import facts
from campanello.people.rules import requests as rules
from campanello.people.rules.facts import NewContact
from campanello.people.services import search_keys
from campanello.people.services.revising import revise
from campanello.people.services.storing import store_contact

# What a person asks for in the app; a copy they take themselves.
ASKED_IN_APP = ("correction", "erasure", "restriction", "objection")


class NoSuchRequest(Refused):
    """Something is asked for that is no right, or that the app answers by itself."""

    code = "people.no-such-request"
    text = _("Choose what you ask for: a correction, an erasure, a restriction or an objection.")


@transaction.atomic
def ask(*, actor: Actor, kind: str, on: date) -> RightsRequest:
    """Ask for something under one's rights; the law's month for an answer begins. Asked twice, it is asked once.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
        NoSuchRequest.
    """
    person = own_data.oneself(actor, lock=True)
    if kind not in ASKED_IN_APP:
        raise NoSuchRequest
    open_ones = RightsRequest.objects.filter(person__in=ids_of(person), kind=kind, answered_on=None)
    if before := open_ones.first():
        return before
    due_on = rules.answer_due(on, params.value("people.rights_answer_months", on))
    made = RightsRequest.objects.create(
        person=person, kind=kind, asked_on=on, due_on=due_on, noted_by_id=actor.user
    )
    audit.record(actor, "people.request-noted", made, person=person.pk, kind=kind)
    return made


@transaction.atomic
def change_language(*, actor: Actor, language: str) -> None:
    """Choose the language of letters and messages.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
    """
    own_data.oneself(actor)
    if language in LANGUAGES:
        change_own(actor=actor, name=actor.name, language=language)


@transaction.atomic
def change_telephone(*, actor: Actor, number: str, on: date, at: datetime) -> ContactWay:
    """Say at which number one wants to be called; the one before ends, and the team sees the new one.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
        NotATelephone.
    """
    person = own_data.oneself(actor, lock=True)
    normal = facts.telephone(number)
    phones = ContactWay.objects.filter(person__in=ids_of(person), kind="phone", ends_on=None)
    if same := phones.filter(normal=normal, is_preferred=True, has_consent=True).first():
        return same
    phones.filter(is_preferred=True).update(ends_on=on, is_preferred=False)
    phones.filter(normal=normal).update(ends_on=on)
    ContactWay.objects.filter(person=person, ends_on=None, is_preferred=True).update(is_preferred=False)
    wanted = NewContact("phone", number, is_preferred=True, has_consent=True)
    made = store_contact(person, wanted, on)
    revise(
        person,
        actor=actor,
        at=at,
        part="contacts",
        row=made.pk,
        changes={"value": (None, made.value)},
        verb="people.contacts-added",
    )
    search_keys.refresh([person.pk])
    return made
