"""Four quarters: Lunetta in Mantova, the PASS houses in Giussano, Grumello al Piano in Bergamo, Lorenteggio in Milano.

How many dwellings, households and debts there are is as the sources print it; streets and households are invented, of
Lorenteggio, for which no such counts are printed, the numbers too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from campanello.core.models import Organisation, Project
from campanello.demo.live.names import invented_name
from campanello.demo.live.people import Batch, described
from campanello.demo.projects import ALER_OF_PROVINCE
from campanello.homes.models import (
    ArrearsStatement,
    Building,
    Dwelling,
    Municipality,
    Neighbourhood,
    Stair,
    Tenancy,
)
from campanello.people.models import Household, IdentityCode, Involvement, Membership, Person
from campanello.people.rules.keys import plain

HOME_LANDS = ("IT", "MA", "AL", "SN", "PK", "RO", "UA", "PE", "EG")
SIZES, SIZE_WEIGHTS = (1, 2, 3, 4, 5, 6), (0.33, 0.28, 0.16, 0.13, 0.07, 0.03)
SCHOOLS = ("", "none", "primary", "lower_secondary", "upper_secondary")
KNOWN_FOR = timedelta(days=900)
BAND_LIMIT_CENTS = 400_000
CAUSES = ("dismissal", "reduced_hours", "illness", "not_renewed", "death")


@dataclass(frozen=True)
class Quarter:
    """What is built of a quarter. `owed_less` and `owed_more` households owe under and over 4,000 EUR."""

    project: str
    name: str
    istat: str
    residents: int | None
    streets: tuple[str, ...]
    dwellings: int
    of_the_comune: int
    households: int
    owed_less: int
    owed_more: int
    foreign: float
    elderly: float
    province: str


# Source: FEATURES H1, I1, J1; how Lunetta's 388 debts divide into bands is not printed: as in Giussano.
QUARTERS = (
    Quarter(
        "PI-10", "Lunetta", "020030", 3739, ("Via delle Ringhiere", "Viale dei Cortili", "Piazza dei Campanelli"),
        805, 0, 671, 117, 271, 0.35, 0.3, "MN",
    ),
    Quarter(
        "PI-08", "Case di via dei Portoni", "108024", None, ("Via dei Portoni",), 107, 43, 101, 16, 37,
        0.13, 0.36, "MB",
    ),
    Quarter(
        "PI-17", "Grumello al Piano", "016024", 1740, ("Via delle Scale", "Via dei Ballatoi"), 322, 82, 230, 40, 35,
        0.2, 0.37, "BG",
    ),
    Quarter(
        "PI-24", "Lorenteggio-Giambellino", "015146", None, ("Via degli Androni", "Via delle Corti"), 300, 0, 272,
        60, 70, 0.38, 0.33, "MI",
    ),
)  # fmt: skip


def fill_quarter(
    quarter: Quarter,
    project: Project,
    members: Sequence[Person],
    organisations: dict[str, Organisation],
    *,
    on: date,
) -> list[Household]:
    """Make a quarter's houses and households; the project's people live among them. Answers the households."""
    rng = np.random.default_rng(quarter.dwellings)
    place = Neighbourhood.objects.create(
        name=quarter.name,
        municipality=Municipality.objects.get(istat=quarter.istat),
        residents=quarter.residents,
    )
    place.projects.add(project)
    dwellings = _houses(quarter, project, place, organisations)
    households, heads = _households(quarter, project, members, rng, on=on)
    doors = [dwellings[index] for index in sorted(rng.permutation(len(dwellings))[: len(households)])]
    tenancies = _let(doors, households, heads, rng, on=on)
    _debts(quarter, tenancies, rng, on=on)
    return households


def _houses(
    quarter: Quarter, project: Project, place: Neighbourhood, organisations: dict[str, Organisation]
) -> list[Dwelling]:
    aler = organisations[ALER_OF_PROVINCE[project.province]]
    comune = next(
        (one for name, one in organisations.items() if name == f"Comune di {place.municipality.name}"), None
    ) or Organisation.objects.get_or_create(
        name=f"Comune di {place.municipality.name}", defaults={"kind": "municipality"}
    )[0]  # fmt: skip
    dwellings: list[Dwelling] = []
    for building, stair, floor, door in _doors(quarter, place):
        is_comune = len(dwellings) < quarter.of_the_comune
        dwellings.append(
            Dwelling(
                building=building,
                stair=stair,
                floor=floor,
                door=door,
                code=f"{quarter.project}-{len(dwellings) + 1:04}",
                owner_kind="municipality" if is_comune else "aler",
                owner=comune if is_comune else aler,
                is_sap=True,
                rooms=2 + len(dwellings) % 3,
                state="works" if len(dwellings) % 97 == 40 else "usable",
            )
        )
    return Dwelling.objects.bulk_create(dwellings, batch_size=500)


def _doors(quarter: Quarter, place: Neighbourhood) -> Iterator[tuple[Building, Stair, int, str]]:
    """Building after building of four stairs, five floors and three doors a floor, until there are enough."""
    made, number = 0, 0
    while made < quarter.dwellings:
        street = quarter.streets[number % len(quarter.streets)]
        number += 1
        building = Building.objects.create(
            neighbourhood=place,
            street=street,
            number=str(2 * (number // len(quarter.streets)) + 1),
            search=plain(f"{street} {2 * (number // len(quarter.streets)) + 1}"),
            built_on=date(1968, 1, 1),
        )
        for label in "ABCD":
            if made == quarter.dwellings:
                return
            stair = Stair.objects.create(building=building, label=label)
            for position in range(min(15, quarter.dwellings - made)):
                yield building, stair, position // 3, str(position % 3 + 1)
            made += min(15, quarter.dwellings - made)


def _households(
    quarter: Quarter, project: Project, members: Sequence[Person], rng: np.random.Generator, *, on: date
) -> tuple[list[Household], list[Person]]:
    households = Household.objects.bulk_create(
        [
            Household(
                kind="registry", code=f"{quarter.project}-F{number:04}", is_in_charge=rng.random() < 0.2
            )
            for number in range(1, quarter.households + 1)
        ]
    )
    settlers = _Settlers(quarter, rng, on)
    heads = [
        settlers.family(household, members[number] if number < len(members) else None)
        for number, household in enumerate(households)
    ]
    for person in settlers.batch.people:
        settlers.batch.add(Involvement(person=person, project=project, starts_on=on - KNOWN_FOR))
    settlers.batch.save()
    return households, heads


class _Settlers:
    """Invents the families of a quarter."""

    def __init__(self, quarter: Quarter, rng: np.random.Generator, on: date) -> None:
        self.batch = Batch(codes=set(IdentityCode.objects.values_list("normal", flat=True)))
        self._quarter, self._rng, self._on = quarter, rng, on

    def family(self, household: Household, head: Person | None) -> Person:
        """Fill a household; answers its head, who is one of the project's people where one is given."""
        is_foreign = self._rng.random() < self._quarter.foreign
        country = str(self._rng.choice(HOME_LANDS[1:])) if is_foreign else HOME_LANDS[0]
        is_old = self._rng.random() < self._quarter.elderly
        size = int(self._rng.choice(SIZES[:2]) if is_old else self._rng.choice(SIZES, p=SIZE_WEIGHTS))
        since = self._on - timedelta(days=int(self._rng.integers(400, 9000)))
        members = [head or self._adult(country, is_old, "")]
        if size > 1:
            members.append(self._adult(country, is_old, ""))
        members += [self._child(country, members[0].family_name) for _place in range(size - 2)]
        for place, person in enumerate(members):
            role = ("head", "partner")[place] if place < 2 else "child"
            starts_on = max(since, person.born_on) if person.born_on else since
            self.batch.add(
                Membership(
                    household=household, person=person, kind="registry", role=role, starts_on=starts_on
                )
            )
        return members[0]

    def _adult(self, country: str, is_old: bool, family: str) -> Person:
        return self._somebody(country, (66, 92) if is_old else (25, 64), family)

    def _child(self, country: str, family: str) -> Person:
        return self._somebody(country, (0, 24), family)

    def _somebody(self, country: str, ages: tuple[int, int], family: str) -> Person:
        born_on = self._on - timedelta(days=int(self._rng.integers(ages[0] * 366, ages[1] * 365)))
        sex = "F" if self._rng.random() < 0.55 else "M"
        known = "" if ages[0] == 0 else str(self._rng.choice(SCHOOLS))
        facts = {
            "sex": sex,
            "birth_date": born_on.isoformat(),
            "citizenship": country,
            "education": known,
            "residence_province": self._quarter.province,
        }
        name = invented_name(country, sex, self._rng, family)
        return described(self.batch, name, facts, self._rng, on=self._on)


