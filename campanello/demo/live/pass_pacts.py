"""PASS in Giussano: fifteen people with a do-ut-des pact, a third of the allowance for the rent, hours given back.

Source: FEATURES I2 and I3. What one gets and gives, and who signed when, is invented.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid5

from campanello.core import params
from campanello.core.models import Organisation, Project
from campanello.demo.live.labs import at
from campanello.demo.live.prolorenteggio import NAMES, Team
from campanello.people.models import Person
from campanello.plans.models import Pact, Plan
from campanello.plans.rules.pacts import NewPact, Terms
from campanello.plans.rules.pacts_kept import Gift
from campanello.plans.rules.signing import NewSignature
from campanello.plans.services import pacts, pacts_kept

PEOPLE = 15
LANDLORD_KIND = Organisation.Kind.ALER
GETS = (
    "Un piano personale con l'indennità di partecipazione, e qualcuno che ti accompagna.",
    "Un contributo per il lavoro part-time di tre mesi, e il corso di sicurezza.",
    "Un piano personale, e l'aiuto per la domanda di rateizzazione.",
)
GIVES = (
    ("Apri e chiudi la sala comune, e la tieni in ordine.", 40),
    ("Curi le piante del cortile con gli altri della scala.", 30),
    ("Aiuti i vicini anziani con la spesa e con il telefono.", 36),
    ("Accompagni i bambini al doposcuola due volte a settimana.", 24),
)
DEEDS = ("Sala comune", "Piante del cortile", "Spesa per i vicini", "Doposcuola")


def fill_pass(project: Project, team: Team, landlord: Organisation, *, on: date) -> None:
    """Make the pacts: with each plan of the project, and with as many others as make fifteen people."""
    plans = list(Plan.objects.filter(project=project).select_related("person").order_by("-state", "pk"))
    people = list({plan.person_id: plan for plan in plans}.values())[:PEOPLE]
    for number, plan in enumerate(people):
        _signed(
            project,
            team,
            number,
            _pact_of_a_plan(project, plan, landlord, number, on=on),
            [plan.person],
            on=on,
        )
    known = {plan.person_id for plan in plans}
    others = Person.objects.current().filter(
        involvements__project=project,
        born_on__lt=on - timedelta(days=30 * 366),
        born_on__gt=on - timedelta(days=60 * 366),
    )
    for number, person in enumerate(
        others.exclude(pk__in=known).order_by("pk")[: PEOPLE - len(people)], len(people)
    ):
        trust = NewPact(
            kind="trust", scope="individual", people=(person.uid,), project=project.pk,
            terms=_terms(number, on - timedelta(days=150), share=(0, 1)), ends_on=on + timedelta(days=215),
        )  # fmt: skip
        _signed(project, team, number, trust, [person], on=on)


def _pact_of_a_plan(
    project: Project, plan: Plan, landlord: Organisation, number: int, *, on: date
) -> NewPact:
    starts_on = max(plan.starts_on, on - timedelta(days=150))
    share = tuple(params.value(f"plans.share_{part}", on) for part in ("numerator", "denominator"))
    return NewPact(
        kind="do_ut_des",
        scope="individual",
        plan=plan.uid,
        people=(plan.person.uid,),
        project=project.pk,
        creditor=landlord.pk,
        terms=_terms(number, starts_on, share=(share[0], share[1])),
        ends_on=on + timedelta(days=215),
    )


def _terms(number: int, starts_on: date, *, share: tuple[int, int]) -> Terms:
    gives, hours = GIVES[number % len(GIVES)]
    return Terms(
        number=1,
        gets=GETS[number % len(GETS)],
        gives=gives,
        starts_on=starts_on,
        minutes_to_give=hours * 60,
        numerator=share[0],
        denominator=share[1],
    )


def _signed(
    project: Project, team: Team, number: int, new: NewPact, people: Sequence[Person], *, on: date
) -> None:
    uid, day = uuid5(NAMES, f"pact {project.code} {number}"), new.terms.starts_on
    made = pacts.draft(actor=team.coordinator, uid=uid, pact=new, on=day, at=at(day, 9))
    for person in people:
        signature = NewSignature(by="person", how="paper", on=day, is_in_folder=True)
        pacts.sign(
            actor=team.coordinator, uid=uid, number=1, signature=signature, person=person.uid, at=at(day, 10)
        )
    ours = NewSignature(by="staff", how="paper", on=day, is_in_folder=True)
    pacts.sign(actor=team.coordinator, uid=uid, number=1, signature=ours, at=at(day, 11))
    _given(team, made, number, people[0], day, on=on)


def _given(team: Team, pact: Pact, number: int, person: Person, since: date, *, on: date) -> None:
    """Some give back every week, some have hardly begun."""
    for week in range(2 + (number * 5) % 9):
        day = since + timedelta(days=7 * week + 3)
        if day < on:
            gift = Gift(person.uid, day, 60 * (1 + (number + week) % 3), DEEDS[number % len(DEEDS)])
            pacts_kept.give_back(
                actor=team.coordinator,
                uid=pact.uid,
                given=uuid5(NAMES, f"given {pact.uid} {week}"),
                gift=gift,
                on=on,
                at=at(day, 18),
            )
