"""ProLorenteggio: the measure with its funds, 69 sign-ups decided as the sources count them, and 30 plans.

Source: FEATURES E and F. Recorded through the same services that an operator's pages use, so that the demonstration
shows what the rules say of invented people, and not what somebody wished to see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from campanello.accounts.models import Assignment, User
from campanello.accounts.queries import actor_of
from campanello.core.actor import Actor, Role
from campanello.core.models import Organisation, Project
from campanello.demo.live.applicants import Applicant, applicants
from campanello.demo.live.labs import at
from campanello.plans.models import Application, Measure, Plan, Service
from campanello.plans.rules.applications import NewApplication
from campanello.plans.rules.plans import Act, NewAct
from campanello.plans.rules.signing import NewSignature
from campanello.plans.services import application_decisions, applications, plans, signing
from campanello.plans.services.plans import NewPlan, NewService

MEASURE = "prolorenteggio"
TITLES = {
    "it": "ProLorenteggio: percorsi per il lavoro",
    "en": "ProLorenteggio: paths to work",
    "fr": "ProLorenteggio : parcours vers l'emploi",
    "es": "ProLorenteggio: itinerarios hacia el empleo",
    "ar": "برو لورينتيجو: مسارات نحو العمل",
    "ur": "پرو لورینتیجو: روزگار کے راستے",
}
SERVICES_CENTS, ALLOWANCE_CENTS = 600_000_00, 400_000_00
LAB = "MILO Lab"
LAPSED_NOTE = "Le fonti contano 69 iscritti e 63 esiti: di questi sei non si sa altro. Segnata come lacuna."
GOALS = (
    "Trovare un lavoro vicino a casa.", "Riprendere a lavorare dopo anni di assistenza a mia madre.",
    "Imparare un mestiere con un attestato.", "Un lavoro con orari da scuola dei figli.",
)  # fmt: skip
# Minutes of each service; the orientation's are the block's 18 hours.
CONTENTS = (
    ("colloquio", 120), ("bilancio-competenze", 360), ("ricerca-attiva", 480), ("accompagnamento", 240),
    ("formazione-specialistica", 2400), ("coaching", 600),
)  # fmt: skip
# Under its name, so that the same demonstration is made each time.
NAMES = UUID("6f1b7c52-7f0e-4b86-9f0a-2a6d0c3f9c11")


@dataclass(frozen=True)
class Team:
    """Who works on a project in the demonstration."""

    coordinator: Actor
    employment: Actor


@dataclass(frozen=True)
class Offer:
    """What a plan is made of: the services by code, who delivers them, who works with the person."""

    services: Mapping[str, Service]
    deliverer: Organisation
    team: Team


def team_of(project: Project, *, on: date) -> Team | None:
    """The demonstration's users, with their roles in a project; None where there are no users."""
    roles = (Role.COORDINATOR, Role.EMPLOYMENT, Role.CASE, Role.PROGRAMME)
    users = {user.username: user for user in User.objects.filter(username__in=roles)}
    if not users:
        return None
    for role in roles:
        Assignment.objects.get_or_create(
            user=users[role],
            role=role,
            organisation=project.lead,
            project=project,
            ends_on=None,
            defaults={"starts_on": date(2018, 1, 1)},
        )
    return Team(actor_of(users[Role.COORDINATOR], on), actor_of(users[Role.EMPLOYMENT], on))


def fill_prolorenteggio(
    project: Project, catalogue: Sequence[Service], team: Team, *, on: date
) -> list[Plan]:
    """Sign everybody up, decide, and begin the plans of those who are eligible."""
    # One of the project's own partners: another would change what the evaluation counts.
    deliverer = project.partners.filter(kind=Organisation.Kind.ACCREDITED_OPERATOR).order_by("pk")[0]
    measure = Measure.objects.create(
        project=project,
        code=MEASURE,
        titles=TITLES,
        requirement_set="prolorenteggio",
        opens_on=on - timedelta(days=400),
        is_public=True,
        is_evaluated=False,
        services_cents=SERVICES_CENTS,
        allowance_cents=ALLOWANCE_CENTS,
    )
    offer = Offer({one.code: one for one in catalogue}, deliverer, team)
    begun = []
    for number, one in enumerate(applicants(project, on=on)):
        received = _received(one, number, measure, team)
        if one.outcome == "lapsed":
            applications.lapse(
                actor=team.coordinator,
                uid=received.uid,
                version=received.version,
                note=LAPSED_NOTE,
                at=at(one.received_on + timedelta(days=30), 12),
            )
        elif one.outcome != "pending":
            decided = _decided(received, one, team)
            if one.outcome == "eligible":
                begun.append(_plan(decided, one, number, offer))
    return begun


def _received(one: Applicant, number: int, measure: Measure, team: Team) -> Application:
    names = {"given_name": one.person.given_name, "family_name": one.person.family_name}
    return applications.record(
        actor=team.employment,
        uid=uuid5(NAMES, f"application {number}"),
        application=NewApplication(
            measure=measure.code,
            channel=("staff", "phone", "staff")[number % 3],
            person=one.person.uid,
            came_through=LAB if one.through_the_lab else "",
            wants_call=number > 60,
            answers=names | {name: value for name, value in one.facts.items() if value},
        ),
        on=one.received_on,
        at=at(one.received_on, 9 + number % 8, number % 60),
    )


def _decided(received: Application, one: Applicant, team: Team) -> Application:
    day = one.received_on + timedelta(days=9)
    return application_decisions.decide(
        actor=team.employment,
        uid=received.uid,
        version=received.version,
        is_eligible=one.outcome == "eligible",
        taking=application_decisions.Taking(out_of_turn="Chi viene prima aspetta ancora un documento."),
        on=day,
        at=at(day, 11),
    )


def _plan(decided: Application, one: Applicant, number: int, offer: Offer) -> Plan:
    day = one.received_on + timedelta(days=14)
    uid = uuid5(NAMES, f"plan {number}")
    made = plans.draft_plan(
        actor=offer.team.employment,
        uid=uid,
        draft=NewPlan(
            starts_on=day,
            ends_on=day + timedelta(days=365),
            application=decided.uid,
            goal=GOALS[number % len(GOALS)],
            case_manager=offer.team.employment.user,
        ),
        at=at(day, 9),
    )
    for code, minutes in CONTENTS:
        made = plans.put_service(
            actor=offer.team.employment,
            uid=uid,
            version=made.version,
            new=NewService(
                offer.services[code].pk, minutes, offer.deliverer.pk, calendar="Martedì e giovedì mattina"
            ),
            on=day,
        )
    for by in ("person", "staff"):
        signature = NewSignature(by=by, how="paper", on=day, is_in_folder=True)
        made.refresh_from_db()
        signing.sign(
            actor=offer.team.employment, uid=uid, version=made.version, signature=signature, at=at(day, 10)
        )
    made.refresh_from_db()
    return plans.act(
        actor=offer.team.employment, uid=uid, version=made.version, act=NewAct(Act.START, day), at=at(day, 12)
    )