def _let(
    doors: Sequence[Dwelling],
    households: Sequence[Household],
    heads: Sequence[Person],
    rng: np.random.Generator,
    *,
    on: date,
) -> list[Tenancy]:
    tenancies = []
    for dwelling, household, head in zip(doors, households, heads, strict=True):
        dwelling.doorbell = head.family_name
        dwelling.doorbell_search = plain(head.family_name)
        tenure = "occupant" if rng.random() < 0.03 else "tenant"
        tenancies.append(
            Tenancy(
                dwelling=dwelling,
                household=household,
                holder=head,
                tenure=tenure,
                code=f"C-{dwelling.code}",
                starts_on=on - timedelta(days=int(rng.integers(400, 9000))),
            )
        )
    Dwelling.objects.bulk_update(doors, ["doorbell", "doorbell_search"], batch_size=200)
    return Tenancy.objects.bulk_create(tenancies, batch_size=500)


def _debts(quarter: Quarter, tenancies: Sequence[Tenancy], rng: np.random.Generator, *, on: date) -> None:
    """A statement for everybody on the last day of the month before; only the wanted numbers owe something."""
    as_of = on.replace(day=1) - timedelta(days=1)
    owing = rng.permutation(len(tenancies))
    less, more = set(owing[: quarter.owed_less]), set(owing[quarter.owed_less :][: quarter.owed_more])
    statements = []
    for position, tenancy in enumerate(tenancies):
        amount = 0
        if position in less:
            amount = int(rng.integers(8_000, BAND_LIMIT_CENTS))
        elif position in more:
            amount = BAND_LIMIT_CENTS + int(rng.gamma(2.0, 220_000)) + 1
        cause = CAUSES[int(rng.integers(len(CAUSES)))] if amount and rng.random() < 0.4 else ""
        statements.append(
            ArrearsStatement(
                tenancy=tenancy,
                creditor=tenancy.dwelling.owner,
                as_of=as_of,
                amount_cents=amount,
                source="landlord",
                no_fault_cause=cause,
            )
        )
    ArrearsStatement.objects.bulk_create(statements, batch_size=500)
