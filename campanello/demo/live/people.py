"""The people of the dataset as records: the same facts, with invented names, codes and contacts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from campanello.core.models import Project
from campanello.demo.live.names import LANGUAGES, Name, birth_place, codice_fiscale, invented_name, telephone
from campanello.demo.live.programme import rows
from campanello.people.models import (
    Citizenship,
    ContactWay,
    EmploymentStatus,
    IdentityCode,
    Involvement,
    Language,
    Participation,
    Person,
    ResidencePermit,
    SpecialFact,
)
from campanello.people.rules.codes import new_local_code

ITALY, STATELESS = "IT", "XX"
IN_THE_UNION = frozenset(
    {"RO", "BG", "PL", "FR", "DE", "PT", "ES", "HR", "HU", "SK", "SI", "EE", "LV", "LT", "CZ", "GB"}
)
# The dataset's code for two kinds that are told apart here.
DETENTION_OR_ADDICTION = "detention_or_addiction"
PERMITS = ("LAV_SUB", "FAMIGLIA", "UE_LUNGO_PERIODO", "ATTESA_OCC", "ASILO")


@dataclass
class Batch:
    """Records to be written together, people first."""

    people: list[Person] = field(default_factory=list)
    others: dict[type, list[object]] = field(default_factory=lambda: defaultdict(list))
    codes: set[str] = field(default_factory=set)

    def add(self, row: object) -> None:
        """Keep a row that names its person."""
        self.others[type(row)].append(row)

    def save(self) -> None:
        """Write everything, a statement some hundred rows."""
        Person.objects.bulk_create(self.people, batch_size=500)
        for model, found in self.others.items():
            model.objects.bulk_create(found, batch_size=500)  # type: ignore[attr-defined]


def described(
    batch: Batch, name: Name, facts: Mapping[str, str], rng: np.random.Generator, *, on: date
) -> Person:
    """Add a person with what everybody has: names, birth, a code, citizenship, languages, ways to be reached.

    Args:
        batch: Takes the rows.
        name: As invented.
        facts: The dataset's columns of a person; an empty one is not recorded.
        rng: What chance is drawn from.
        on: The day of registration.
    """
    country = facts["citizenship"]
    born_on = date.fromisoformat(facts["birth_date"]) if facts["birth_date"] else None
    place, place_code = birth_place(country, rng)
    person = Person(
        family_name=name.family,
        given_name=name.given,
        sex=facts["sex"],
        born_on=born_on,
        birth_place=place,
        birth_place_code=place_code,
        education=facts["education"],
        residence_province=facts["residence_province"],
    )
    batch.people.append(person)
    if country:
        batch.add(Citizenship(person=person, country=country, basis="register"))
    _code(batch, person, name, rng, on=on)
    _languages(batch, person, country, rng)
    _contacts(batch, person, name, rng, on=on)
    if country not in {"", ITALY, *IN_THE_UNION}:
        _permit(batch, person, rng, on=on)
    return person


def _code(batch: Batch, person: Person, name: Name, rng: np.random.Generator, *, on: date) -> None:
    value = (
        codice_fiscale(name, person.sex, person.born_on, person.birth_place_code) if person.born_on else ""
    )
    if value and value not in batch.codes and rng.random() < 0.93:
        batch.codes.add(value)
        batch.add(
            IdentityCode(person=person, kind="cf", value=value, normal=value, basis="register", starts_on=on)
        )
        return
    local = new_local_code(lambda below: int(rng.integers(below)))
    reason = ("not_at_hand", "waiting", "no_documents", "declined")[int(rng.integers(4))]
    batch.add(
        IdentityCode(
            person=person, kind="local", value=local.value, normal=local.normal, reason=reason, starts_on=on
        )
    )


def _languages(batch: Batch, person: Person, country: str, rng: np.random.Generator) -> None:
    mother = LANGUAGES.get(country)
    reads_italian = mother is None or rng.random() < 0.5
    batch.add(Language(person=person, code="it", is_read=reads_italian, is_preferred=mother is None))
    if mother:
        batch.add(Language(person=person, code=mother, is_read=rng.random() < 0.8, is_preferred=True))


def _contacts(batch: Batch, person: Person, name: Name, rng: np.random.Generator, *, on: date) -> None:
    if rng.random() < 0.85:
        number = telephone(len(batch.people))
        kind = "whatsapp" if rng.random() < 0.4 else "phone"
        batch.add(
            ContactWay(
                person=person, kind=kind, value=number, normal=number, is_preferred=True,
                has_consent=bool(rng.random() < 0.8), starts_on=on,
            )
        )  # fmt: skip
    if rng.random() < 0.2:
        mail = f"{name.given}.{name.family}.{len(batch.people)}@example.org".lower().replace(" ", "")
        batch.add(
            ContactWay(person=person, kind="email", value=mail, normal=mail, has_consent=True, starts_on=on)
        )
    if rng.random() < 0.1:
        batch.add(
            ContactWay(person=person, kind="neighbour", note="Signora del piano di sotto", starts_on=on)
        )


def _permit(batch: Batch, person: Person, rng: np.random.Generator, *, on: date) -> None:
    expires_on = on + timedelta(days=int(rng.integers(-200, 1500)))
    kind = PERMITS[int(rng.integers(len(PERMITS)))]
    renewed = expires_on - timedelta(days=30) if expires_on < on else None
    batch.add(
        ResidencePermit(
            person=person,
            kind=kind,
            issued_on=expires_on - timedelta(days=730),
            expires_on=expires_on,
            renewal_asked_on=renewed,
        )
    )


def fill_people(dataset: Path, projects: Mapping[str, Project], *, on: date) -> dict[str, list[Person]]:
    """Make everybody of the dataset, with what they take part in; answers each project's people by its code.

    Args:
        dataset: The folder of the demonstration's dataset as CSV.
        projects: By code.
        on: The day of the demonstration; nobody's permit ends long before.
    """
    rng = np.random.default_rng(830)
    batch, known = Batch(), {}
    for row in rows(dataset, "people"):
        name = invented_name(row["citizenship"] or ITALY, row["sex"], rng)
        known[row["person_id"]] = person = described(batch, name, row, rng, on=on)
        _disadvantages(batch, person, row["disadvantages"], on=on)
    members: dict[str, list[Person]] = defaultdict(list)
    first: dict[tuple[str, str], date] = {}
    for strand, table in (("lab", "lab_participations"), ("plan", "plans")):
        for row in rows(dataset, table):
            batch.add(_participation(row, strand, known, projects))
            key, entry = (row["person_id"], row["project_id"]), date.fromisoformat(row["entry_date"])
            first[key] = min(first.get(key, entry), entry)
    for (person_id, project_id), entry in first.items():
        members[project_id].append(known[person_id])
        batch.add(Involvement(person=known[person_id], project=projects[project_id], starts_on=entry))
    for entered in _first_of_each(rows(dataset, "lab_participations")):
        if entered["occupational_status"]:
            batch.add(
                EmploymentStatus(
                    person=known[entered["person_id"]],
                    status=entered["occupational_status"],
                    starts_on=date.fromisoformat(entered["entry_date"]),
                )
            )
    batch.save()
    return members


def _participation(
    row: Mapping[str, str], strand: str, known: Mapping[str, Person], projects: Mapping[str, Project]
) -> Participation:
    ended = row.get("end_date", "")
    return Participation(
        person=known[row["person_id"]],
        project=projects[row["project_id"]],
        strand=strand,
        code=row.get("plan_id") or f"L-{row['project_id']}-{row['person_id']}",
        entry_on=date.fromisoformat(row["entry_date"]),
        exit_on=date.fromisoformat(ended) if ended else None,
        occupational_status=row.get("occupational_status", ""),
        plan_status=row.get("status", ""),
    )


def _first_of_each(entries: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    first: dict[str, Mapping[str, str]] = {}
    for row in sorted(entries, key=lambda row: (row["entry_date"], row["project_id"])):
        first.setdefault(row["person_id"], row)
    return list(first.values())


def _disadvantages(batch: Batch, person: Person, cell: str, *, on: date) -> None:
    for number, code in enumerate(one for one in cell.split(";") if one):
        kind = ("detention", "addiction")[len(batch.people) % 2] if code == DETENTION_OR_ADDICTION else code
        basis = "declared" if number == 0 else "register"
        batch.add(SpecialFact(person=person, kind=kind, basis=basis, starts_on=on))
