"""Fills a database with invented people, homes and projects, as many as wanted, for measuring the search.

Names are dealt as they are in the neighbourhoods: a few that very many bear, and a long tail of rare ones.
"""

import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from campanello.core import bulk
from campanello.core.models import Organisation, Project
from campanello.homes.models import Building, Dwelling, Municipality, Neighbourhood, Stair, Tenancy
from campanello.people.models import ContactWay, Household, IdentityCode, Involvement, Membership, Person
from campanello.people.services import search_keys

START = date(2020, 1, 1)
PROJECT_SHARES = (0.001, 0.003, 0.01, 0.03, 0.1)  # of all people; the last project has the rest
A_HOUSEHOLD = 3
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Origin:
    """Where names come from: how many in a hundred people bear such names, the commonest first."""

    weight: int
    women: Sequence[str]
    men: Sequence[str]
    families: Sequence[str]
    tail: Sequence[str]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


ORIGINS = (
    Origin(
        70,
        _words(
            "Maria Anna Giuseppina Rosa Angela Giovanna Teresa Lucia Carmela Caterina Francesca "
            "Antonietta Paola Laura Sara Giulia Chiara Valentina Martina Elena Silvia Maria_Grazia "
            "Anna_Maria Federica Alessia Sofia Aurora Giorgia Noemi Rosaria"
        ),
        _words(
            "Giuseppe Giovanni Antonio Mario Luigi Francesco Angelo Vincenzo Pietro Salvatore Carlo "
            "Franco Domenico Paolo Marco Andrea Luca Alessandro Matteo Davide Gian_Luca Pier_Paolo "
            "Roberto Stefano Leonardo Niccolò Mattia Simone Fabio Claudio"
        ),
        _words(
            "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti "
            "De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani "
            "Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale D’Angelo "
            "Lo_Presti Di_Stefano Villa Brambilla Gandolfi"
        ),
        _words(
            "ber mar for ga bel ca pel lo ri ta ni san ver del mon tro pa zi chi ra go spa mez fi lan to "
            "ne cor bi"
        ),
    ),
    Origin(
        12,
        _words(
            "Fatima Khadija Aicha Fatima_Zahra Samira Naima Latifa Malika Nadia Amina Meryem Zineb Hanan "
            "Rachida Saida Karima"
        ),
        _words(
            "Mohamed Ahmed Mohammed Youssef Hassan Said Abdelkader Mustapha Rachid Khalid Omar Ali Hamza "
            "Ibrahim Abd_el_Rahman Abdellah"
        ),
        _words(
            "El_Amrani Alaoui Benali Hassan El_Fassi Idrissi Bennani Tazi Mansouri Ahmed Mohamed Haddad "
            "Khalil Ben_Salah Bouazza El_Idrissi Ziani Cherkaoui Naciri Saidi"
        ),
        _words("ben bou el ma ha la ji ri ou da ra ki sa mi ne za ka ti"),
    ),
    Origin(
        8,
        _words(
            "Kaur Begum Fatima Sultana Gurpreet Amandeep Manpreet Nasreen Shazia Rukhsana Tasneem Sumaira "
            "Ayesha Jasvinder"
        ),
        _words(
            "Muhammad Singh Mohammad_Ali Hussain Md_Rahman Imran Gurpreet Harjinder Usman Asif Tariq "
            "Jaswinder Bilal Md_Hossain"
        ),
        _words(
            "Singh Kaur Khan Hussain Hossain Begum Ahmed Ali Miah Rahman Akhtar Iqbal Malik Butt Islam "
            "Sheikh Mahmood Uddin"
        ),
        _words("gur preet jas vin man deep bal har sukh raj ran jit dhar wal gill ahm mah bha"),
    ),
    Origin(
        6,
        _words("Olena Oksana Natalia Iryna Tetiana Elena Maria Mihaela Ioana Halyna Liudmyla"),
        _words("Oleksandr Andriy Ion Vasile Mykola Volodymyr Gheorghe Constantin Ivan Serhiy"),
        _words("Kovalenko Shevchenko Popescu Ionescu Bondarenko Popa Tkachenko Rusu Kravchenko Melnyk"),
        _words("ko va len tka chen sha she mel pop esc ion rus bon dar kry vo shyn ets"),
    ),
    Origin(
        4,
        _words("Blessing Precious Joy Awa Fatou Aminata Mercy Grace Ngozi Adaeze"),
        _words("Emmanuel Mamadou Ibrahima Oluwaseun Chinedu Modou Moussa Kwame Samuel Ousmane"),
        _words("Diop Ndiaye Osei Mensah Adebayo Okafor Traore Diallo Fall Ba Sarr Eze"),
        _words("ade ola olu chi nwa oka for ndi sow kon te dia ka ma osa bo"),
    ),
)
STREETS = _words(
    "Verdi Garibaldi Mazzini Roma Dante Cavour Indipendenza Giuseppe_Verdi dei_Mille Po Ariosto Virgilio "
    "Gramsci Matteotti Rossini Puccini Bellini Leopardi Manzoni Foscolo Petrarca Tasso Galilei Volta Marconi "
    "Monte_Grappa Piave Isonzo Trento Trieste"
)


