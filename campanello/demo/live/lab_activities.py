"""The labs' activities: seventy events in Mantova with 104 people who came, and what is on in the next weeks."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from campanello.demo.live.labs import Setting, at
from campanello.lab.models import Activity, Attendance, Session, SignUp
from campanello.people.models import Person

# Source: FEATURES D10: 70 events and labs, 34 training paths, 104 active users in Mantova; D6: 3 workshops in Milano.
EVENTS = {"PI-10": 70, "PI-24": 3, "PI-08": 12, "PI-17": 18}
ACTIVE = {"PI-10": 104, "PI-24": 38, "PI-08": 25, "PI-17": 40}
TITLES: tuple[tuple[str, dict[str, str]], ...] = (
    ("workshop", {"it": "Il giardino che vogliamo", "en": "The garden we want", "fr": "Le jardin que nous voulons",
                  "es": "El jardín que queremos", "ar": "الحديقة التي نريدها", "ur": "ہمارا پسندیدہ باغ"}),
    ("lab", {"it": "Sartoria di cortile", "en": "Courtyard sewing", "fr": "Couture dans la cour",
             "es": "Costura en el patio", "ar": "خياطة في الفناء", "ur": "صحن میں سلائی"}),
    ("course", {"it": "Italiano al mattino", "en": "Italian in the morning", "fr": "Italien le matin",
                "es": "Italiano por la mañana", "ar": "الإيطالية صباحا", "ur": "صبح کی اطالوی"}),
    ("dinner", {"it": "Cena di scala", "en": "Dinner on the stairs", "fr": "Dîner de l'escalier",
                "es": "Cena de escalera", "ar": "عشاء الجيران", "ur": "پڑوسیوں کا کھانا"}),
    ("cinema", {"it": "Cinema in cortile", "en": "Cinema in the courtyard", "fr": "Cinéma dans la cour",
                "es": "Cine en el patio", "ar": "سينما في الفناء", "ur": "صحن میں سنیما"}),
    ("open_desk", {"it": "Sportello aperto", "en": "Open desk", "fr": "Guichet ouvert",
                   "es": "Mostrador abierto", "ar": "مكتب مفتوح", "ur": "کھلا ڈیسک"}),
    ("party", {"it": "Festa di quartiere", "en": "Neighbourhood party", "fr": "Fête de quartier",
               "es": "Fiesta del barrio", "ar": "حفلة الحي", "ur": "محلے کا میلہ"}),
)  # fmt: skip
PLACES = ("Sala comune", "Cortile", "Officina delle Idee", "Giardino")
AHEAD = (1, 2, 4, 7, 9, 14, 16, 21)


def fill_activities(here: Setting, *, on: date) -> None:
    """Past sessions with their signed registers, and the next ones with people who signed up for them."""
    active = here.people[: ACTIVE[here.lab.project]]
    activities = [
        Activity.objects.create(
            project=here.project,
            kind=kind,
            titles=titles,
            descriptions={"it": "Aperto a chi abita nel quartiere. Si viene come si è."},
            languages=("it,ar", "it", "it,ur,en")[number % 3],
            has_childcare=number % 2 == 0,
            capacity=(20, 12, 25, None, None, None, None)[number],
        )
        for number, (kind, titles) in enumerate(TITLES)
    ]
    past = list(_past(here, activities))
    Session.objects.bulk_create(past)
    _registers(here, past, active)
    if here.lab.ends_on is None:
        _coming(here, activities, active, on)


def _past(here: Setting, activities: Sequence[Activity]) -> Iterator[Session]:
    days = sorted(here.day() for _event in range(EVENTS[here.lab.project]))
    for number, day in enumerate(days):
        activity = activities[number % len(activities)]
        yield _session(here, activity, day, number)


def _session(here: Setting, activity: Activity, day: date, number: int) -> Session:
    hour = (10, 15, 17)[number % 3]
    return Session(
        activity=activity,
        project=here.project,
        on=day,
        starts_at=at(day, hour),
        ends_at=at(day, hour + 2),
        place=PLACES[number % len(PLACES)],
        building=here.buildings[number % len(here.buildings)] if number % 2 else None,
        capacity=activity.capacity,
    )


def _registers(here: Setting, sessions: Sequence[Session], active: Sequence[Person]) -> None:
    """Every active user came at least once; the last register waits to be signed where the lab goes on."""
    rows = []
    for number, session in enumerate(sessions):
        came = {*range(number, len(active), max(1, len(sessions)))}
        came |= {int(one) for one in here.rng.integers(len(active), size=int(here.rng.integers(4, 14)))}
        rows += [
            Attendance(
                session=session,
                person=active[place],
                presence="present" if (place + number) % 9 or place % len(sessions) == number else "excused",
                minutes=120 if (place + number) % 9 or place % len(sessions) == number else 0,
                recorded_at=session.ends_at,
                recorded_by=here.operators[0],
            )
            for place in sorted(came)
        ]
    Attendance.objects.bulk_create(rows, batch_size=500)
    for session in sessions:
        session.guests = int(here.rng.integers(0, 18))
        if here.lab.ends_on is not None or session is not sessions[-1]:
            session.signed_at, session.signed_by = session.ends_at, here.operators[0]
    Session.objects.bulk_update(sessions, ["guests", "signed_at", "signed_by"], batch_size=200)


def _coming(here: Setting, activities: Sequence[Activity], active: Sequence[Person], on: date) -> None:
    for number, days in enumerate(AHEAD):
        session = _session(here, activities[number % len(activities)], on + timedelta(days=days), number)
        wanted = active[number : number + int(here.rng.integers(5, 24))]
        places = session.capacity if session.capacity is not None else len(wanted)
        session.booked = min(places, len(wanted))
        session.save()
        SignUp.objects.bulk_create(
            SignUp(
                session=session,
                person=person,
                state="booked" if place < places else "waiting",
                made_at=at(on - timedelta(days=3), 9) + timedelta(minutes=place),
                made_by=here.operators[0],
            )
            for place, person in enumerate(wanted)
        )
