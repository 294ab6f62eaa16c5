"""Hosts with their agreements, traineeships with a tutor's visit, vacancies and courses, who was put forward, jobs.

Hosts, employers and what they look for are invented.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from campanello.core.actor import Actor
from campanello.demo.live.labs import at
from campanello.demo.live.prolorenteggio import NAMES
from campanello.people.services import consents
from campanello.plans.models import Host, Plan
from campanello.plans.services import placements, vacancies
from campanello.plans.services.placements import NewTraineeship
from campanello.plans.services.vacancies import Hiring, Step

LANGUAGE = "it"
# Name, trade, places.
HOSTS = (
    ("Ciclofficina Ruota Quadra", "Riparazione di biciclette", 1),
    ("Panificio Spigabruna", "Panetteria", 1),
    ("Cooperativa Gelsomoro", "Cura del verde", 2),
    ("Sartoria Filofermo", "Sartoria", 1),
)
# Which host, what one does there, when it began (days ago), the host's tutor, what the tutor found and when.
TRAINEESHIPS = (
    (0, "Aiuto ciclomeccanico", 70, "Ettore Ruotari", "Puntuale, impara in fretta: chiede di stare al banco.", 12),
    (2, "Addetta al verde", 45, "Nives Gelsi", "Si trova bene in squadra.", 15),
    (3, "Aiuto sarta", 84, "Irma Filofermi", "Assente due mattine per i figli: spostato l'orario.", 50),
)  # fmt: skip
# Kind, title, who offers it, hours a week, languages, skills, places, opened (days ago), closes (days from now).
VACANCIES = (
    ("job", "Addetta alle pulizie, mattina", "Impresa Lustrobene", 20, "it", "pulizie", 2, 12, 30),
    ("job", "Aiuto cuoco", "Mensa Tavolalunga", 30, "it", "cucina", 1, 20, 14),
    ("job", "Magazziniere", "Corriere Scatolino", 38, "it", "uso del muletto", 3, 6, 45),
    ("job", "Commessa di panetteria", "Panificio Spigabruna", 24, "it,ar", "vendita", 1, 30, 7),
    ("course", "Attestato per alimentaristi (HACCP)", "Scuola Pentolarossa", 4, "", "cucina", 12, 15, 21),
    ("course", "Sicurezza sul lavoro, formazione generale", "Scuola Elmogiallo", 4, "", "", 20, 25, None),
)  # fmt: skip
WISHES = ((20, False), (25, True), (38, True), (30, False))
CONTRACT = "Contratto a tempo determinato"


def fill_work(plans: Sequence[Plan], actor: Actor, municipality: str, *, on: date) -> None:
    """Fill the pages of traineeships, vacancies and jobs with what a team of employment has after some months.

    Args:
        plans: The project's; those who trained or were put forward are the first that are active on the day.
        actor: The operator of employment who writes it down.
        municipality: Where hosts and employers are, by ISTAT code.
        on: The day of the demonstration.
    """
    active = [plan for plan in plans if plan.state == "active" and plan.starts_on <= on < plan.ends_on]
    since = on - timedelta(days=90)
    trained = [plan for plan in active if plan.starts_on <= since][: len(TRAINEESHIPS)]
    others = [plan for plan in active if plan not in trained]
    if not plans or len(others) < len(WISHES) + 1:
        return
    hosts = _hosts(actor, plans[0].project_id, municipality, on=on)
    for number, plan in enumerate(trained):
        _train(actor, number, plan, hosts, on=on)
    for plan, (hours, travels) in zip(others, WISHES, strict=False):
        vacancies.say_wish(
            actor=actor, person=plan.person.uid, weekly_minutes=hours * 60, travels=travels, on=on
        )
    _put_forward(actor, others, _vacancies(actor, plans[0].project_id, municipality, on=on), on=on)
    by_themselves = Hiring(on - timedelta(days=9), "Bar Tazzastorta", CONTRACT, 24 * 60)
    last = others[len(WISHES)]
    vacancies.record_job(
        actor=actor,
        uid=_uid(last.project_id, "job"),
        person=last.person.uid,
        hiring=by_themselves,
        at=at(on - timedelta(days=8), 10),
    )


def _hosts(actor: Actor, project: int, municipality: str, *, on: date) -> list[Host]:
    made = []
    for number, (name, sector, places) in enumerate(HOSTS):
        facts: Mapping[str, Any] = {
            "name": name,
            "sector": sector,
            "municipality": municipality,
            "agreement": f"CONV-{number + 1:03}",
            "agreed_on": on - timedelta(days=200 + 10 * number),
            # One agreement ends soon, so that somebody renews it.
            "agreed_until": on + timedelta(days=165 + 60 * number),
            "places": places,
        }
        made.append(
            placements.keep_host(
                actor=actor, uid=_uid(project, f"host {number}"), project=project, facts=facts
            )
        )
    return made


def _train(actor: Actor, number: int, plan: Plan, hosts: Sequence[Host], *, on: date) -> None:
    which, role, ago, host_tutor, note, seen = TRAINEESHIPS[number]
    starts_on = on - timedelta(days=ago)
    uid = _uid(plan.project_id, f"traineeship {number}")
    new = NewTraineeship(
        host=hosts[which].uid,
        role=role,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=180),
        weekly_minutes=20 * 60,
        plan=plan.uid,
        tutor=actor.user,
        host_tutor=host_tutor,
    )
    made = placements.plan_traineeship(actor=actor, uid=uid, traineeship=new, on=starts_on)
    placements.move_traineeship(actor=actor, uid=uid, version=made.version, to="running", on=starts_on)
    placements.visit(
        actor=actor,
        uid=uid,
        visit=_uid(plan.project_id, f"visit {number}"),
        day=on - timedelta(days=seen),
        note=note,
        goes_well=number < 2,
        on=on,
    )


def _vacancies(actor: Actor, project: int, municipality: str, *, on: date) -> list[UUID]:
    made = []
    for number, row in enumerate(VACANCIES):
        kind, title, employer, hours, languages, skills, places, ago, closes = row
        facts: Mapping[str, Any] = {
            "kind": kind,
            "title": title,
            "employer": employer,
            "municipality": municipality,
            "weekly_minutes": hours * 60,
            "languages": languages,
            "skills": skills,
            "places": places,
            "opens_on": on - timedelta(days=ago),
            "closes_on": on + timedelta(days=closes) if closes else None,
        }
        uid = _uid(project, f"vacancy {number}")
        made.append(vacancies.keep_vacancy(actor=actor, uid=uid, project=project, facts=facts).uid)
    return made


def _put_forward(actor: Actor, plans: Sequence[Plan], offered: Sequence[UUID], *, on: date) -> None:
    """One waits for the person's yes, one's name was sent, and one was taken on."""
    for number, (plan, vacancy, steps) in enumerate(
        zip(plans, offered, ((), ("sent",), ("sent", "interview", "hired")), strict=False)
    ):
        day = on - timedelta(days=5 - number)
        row = vacancies.put_forward(actor=actor, vacancy=vacancy, person=plan.person.uid, on=day)
        if steps:
            consents.give_consent(
                actor=actor, person_uid=plan.person.uid, purpose=vacancies.SHARING, how="paper",
                language=LANGUAGE, on=day, today=on,
            )  # fmt: skip
        for to in steps:
            hiring = Hiring(on + timedelta(days=7), contract=CONTRACT) if to == "hired" else None
            row = vacancies.move_candidacy(
                actor=actor,
                uid=row.uid,
                version=row.version,
                step=Step(to, day, hiring=hiring),
                at=at(day, 11),
            )


def _uid(project: int, name: str) -> UUID:
    return uuid5(NAMES, f"work {project} {name}")
