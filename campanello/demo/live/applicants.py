"""ProLorenteggio's 69 sign-ups: who they are, and what is known of each towards the requirements.

Source: FEATURES F2: 30 eligible (13 women, 17 men), 9 being checked, 24 not eligible, and 6 that no figure accounts
for; 24 came through MILO Lab. Who they are and why they were refused is invented; the grounds are those that the
report names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from campanello.core.models import Project
from campanello.demo.live.names import invented_name
from campanello.demo.live.people import IN_THE_UNION, ITALY, Batch, described
from campanello.people.models import EmploymentStatus, Involvement, Person, ResidencePermit

ELIGIBLE_WOMEN, ELIGIBLE_MEN = 13, 17
THROUGH_THE_LAB = 24
# What is wrong or not known, and of how many.
NOT_MET = (
    ({"resident_in_area": "no"}, 6),
    ({"employment_status": "employed"}, 6),
    ({"receives_naspi": "yes"}, 5),
    ({"other_public_policy": "yes"}, 3),
    ({"permit_expires_on": "past"}, 2),
    ({"housing_hardship": "no"}, 1),
    ({"resident_in_area": "no", "receives_naspi": "yes"}, 1),
)
UNKNOWN = (
    ({"receives_naspi": ""}, 3),
    ({"resident_in_area": ""}, 2),
    ({"permit_expires_on": ""}, 2),
    ({"other_public_policy": "", "housing_hardship": ""}, 2),
)
LAPSED = 6
LANDS = ("IT", "IT", "IT", "EG", "MA", "PK", "PE", "EC", "RO", "SN", "UA", "BD")
ABROAD = tuple(one for one in LANDS if one not in {ITALY, *IN_THE_UNION})
SCHOOLS = ("none", "primary", "lower_secondary", "lower_secondary", "upper_secondary")


@dataclass(frozen=True)
class Applicant:
    """Somebody who signed up: what became of it, and the facts by the names of the eligibility contract."""

    outcome: str
    person: Person
    facts: dict[str, str]
    received_on: date
    through_the_lab: bool


def applicants(project: Project, *, on: date) -> list[Applicant]:
    """Invent the 69 with their records, in order of receipt."""
    rng = np.random.default_rng(69)
    wanted = list(_wanted())
    order = rng.permutation(len(wanted))
    through = {int(place) for place in rng.permutation(len(wanted))[:THROUGH_THE_LAB]}
    batch, made = Batch(), []
    for number, place in enumerate(order):
        outcome, sex, off = wanted[place]
        received_on = on - timedelta(days=330 - 4 * number)
        lands = ABROAD if "permit_expires_on" in off else LANDS
        country = lands[int(rng.integers(len(lands)))]
        born_on = date(
            on.year - int(rng.integers(22, 60)), int(rng.integers(1, 13)), int(rng.integers(1, 28))
        )
        person = _person(batch, country, sex, born_on, rng, on=received_on)
        facts = _facts(country, born_on, received_on) | off
        if off.get("permit_expires_on") == "past":
            facts["permit_expires_on"] = (received_on - timedelta(days=40)).isoformat()
        batch.add(Involvement(person=person, project=project, starts_on=received_on))
        batch.add(
            EmploymentStatus(person=person, status=facts["employment_status"], starts_on=date(2018, 1, 1))
        )
        _permit(batch, person, facts["permit_expires_on"])
        made.append(Applicant(outcome, person, facts, received_on, number in through))
    batch.save()
    return made


def _wanted() -> Iterator[tuple[str, str, dict[str, str]]]:
    for sex, count in (("F", ELIGIBLE_WOMEN), ("M", ELIGIBLE_MEN)):
        yield from (("eligible", sex, {}) for _number in range(count))
    sexes = ("F", "M")
    for outcome, table in (("ineligible", NOT_MET), ("pending", UNKNOWN)):
        for off, count in table:
            yield from ((outcome, sexes[number % 2], off) for number in range(count))
    yield from (("lapsed", sexes[number % 2], {"receives_naspi": ""}) for number in range(LAPSED))


def _person(
    batch: Batch, country: str, sex: str, born_on: date, rng: np.random.Generator, *, on: date
) -> Person:
    facts = {
        "citizenship": country,
        "sex": sex,
        "birth_date": born_on.isoformat(),
        "education": SCHOOLS[int(rng.integers(len(SCHOOLS)))],
        "residence_province": "MI",
    }
    return described(batch, invented_name(country, sex, rng), facts, rng, on=on)


def _permit(batch: Batch, person: Person, expires_on: str) -> None:
    """Let the record say of the permit what the person said; none is on record where that is not known."""
    kept = [one for one in batch.others[ResidencePermit] if getattr(one, "person", None) is not person]
    if expires_on:
        day = date.fromisoformat(expires_on)
        kept.append(
            ResidencePermit(
                person=person, kind="LAV_SUB", issued_on=day - timedelta(days=730), expires_on=day
            )
        )
    batch.others[ResidencePermit] = kept


def _facts(country: str, born_on: date, received_on: date) -> dict[str, str]:
    needs_permit = country not in {ITALY, *IN_THE_UNION}
    return {
        "birth_date": born_on.isoformat(),
        "citizenship": country,
        "permit_expires_on": (received_on + timedelta(days=500)).isoformat() if needs_permit else "",
        "resident_in_area": "yes",
        "employment_status": "unemployed",
        "housing_hardship": "yes",
        "receives_naspi": "no",
        "other_public_policy": "no",
    }
