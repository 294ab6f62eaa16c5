"""Asks the questions of `bench.search` within Django: whose database it is, who asks, how long the answer takes."""

import random
import time
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from bench import crowd
from bench.search import Sought
from campanello.core.actor import Actor, Grant, Role
from campanello.core.edges import today
from campanello.core.models import Project
from campanello.homes.models import Tenancy
from campanello.homes.queries.search import find_people
from campanello.people.models import ContactWay, IdentityCode, Involvement, Person


def prepare(people: int) -> None:
    """Make the tables and fill them, unless an earlier run did."""
    call_command("migrate", verbosity=0, skip_checks=True)
    if Person.objects.count() == people:
        return
    started = time.perf_counter()
    crowd.fill(people)
    print(f"    filled in {time.perf_counter() - started:,.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def users(questions: int) -> Iterator[tuple[int, Actor, list[Sought]]]:
    """For a small project, a middling one, the largest and all of them: people seen, who asks, whom about."""
    sizes = dict(Involvement.objects.values_list("project").annotate(people=Count("pk")))
    projects = sorted(Project.objects.all(), key=lambda one: sizes.get(one.pk, 0))
    for held in ([projects[0]], [projects[len(projects) // 2]], [projects[-1]], projects):
        actor = Actor(None, "Bench", tuple(Grant(Role.DESK, one.lead_id, one.pk) for one in held))
        keys = Involvement.objects.filter(project__in=held).values_list("person", flat=True)
        seen = sum(sizes.get(one.pk, 0) for one in held)
        yield seen, actor, _sought(random.Random(seen).sample(list(keys), questions))


def timed(actor: Actor, text: str, sought: int) -> tuple[float, bool]:
    """Milliseconds of one answer, and whether the person is on its first page."""
    started = time.perf_counter()
    answer = find_people(actor, text, on=today())
    taken = (time.perf_counter() - started) * 1000
    return taken, any(card.person.pk == sought for card in answer.cards)


def _sought(keys: list[int]) -> list[Sought]:
    phones = dict(ContactWay.objects.filter(person__in=keys).values_list("person", "normal"))
    codes = dict(IdentityCode.objects.filter(person__in=keys).values_list("person", "normal"))
    lived = Tenancy.objects.filter(household__memberships__person__in=keys)
    homes = {
        person: f"{street} {number}"
        for person, street, number in lived.values_list(
            "household__memberships__person", "dwelling__building__street", "dwelling__building__number"
        )
    }
    return [
        Sought(
            one.pk,
            one.family_name,
            one.given_name,
            one.born_on,
            phones.get(one.pk, ""),
            codes.get(one.pk, ""),
            homes.get(one.pk, ""),
        )
        for one in Person.objects.filter(pk__in=keys)
    ]
