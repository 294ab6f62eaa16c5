"""Invented people as rows of a table to bring in, and as records with entries to write a snapshot of."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from codicefiscale import codicefiscale
from django.core.management import call_command
from django.db import connection, transaction

from bench import crowd
from campanello.core import bulk
from campanello.core.models import Organisation, Project
from campanello.people.models import Citizenship, IdentityCode, Participation, Person, SpecialFact

HEAD = (
    "Codice fiscale",
    "Cognome",
    "Nome",
    "Sesso",
    "Data di nascita",
    "Cittadinanza",
    "Telefono",
    "Titolo di studio",
)
SCHOOLS = ("licenza media", "diploma", "laurea", "")


def table(rows: int, dice: random.Random) -> Iterator[tuple[str, ...]]:
    """The table's head and rows: nine in ten with a codice fiscale of their own."""
    call_command("migrate", verbosity=0, skip_checks=True)
    if not Project.objects.exists():
        crowd._projects()
    yield HEAD
    seen: set[str] = set()
    for family, given, sex, known in crowd._people(rows, dice):
        born_on = known or date(1970, 1, 1)
        code = _code(family, given, sex, born_on, dice)
        shown = "" if code in seen or dice.random() < 0.1 else code
        seen.add(code)
        phone = f"3{dice.randrange(10**9):09}" if dice.random() < 0.7 else ""
        country = dice.choice(("Italia", "Italia", "Marocco", "Pakistan"))
        yield shown, family, given, sex, f"{born_on:%d/%m/%Y}", country, phone, dice.choice(SCHOOLS)


def _code(family: str, given: str, sex: str, born_on: date, dice: random.Random) -> str:
    names = (crowd._consonants(family) + crowd._consonants(given)).upper()
    day = born_on.day + (40 if sex == "F" else 0)
    body = f"{names}{born_on:%y}{'ABCDEHLMPRST'[born_on.month - 1]}{day:02}F{dice.randrange(1000):03}"
    return f"{body}{codicefiscale.encode_cin(body)}"


def fill(people: int, project: str, entry: date) -> None:
    """People with codes, citizenships and entries of both strands; more of them than the import brought."""
    dice = random.Random(5)
    call_command("migrate", verbosity=0, skip_checks=True)
    where = Project.objects.get(code=project)
    Organisation.objects.update(kind="municipality")
    with transaction.atomic():
        bulk.insert(Person, ("family_name", "given_name", "sex", "born_on"), crowd._people(people, dice))
        keys = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        known = set(IdentityCode.objects.values_list("person", flat=True))
        bulk.insert(
            IdentityCode,
            ("person", "kind", "value", "normal", "starts_on"),
            ((key, "cf", code, code, entry) for key in keys if key not in known for code in (f"X{key:015}",)),
        )
        bulk.insert(Citizenship, ("person", "country"), ((key, "IT") for key in keys if key not in known))
        bulk.insert(
            SpecialFact,
            ("person", "kind", "basis", "starts_on"),
            ((key, "disability", "declared", entry) for key in keys if key % 10 == 0),
        )
        days = (timedelta(days=key % 300) for key in keys)
        bulk.insert(
            Participation,
            ("person", "project", "strand", "code", "entry_on", "occupational_status", "plan_status"),
            (
                (key, where.pk, "plan", f"E{key}", entry + day, "unemployed", "in_progress")
                if key % 2
                else (key, where.pk, "lab", f"E{key}", entry + day, "unemployed", "")
                for key, day in zip(keys, days, strict=True)
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
