"""PuntiLuna in Lunetta: a year of work that became exactly 17,891 points, from registers and from awards by hand.

How many points, hours and active people there were is as the sources print it; who did what, when, is invented.
Source: FEATURES H1 to H4.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import uuid5

from campanello.core.models import Organisation, Project
from campanello.core.period import day_of
from campanello.demo.live.labs import at
from campanello.demo.live.plan_payments import invented_iban
from campanello.demo.live.prolorenteggio import NAMES, Team
from campanello.lab.models import Activity, Attendance, Session
from campanello.people.models import Person
from campanello.people.queries.merges import stays_of
from campanello.points.models import Account, Award, CreditorTerms, Rate, Scheme
from campanello.points.rules.issuing import AwardLine
from campanello.points.rules.tariffs import NewRate
from campanello.points.services import accounts, issuing, register_awards, tariffs

NAME, SOURCE = "PuntiLuna", "Delibera di Giunta n. 41"
ISSUED = 17_891
BUDGET = 25_000
RATES: tuple[tuple[str, str, int, dict[str, str]], ...] = (
    ("base", "hour", 5, {"it": "Base", "en": "Base", "fr": "De base", "es": "Base", "ar": "أساسي", "ur": "بنیادی"}),
    ("silver", "hour", 10, {"it": "Argento", "en": "Silver", "fr": "Argent", "es": "Plata",
                            "ar": "فضي", "ur": "چاندی"}),
    ("gold", "hour", 20, {"it": "Oro", "en": "Gold", "fr": "Or", "es": "Oro", "ar": "ذهبي", "ur": "سونا"}),
    ("youth", "time", 2, {"it": "Centro giovani", "en": "Youth centre", "fr": "Centre de jeunes",
                          "es": "Centro juvenil", "ar": "مركز الشباب", "ur": "یوتھ سینٹر"}),
)  # fmt: skip
# By the activity's kind; a course and an evening at the cinema are no work.
WORTH = {"workshop": "base", "lab": "base", "dinner": "base", "open_desk": "base", "party": "base"}
DEEDS = (
    "Cura del verde in cortile", "Pulizia delle scale", "Apertura della sala comune", "Spesa per i vicini anziani",
    "Piccole riparazioni", "Orto di via delle Ringhiere", "Aiuto con i compiti", "Turno alla portineria sociale",
)  # fmt: skip
EVIDENCE = ("Foglio firmato dal custode sociale", "Visto da Dora dello sportello", "Foto prima e dopo")
SHIFT_MINUTES, SHIFT_POINTS = 240, 20
SILVER, SILVER_POINTS, YOUTH, YOUTH_POINTS = 15, 20, 70, 2
UNAWARDED = 2  # registers that wait to be turned into points


@dataclass(frozen=True)
class Deed:
    """Something done that no register shows."""

    person: Person
    what: str
    rate: str
    points: int
    minutes: int | None
    done_on: date
    number: int


def set_up(project: Project, landlord: Organisation, team: Team, *, on: date) -> Scheme:
    """The scheme with its budget, its tariff, what activities are worth, and how the landlord is paid."""
    starts_on = on - timedelta(days=370)
    scheme = Scheme.objects.create(
        project=project,
        name=NAME,
        budget_points=BUDGET,
        starts_on=starts_on,
        source=SOURCE,
        payer=project.lead.name[:70],
        payer_iban=invented_iban(project.pk),
    )
    issuing.open_issuer(scheme, at(starts_on, 9))
    tariffs.set_tariff(
        actor=team.coordinator,
        scheme=scheme.uid,
        starts_on=starts_on,
        source=SOURCE,
        rates=[NewRate(code, unit, points, names) for code, unit, points, names in RATES],
        at=at(starts_on, 9),
    )
    for activity in Activity.objects.filter(project=project):
        code = WORTH.get(activity.kind, "")
        tariffs.set_worth(
            actor=team.coordinator, activity=activity.uid, code=code, starts_on=starts_on, at=at(starts_on, 9)
        )
    CreditorTerms.objects.create(
        scheme=scheme,
        creditor=landlord,
        way="payment",
        holder=landlord.name[:70],
        iban=invented_iban(900 + landlord.pk),
        source="Lettera ALER prot. 2210",
        starts_on=starts_on,
    )
    return scheme


def awarded(scheme: Scheme, team: Team, *, on: date) -> Iterator[datetime]:
    """Award everything in the order of time; answers each moment as it comes, so that others may act in between."""
    active = _active(scheme.project)
    sessions = list(
        Session.objects.filter(project=scheme.project, signed_at__isnull=False)
        .exclude(activity__kind__in=["course", "cinema"])
        .order_by("starts_at")
    )[:-UNAWARDED]
    from_registers = _register_points(sessions)
    deeds = _deeds(active, ISSUED - from_registers, on=on)
    rates = {one.code: one for one in Rate.objects.filter(tariff__scheme=scheme)}
    todo: list[tuple[datetime, Session | list[Deed]]] = [
        (at(day_of(one.starts_at) + timedelta(days=1), 9), one) for one in sessions
    ]
    for day, some in groupby(deeds, key=lambda one: one.done_on):
        todo.append((at(day + timedelta(days=1), 11), list(some)))
    for moment, what in sorted(todo, key=lambda one: one[0]):
        yield moment
        if isinstance(what, Session):
            register_awards.award(actor=team.employment, session=what.uid, at=moment)
        else:
            _award(scheme, team, rates, what, moment)


def _active(project: Project) -> list[Person]:
    return list(
        Person.objects.filter(
            attendances__session__project=project, attendances__presence="present"
        ).distinct().order_by("pk")
    )  # fmt: skip


def _register_points(sessions: Sequence[Session]) -> int:
    rows = Attendance.objects.filter(session__in=sessions, presence="present", is_replaced=False)
    return sum(5 * minutes // 60 for minutes in rows.values_list("minutes", flat=True))


def _deeds(active: Sequence[Person], points: int, *, on: date) -> list[Deed]:
    """As many shifts of four hours as make the points full, some of double worth, some afternoons of children."""
    rest = points - SILVER * SILVER_POINTS - YOUTH * YOUTH_POINTS
    shifts, odd = divmod(rest, SHIFT_POINTS)
    told: list[tuple[str, int, int | None]] = [("base", SHIFT_POINTS, SHIFT_MINUTES)] * shifts
    if odd:
        told.append(("base", odd, odd * 12))
    told += [("silver", SILVER_POINTS, 120)] * SILVER + [("youth", YOUTH_POINTS, None)] * YOUTH
    deeds = []
    for number, (rate, worth, minutes) in enumerate(told):
        # Every few weeks the same person again, and nobody on the day of a register's party twice.
        person = active[number % len(active)]
        turn = number // len(active)
        back = 12 + (turn * 41 + (number % len(active)) * 3) % 330
        what = "Pomeriggio al centro giovani" if rate == "youth" else DEEDS[(number + turn) % len(DEEDS)]
        deeds.append(Deed(person, what, rate, worth, minutes, on - timedelta(days=back), number))
    return sorted(deeds, key=lambda one: (one.done_on, one.number))


def _award(
    scheme: Scheme, team: Team, rates: Mapping[str, Rate], deeds: Sequence[Deed], moment: datetime
) -> None:
    made = Award.objects.bulk_create(
        Award(
            uid=uuid5(NAMES, f"award {one.number}"),
            project=scheme.project,
            person=one.person,
            rate=rates[one.rate],
            what=one.what,
            done_on=one.done_on,
            minutes=one.minutes,
            points=one.points,
            evidence=EVIDENCE[one.number % len(EVIDENCE)],
            state="given",
            proposed_at=moment,
            proposed_by_id=team.employment.user,
            decided_at=moment,
            decided_by_id=team.employment.user,
        )
        for one in deeds
    )
    homes = account_of(scheme.project, [one.person for one in deeds], moment)
    lines = [
        AwardLine(
            account=homes[one.person_id].pk,
            points=one.points,
            uid=one.uid,
            earned_by=one.person_id,
            earned_on=one.done_on,
            minutes=one.minutes,
            rate=one.rate_id,
            award=one.pk,
        )
        for one in made
    ]
    issuing.award(actor=team.employment, project=scheme.project_id, lines=lines, at=moment)


def account_of(project: Project, people: Sequence[Person], moment: datetime) -> dict[int, Account]:
    """The account of each person: their household's on the day, or their own."""
    day = day_of(moment)
    homes = {
        person: stay.household
        for person, stays in stays_of([one.pk for one in people]).items()
        for stay in stays
        if stay.kind == "registry" and day in stay.period
    }
    held = accounts.of_households(project.pk, homes.values(), at=moment)
    return {
        one.pk: held[homes[one.pk]] if one.pk in homes else accounts.of_person(project.pk, one.pk, at=moment)
        for one in people
    }
