"""Letters in Lunetta, where each lab is, and somebody for whom the demonstration's resident looks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid5

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.models import Organisation, Project
from campanello.demo.live.labs import at
from campanello.demo.live.prolorenteggio import NAMES, Team
from campanello.homes.models import Building
from campanello.lab.models import LabPlace
from campanello.letters.models import Batch, Letter, Template
from campanello.letters.queries.templates import shipped_text
from campanello.letters.rules.batches import Chosen
from campanello.letters.services import batches, templates
from campanello.people.models import Delegation, Person

PLACES = {
    "PI-10": ("Laboratorio Lunetta", "Viale dei Cortili 3", "Mantova", "0376 000 010"),
    "PI-24": ("MILO Lab", "Via degli Androni 8", "Milano", "02 0000 0024"),
    "PI-08": ("Spazio Giovani", "Via dei Portoni 5", "Giussano", "0362 000 008"),
    "PI-17": ("Officina delle Idee", "Via delle Scale 11", "Bergamo", "035 000 017"),
}
ABOUT = {
    "it": "Sportello, sala comune, aiuto con i compiti e con le carte.",
    "en": "A desk, a common room, help with homework and with papers.",
    "fr": "Un guichet, une salle commune, de l'aide aux devoirs et aux papiers.",
    "es": "Mostrador, sala común, ayuda con los deberes y los papeles.",
    "ar": "مكتب وقاعة مشتركة ومساعدة في الواجبات والأوراق.",
    "ur": "ڈیسک، مشترکہ کمرہ، ہوم ورک اور کاغذات میں مدد۔",
}
OFFICE = "Sportello di viale dei Cortili 3, lunedì e giovedì dalle 9"
WORKS, REMINDER = "lavori-in-casa", "promemoria-debito"


def fill_places(projects: dict[str, Project], *, on: date) -> None:
    """Say where each lab is."""
    LabPlace.objects.bulk_create(
        LabPlace(
            project=projects[code],
            name=name,
            address=address,
            town=town,
            telephone=telephone,
            email=f"{code.lower()}@example.org",
            about=ABOUT,
            is_step_free=code != "PI-17",
            changed_at=at(on - timedelta(days=90), 9),
        )
        for code, (name, address, town, telephone) in PLACES.items()
    )


def fill_letters(project: Project, landlord: Organisation, team: Team, *, on: date) -> None:
    """One letter to a house, sent and partly read; a reminder to who is in arrears, which is still a draft."""
    house = Building.objects.filter(neighbourhood__projects=project).order_by("pk")[0]
    sent_on = on - timedelta(days=20)
    works = _text(project, landlord, team, WORKS, at(sent_on, 9))
    said = {"quando": f"{on + timedelta(days=14):%d/%m/%Y}, 8:30", "ufficio": OFFICE}
    batch = _draft(team, works, Chosen(buildings=(house.pk,), said=said), "Prot. 4471", sent_on, number=1)
    Batch.objects.filter(pk=batch.pk).update(state="sending")
    batches.make(
        actor=team.coordinator,
        uid=batch.uid,
        on=sent_on,
        at=at(sent_on, 10),
        progress=lambda _done, _all: None,
    )
    _read(list(Letter.objects.filter(batch=batch).order_by("pk")), sent_on)
    reminder = _text(project, project.lead, team, REMINDER, at(on, 9))
    chosen = Chosen(arrears="over", cents=400_000, said={"ufficio": OFFICE})
    _draft(team, reminder, chosen, "Prot. 4502", on, number=2)


def fill_delegation(project: Project, *, on: date) -> None:
    """An old neighbour lets the demonstration's resident see their points and letters."""
    resident = User.objects.filter(username=Role.RESIDENT).values_list("person", flat=True).first()
    old = Person.objects.filter(
        involvements__project=project,
        memberships__role="head",
        born_on__lt=on - timedelta(days=75 * 366),
        memberships__household__tenancies__statements__amount_cents__gt=0,
    )
    principal = old.exclude(pk=resident or 0).order_by("pk").first()
    if resident and principal:
        Delegation.objects.create(
            uid=uuid5(NAMES, "delegation"),
            principal=principal,
            delegate_id=resident,
            scopes="points,letters,activities",
            starts_on=on - timedelta(days=30),
            ends_on=on + timedelta(days=150),
            basis="in_person",
            made_at=at(on - timedelta(days=30), 11),
        )


def _text(project: Project, sender: Organisation, team: Team, code: str, moment: datetime) -> Template:
    ready = shipped_text(code)
    assert ready is not None
    return templates.write(
        actor=team.coordinator,
        uid=uuid5(NAMES, f"letter {project.code} {code}"),
        project=project.pk,
        sender=sender.pk,
        kind=ready.kind,
        texts=ready.texts,
        on=moment.date(),
        at=moment,
    )


def _draft(team: Team, text: Template, chosen: Chosen, protocol: str, on: date, *, number: int) -> Batch:
    return batches.draft(
        actor=team.coordinator,
        uid=uuid5(NAMES, f"letters {text.code} {number}"),
        template=text.uid,
        chosen=chosen,
        protocol=protocol,
        dated_on=on,
        on=on,
        at=at(on, 9),
    )


def _read(letters: Sequence[Letter], sent_on: date) -> None:
    """Two of three have opened it within a week; who reads on paper got it by post."""
    for place, one in enumerate(letters):
        if place % 3 and one.in_app_at:
            one.read_at, one.read_by_id = at(sent_on + timedelta(days=1 + place % 6), 18), one.person_id
    Letter.objects.bulk_update(letters, ["read_at", "read_by"], batch_size=200)