def fill(people: int, seed: int = 20260302) -> None:
    """Fill an empty, migrated database."""
    dice = random.Random(seed)
    projects = _projects()
    _note("people")
    with transaction.atomic():
        bulk.insert(Person, ("family_name", "given_name", "sex", "born_on"), _people(people, dice))
        keys = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        _note("projects, codes, telephones")
        bulk.insert(Involvement, ("person", "project", "starts_on"), _involvements(keys, projects, dice))
        bulk.insert(IdentityCode, ("person", "kind", "value", "normal", "starts_on"), _codes(dice))
        bulk.insert(
            ContactWay,
            ("person", "kind", "normal", "starts_on"),
            ((key, "phone", f"+393{dice.randrange(10**9):09}", START) for key in keys if dice.random() < 0.7),
        )
        _note("homes")
        _homes(keys, projects, dice)
    _note("search keys")
    search_keys.rebuild()


def _note(what: str) -> None:
    print(f"    filling: {what}", flush=True)


def _projects() -> list[Project]:
    body = Organisation.objects.create(name="Invented body", kind="third_sector")
    return [
        Project.objects.create(code=f"B{number}", title=f"Invented {number}", lead=body)
        for number in range(len(PROJECT_SHARES) + 1)
    ]


def _people(people: int, dice: random.Random) -> Iterator[Row]:
    weights = [origin.weight for origin in ORIGINS]
    tails = [_tail(origin, dice) for origin in ORIGINS]
    for _ in range(people):
        which = dice.choices(range(len(ORIGINS)), weights)[0]
        origin, is_woman = ORIGINS[which], dice.random() < 0.55
        family = _one_of(origin.families, dice) if dice.random() < 0.45 else dice.choice(tails[which])
        given = _one_of(origin.women if is_woman else origin.men, dice)
        if dice.random() < 0.12:
            given += f" {_one_of(origin.women if is_woman else origin.men, dice)}"
        born_on = date(2008, 1, 1) - timedelta(days=int(dice.triangular(0, 32_000, 14_000)))
        yield family, given, "F" if is_woman else "M", born_on if dice.random() < 0.95 else None


def _tail(origin: Origin, dice: random.Random) -> list[str]:
    """Rare family names, as many as the origin has a share of."""
    ends = "i a o etti ini elli oni ari" if origin is ORIGINS[0] else "i a o ri ani ji ene"
    names = (
        "".join(dice.choices(origin.tail, k=dice.choice((2, 3, 3)))) + dice.choice(ends.split())
        for _ in iter(int, 1)
    )
    return [name.capitalize() for name in islice(names, 900 * origin.weight)]


def _one_of(names: Sequence[str], dice: random.Random) -> str:
    """A name, the first ones far oftener than the last."""
    return names[int(len(names) * dice.random() ** 2.2)]


def _involvements(keys: Sequence[int], projects: Sequence[Project], dice: random.Random) -> Iterator[Row]:
    for key in keys:
        at, share = 0, dice.random()
        while at < len(PROJECT_SHARES) and share >= PROJECT_SHARES[at]:
            share -= PROJECT_SHARES[at]
            at += 1
        yield key, projects[at].pk, START


