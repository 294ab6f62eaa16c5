"""What makes each page of a demonstration show something: skills with consent, records entered twice, a resident."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.people.models import (
    Citizenship,
    Consent,
    Household,
    IdentityCode,
    Involvement,
    Membership,
    Notice,
    NoticeGiven,
    Person,
    Skill,
)
from campanello.people.rules.codes import new_local_code

OFFERED = (
    "Cuce e accorcia vestiti", "Ripara biciclette", "Accompagna i bambini a scuola", "Cucina per le feste",
    "Aiuta con i compiti", "Imbianca", "Legge le lettere del Comune", "Traduce dall'arabo", "Cura le piante",
    "Fa la spesa per i vicini", "Insegna a usare il telefono", "Taglia i capelli",
)  # fmt: skip
WANTED = (
    "Compagnia per una passeggiata", "Montare una mensola", "Conversare in italiano", "Un passaggio in ospedale",
    "Compilare moduli", "Badare ai bambini il pomeriggio",
)  # fmt: skip
TWICE = 14
PURPOSE = "skills_map"


def give_skills(households: Sequence[Household], *, on: date) -> None:
    """Some heads offer something or look for something, most with their consent to be on the map."""
    rng = np.random.default_rng([7, households[0].pk])
    heads = list(
        Person.objects.filter(memberships__household__in=households, memberships__role="head").order_by("pk")
    )
    chosen = [heads[index] for index in rng.permutation(len(heads))[: len(heads) // 6]]
    notice = Notice.objects.filter(kind=PURPOSE, starts_on__lte=on).order_by("-version").first()
    skills, consents, given = [], [], []
    for number, person in enumerate(chosen):
        texts, direction = (OFFERED, "offered") if number % 3 else (WANTED, "wanted")
        text = texts[int(rng.integers(len(texts)))]
        since = on - timedelta(days=int(rng.integers(10, 400)))
        skills.append(Skill(person=person, direction=direction, text=text, starts_on=since))
        if notice and number % 5:
            since = max(since, notice.starts_on)
            given.append(NoticeGiven(person=person, notice=notice, given_on=since, how="paper"))
            consents.append(
                Consent(person=person, purpose=PURPOSE, notice=notice, given_on=since, how="paper")
            )
    Skill.objects.bulk_create(skills)
    NoticeGiven.objects.bulk_create(given)
    Consent.objects.bulk_create(consents)


def enter_some_twice(project: Project, *, on: date) -> None:
    """Some people of a project have a second record, written a little differently, without their code."""
    rng = np.random.default_rng([14, project.pk])
    people = Person.objects.filter(involvements__project=project, born_on__isnull=False).order_by("pk")
    for number, person in enumerate(people[: TWICE * 7 : 7]):
        country = person.citizenships.values_list("country", flat=True).first()
        again = Person.objects.create(
            family_name=_misspelt(person.family_name, number),
            given_name=person.given_name.split(" ")[0],
            sex=person.sex,
            born_on=person.born_on if number % 4 else _swapped(person.born_on or on),
            residence_province=person.residence_province,
        )
        Involvement.objects.create(person=again, project=project, starts_on=on - timedelta(days=number))
        if country:
            Citizenship.objects.create(person=again, country=country)
        local = new_local_code(lambda below: int(rng.integers(below)))
        IdentityCode.objects.create(
            person=again,
            kind="local",
            value=local.value,
            normal=local.normal,
            reason="not_at_hand",
            starts_on=on,
        )


def _misspelt(name: str, number: int) -> str:
    place = 1 + number % max(1, len(name) - 2)
    return (
        name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        name[:place] + name[place] + name[place:],
        name[:place] + name[place + 1 :],
    )[number % 3]


def _swapped(day: date) -> date:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day + timedelta(days=1)


def give_the_resident_a_home(households: Sequence[Household]) -> None:
    """The demonstration's resident is the head of the first household that owes something and has children."""
    heads = Membership.objects.filter(household__in=households, role="head").select_related("person")
    with_children = heads.filter(household__memberships__role="child").order_by("household").first()
    found = with_children or heads.order_by("household").first()
    if found is not None:
        User.objects.filter(username=Role.RESIDENT.value, person=None).update(
            person=found.person_id, name=found.person.name
        )
