"""Which rows a text typed above a list means: those of the people who may be meant by it, or with a code like it."""

from datetime import date

from django.db.models import Q

from campanello.core.actor import Actor
from campanello.people.queries import search
from campanello.people.queries.merges import of_people
from campanello.people.rules.asking import read as read_question

MOST = 50  # people who may be meant by what was typed


def meant(actor: Actor, words: str, on: date, *, person: str, code: str) -> Q:
    """Rows by whom or what a text means. `person` and `code` lead there from a row: `plan__person`, `plan__code`."""
    coded = Q(**{f"{code}__icontains": words.strip()})
    asked = read_question(words, on)
    if asked.is_empty:
        return coded
    people = [one.person.pk for one in search.people(actor, asked, on=on).found[:MOST]]
    return coded | of_people(person, people)