def _codes(dice: random.Random) -> Iterator[Row]:
    rows = Person.objects.exclude(born_on=None).values_list("pk", "family_name", "given_name", "born_on")
    seen: set[str] = set()
    # Read to the end first: while rows go in, the connection can't be asked.
    for pk, family, given, born_on in list(rows.order_by("pk")):
        assert born_on is not None
        names = (_consonants(family) + _consonants(given)).upper()
        birth = f"{born_on:%y}{'ABCDEHLMPRST'[born_on.month - 1]}{born_on.day:02}"
        place = f"{dice.choice('EFGLZ')}{dice.randrange(1000):03}"
        code = f"{names}{birth}{place}{dice.choice(string.ascii_uppercase)}"
        if code not in seen:
            seen.add(code)
            yield pk, "cf", code, code, START


def _consonants(name: str) -> str:
    letters = [one for one in name.lower() if one in "bcdfghjklmnpqrstvwxyz"]
    return ("".join(letters) + "xxx")[:3]


def _homes(keys: Sequence[int], projects: Sequence[Project], dice: random.Random) -> None:
    """Two people of three live in a dwelling that is known, in households of three."""
    town = Municipality.objects.order_by("pk").first() or Municipality.objects.create(
        istat="020030", name="Mantova", province="MN", cadastral_code="E897"
    )
    body = Organisation.objects.get()
    quarters = [Neighbourhood.objects.create(name=f"Invented {at}", municipality=town) for at in range(40)]
    for quarter in quarters:
        quarter.projects.set(projects)
    households = len(keys) * 2 // 3 // A_HOUSEHOLD
    streets = [f"{dice.choice(('Via', 'Via', 'Viale', 'Piazza'))} {name}" for name in STREETS]
    numbers = (
        (at % 40, dice.choice(streets), str(dice.randrange(1, 400)))
        for at in range(max(10, households // 12))
    )
    bulk.insert(
        Building,
        ("neighbourhood", "street", "number", "search"),
        (
            (quarters[at].pk, street, number, f"{street} {number}".lower())
            for at, street, number in sorted(set(numbers))
        ),
    )
    buildings = list(Building.objects.order_by("pk").values_list("pk", flat=True))
    bulk.insert(Stair, ("building", "label"), ((building, "A") for building in buildings))
    stairs = list(Stair.objects.order_by("pk").values_list("pk", "building_id"))
    _tenancies(keys, stairs, body, households)


def _tenancies(
    keys: Sequence[int], stairs: Sequence[tuple[int, int]], body: Organisation, households: int
) -> None:
    bulk.insert(Household, ("kind",), (("registry",) for _ in range(households)))
    homes = list(Household.objects.order_by("pk").values_list("pk", flat=True))
    names = dict(
        Person.objects.filter(pk__lte=keys[households * A_HOUSEHOLD]).values_list("pk", "family_name")
    )
    bells = [names[keys[at * A_HOUSEHOLD]] for at in range(households)]
    bulk.insert(
        Dwelling,
        ("building", "stair", "floor", "door", "doorbell", "doorbell_search", "owner_kind", "owner"),
        (
            (*stairs[at % len(stairs)][::-1], at // len(stairs), "1", bell, bell.lower(), "aler", body.pk)
            for at, bell in enumerate(bells)
        ),
    )
    dwellings = list(Dwelling.objects.order_by("pk").values_list("pk", flat=True))
    bulk.insert(
        Membership,
        ("household", "person", "kind", "role", "starts_on"),
        (
            (
                homes[at // A_HOUSEHOLD],
                keys[at],
                "registry",
                "relative" if at % A_HOUSEHOLD else "head",
                START,
            )
            for at in range(households * A_HOUSEHOLD)
        ),
    )
    bulk.insert(
        Tenancy,
        ("dwelling", "household", "tenure", "starts_on"),
        ((flat, home, "tenant", START) for flat, home in zip(dwellings, homes, strict=True)),
    )
