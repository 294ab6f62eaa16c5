"""What erasing a person does to homes: a running tenancy holds it back, names on doorbells go.

Tenancies and statements of arrears stay: they are the landlord's accounts, and name a person by the record alone.
"""

from collections.abc import Collection
from datetime import date

from campanello.homes.models import Dwelling, Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.people.models import PersonWord
from campanello.people.queries import households, merges
from campanello.people.rules.erasure import LEAST_WORD
from campanello.people.rules.names import plain


def has_tenancy(keys: Collection[int], on: date) -> bool:
    """Whether a tenancy runs on a day in the name of one of these records."""
    return Tenancy.objects.filter(on_day(on), holder__in=keys).exists()


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Take a person's names off doorbells, unless somebody else who lives there bears them too."""
    stays = merges.stays_of(keys)
    lived = {stay.household for of_one in stays.values() for stay in of_one}
    held = Tenancy.objects.filter(holder__in=keys) | Tenancy.objects.filter(household__in=lived)
    for dwelling in Dwelling.objects.filter(pk__in=held.values("dwelling")).exclude(doorbell=""):
        told = {word for word in plain(dwelling.doorbell).split() if len(word) >= LEAST_WORD} & words
        if told and not _borne_by_others(dwelling, told, keys):
            dwelling.doorbell = dwelling.doorbell_search = ""
            dwelling.version += 1
            dwelling.save(update_fields=["doorbell", "doorbell_search", "version"])


def _borne_by_others(dwelling: Dwelling, words: Collection[str], keys: Collection[int]) -> bool:
    current = Tenancy.objects.filter(dwelling=dwelling, ends_on=None).values_list("household", flat=True)
    others = {stay.person for stay in households.stays_in(current) if stay.ends_on is None} - set(keys)
    return PersonWord.objects.filter(person__in=others, word__word__in=words).exists()
