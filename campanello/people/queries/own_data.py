"""What is kept about whoever is logged in, for themselves: in plain facts, and as a copy to take along."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.people.models import (
    Citizenship,
    Consent,
    ContactWay,
    IdentityCode,
    Involvement,
    Language,
    Participation,
    Person,
    RightsRequest,
    SpecialFact,
)
from campanello.people.queries import rights
from campanello.people.queries.merges import ids_of


@dataclass(frozen=True)
class OwnData:
    """What is kept of a person, merged records included, as they read it."""

    person: Person
    codes: tuple[IdentityCode, ...]
    contacts: tuple[ContactWay, ...]
    languages: tuple[Language, ...]
    citizenships: tuple[Citizenship, ...]
    consents: tuple[Consent, ...]
    special: tuple[SpecialFact, ...]
    projects: tuple[Involvement, ...]
    participations: tuple[Participation, ...]
    requests: tuple[RightsRequest, ...]

    @property
    def telephone(self) -> ContactWay | None:
        """The number at which the person wants to be called."""
        phones = [one for one in self.contacts if one.kind == "phone"]
        return next((one for one in phones if one.is_preferred), phones[0] if phones else None)


def oneself(actor: Actor, *, lock: bool = False) -> Person:
    """The person that the actor is; a delegate has no data of others to open.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
    """
    if actor.person is None or actor.stands_for is not None:
        raise NotFound
    keys = ids_of(actor.person)
    people = Person.objects.filter(pk__in=keys[:1], erased_at=None)
    found = (people.select_for_update(of=("self",)) if lock else people).first()
    if found is None:
        raise NotFound
    return found


def own(actor: Actor, on: date) -> OwnData:
    """What is kept about the actor, as it holds on a day. Eleven queries, however much it is.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
    """
    person = oneself(actor)
    whose = {"person__in": ids_of(person)}
    holding = Q(ends_on=None) | Q(ends_on__gt=on)
    return OwnData(
        person=person,
        codes=tuple(IdentityCode.objects.filter(holding, **whose)),
        contacts=tuple(ContactWay.objects.filter(holding, **whose)),
        languages=tuple(Language.objects.filter(**whose)),
        citizenships=tuple(Citizenship.objects.filter(**whose)),
        consents=tuple(Consent.objects.filter(withdrawn_on=None, **whose)),
        special=tuple(SpecialFact.objects.filter(holding, **whose)),
        projects=tuple(Involvement.objects.filter(**whose).select_related("project__lead")),
        participations=tuple(Participation.objects.filter(**whose).select_related("project")),
        requests=tuple(RightsRequest.objects.filter(**whose)),
    )


@transaction.atomic
def copy(actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Everything that is kept about the actor, as whoever answers people's rights would hand it out; leaves a line.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
    """
    person = oneself(actor)
    leave = partial(audit.exported, actor, "people.own-data-exported", person, person=person.pk)
    return rights.told(person, at=at, leave=leave)
