"""The labs' reports with their history, resident antennas, and what was found in the courtyards."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.models import Organisation
from campanello.demo.live.labs import Setting, at
from campanello.homes.models import Dwelling
from campanello.lab.models import (
    Antenna,
    CallRequest,
    Finding,
    Report,
    ReportCount,
    ReportStep,
)
from campanello.lab.queries.reports import limits as limits_on
from campanello.lab.rules.reports import remind_on
from campanello.people.models import Person

# Source: FEATURES D3, "mostly social".
KINDS, KIND_WEIGHTS = (
    ("social", "maintenance", "personal", "conflict", "other"),
    (0.52, 0.22, 0.14, 0.08, 0.04),
)
TEXTS = {
    "social": (
        "Al terzo piano una signora anziana non esce più di casa.", "I ragazzi non hanno un posto dove stare.",
        "In cortile non ci si incontra più.", "Famiglia nuova, non conosce nessuno.",
        "Diverse famiglie chiedono un aiuto per i compiti.",
    ),
    "maintenance": (
        "Il portone non chiude.", "Manca la luce sulla scala.", "L'ascensore è fermo da giorni.",
        "Infiltrazione dal tetto.", "Panchina rotta in cortile.", "Bidoni rovesciati vicino al cancello.",
    ),
    "personal": (
        "Serve un letto per una persona con poca mobilità.", "Non riesce a leggere le lettere che riceve.",
        "Chiede aiuto per la spesa.",
    ),
    "conflict": ("Rumori di notte, i vicini litigano.", "Discussione per il parcheggio delle biciclette."),
    "other": ("Chiede quando riapre l'orto.", "Vuole proporre una festa di scala."),
}  # fmt: skip
PUBLIC_SPOTS = frozenset({"Panchina rotta in cortile.", "Bidoni rovesciati vicino al cancello."})
REPLIES = {
    "progress": "Abbiamo preso in mano la segnalazione.", "planned": "L'intervento è in calendario.",
    "solved": "Fatto. Se non va ancora bene, diccelo.", "no_action": "Ne abbiamo parlato insieme: per ora basta così.",
    "not_ours": "Non dipende da noi.",
}  # fmt: skip
ASK_WHOM = "Amministratore del condominio"
FINDINGS = {
    "strong": ("I vicini si aiutano con la spesa", "L'orto è curato", "Il cortile è tranquillo", "Si fa festa"),
    "weak": ("Poca luce la sera", "I bidoni sono sempre pieni", "Manca una panchina all'ombra", "Citofono guasto"),
}  # fmt: skip
SPOTS = ("Cortile", "Ingresso", "Scala A", "Orto", "Locale bici")
CALLS = (
    "Da qualche giorno non la vedo.",
    "Vuole parlare con qualcuno della bolletta.",
    "È tornato dall'ospedale.",
)


def fill_reports(labs: list[Setting], *, on: date) -> None:
    """Each lab's reports in the order of their days, numbered through the years, most of them answered and closed."""
    drafts = sorted(
        ((here.day(), number, here) for here in labs for number in range(here.lab.reports)),
        key=lambda draft: (draft[0], draft[2].project.pk, draft[1]),
    )
    owners = {here.project.pk: _owners(here) for here in labs}
    numbers: Counter[int] = Counter()
    reports, steps = [], []
    limits = limits_on(on)
    for day, number, here in drafts:
        numbers[day.year] += 1
        report = _report(here, day, number, owners[here.project.pk], numbers[day.year])
        reports.append(report)
        steps += _history(here, report, on)
        if report.closed_at is None:
            since = report.state_since.date()
            report.remind_on = remind_on(
                report.state, report.priority, limits, on=since, planned_on=report.planned_on
            )
    Report.objects.bulk_create(reports, batch_size=200)
    ReportStep.objects.bulk_create(steps, batch_size=500)
    ReportCount.objects.bulk_create(ReportCount(year=year, last=last) for year, last in numbers.items())


def _owners(here: Setting) -> dict[int, Organisation]:
    """Who owns most of each building."""
    counted: dict[int, Counter[int]] = defaultdict(Counter)
    for building, owner in Dwelling.objects.filter(building__in=here.buildings).values_list(
        "building", "owner"
    ):
        if owner is not None:
            counted[building][owner] += 1
    known = Organisation.objects.in_bulk()
    return {building: known[owners.most_common(1)[0][0]] for building, owners in counted.items()}


def _report(here: Setting, day: date, number: int, owners: dict[int, Organisation], count: int) -> Report:
    rng = here.rng
    kind = str(rng.choice(KINDS, p=KIND_WEIGHTS))
    text = TEXTS[kind][int(rng.integers(len(TEXTS[kind])))]
    building = here.buildings[int(rng.integers(len(here.buildings)))]
    made_at = at(day, int(rng.integers(9, 18)), int(rng.integers(60)))
    return Report(
        number=f"S-{day.year}-{count:05}",
        project=here.project,
        kind=kind,
        text=text,
        neighbourhood=building.neighbourhood,
        building=building,
        is_public_space=text in PUBLIC_SPOTS,
        reporter=here.people[int(rng.integers(len(here.people)))] if rng.random() < 0.7 else None,
        owner=owners[building.pk] if kind == "maintenance" else here.project.lead,
        priority=str(rng.choice(("low", "normal", "high", "urgent"), p=(0.2, 0.6, 0.17, 0.03))),
        made_at=made_at,
        made_on=day,
        state_since=made_at,
        made_by=here.somebody(),
    )


def _history(here: Setting, report: Report, on: date) -> list[ReportStep]:
    """How a report went on: what is older than two months is nearly always closed."""
    steps = [_step(here, report, "received", report.made_at, ""), _routed(report)]
    age = (min(on, here.ends_on) - report.made_on).days
    ways: tuple[str, ...] = (
        "progress",
        str(here.rng.choice(("solved", "no_action", "not_ours"), p=(0.8, 0.14, 0.06))),
    )
    # A lab that ended left nothing open.
    if here.lab.ends_on is None and (age < 60 or here.rng.random() < 0.03):
        ways = ((), ("progress",), ("progress", "planned"), ways)[int(here.rng.integers(4))]
    day = report.made_on
    for state in ways:
        day += timedelta(days=1 + int(here.rng.gamma(1.6, 5)))
        if day >= on:
            break
        moment = at(day, int(here.rng.integers(9, 18)))
        steps.append(_step(here, report, state, moment, REPLIES[state]))
        report.state, report.state_since = state, moment
        report.first_answer_at = report.first_answer_at or moment
        report.planned_on = day + timedelta(days=14) if state == "planned" else None
        report.ask_whom = ASK_WHOM if state == "not_ours" else ""
        if state in {"solved", "no_action", "not_ours"}:
            report.closed_at = moment
            report.follow_up_on = day + timedelta(days=28) if state == "solved" else None
            report.follow_up_answer = "fixed" if report.follow_up_on and report.follow_up_on < on else ""
    return steps


def _routed(report: Report) -> ReportStep:
    why = "building" if report.kind == "maintenance" else "lead"
    return ReportStep(
        report=report, at=report.made_at, by=report.made_by, kind="owner", owner=report.owner, why=why
    )


def _step(here: Setting, report: Report, state: str, moment: date, text: str) -> ReportStep:
    return ReportStep(
        report=report,
        at=moment,
        by=here.somebody(),
        kind="state",
        state=state,
        text=text,
        is_for_resident=bool(text),
    )


def _who_watches(here: Setting) -> list[Person]:
    """As many people as the lab counted; the demonstration's resident is one of them where they live."""
    own = User.objects.filter(username=Role.RESIDENT.value).values("person")
    resident = list(Person.objects.filter(pk__in=own, involvements__project=here.project))
    others = here.people[:: max(1, len(here.people) // here.lab.antennas)]
    return (resident + [one for one in others if one not in resident])[: here.lab.antennas]


def fill_antennas(here: Setting, *, on: date) -> None:
    """The lab's antennas, each with a building of their own, and a call that some of them asked for."""
    antennas = [
        Antenna(
            project=here.project,
            person=person,
            neighbourhood=here.buildings[number % len(here.buildings)].neighbourhood,
            building=here.buildings[number % len(here.buildings)],
            mandate="Tiene d'occhio la scala, segnala, chiede una telefonata per i vicini.",
            starts_on=here.starts_on + timedelta(days=30 + 5 * number),
        )
        for number, person in enumerate(_who_watches(here))
    ]
    Antenna.objects.bulk_create(antennas)
    for number, antenna in enumerate(antennas[::3]):
        CallRequest.objects.create(
            project=here.project,
            antenna=antenna,
            building=antenna.building,
            who=("La signora del terzo piano", "Il vicino di pianerottolo", "La famiglia nuova")[number % 3],
            why=CALLS[number % len(CALLS)],
            made_at=at(min(on, here.ends_on) - timedelta(days=number + 1), 17),
            **({} if number < 2 else {"done_at": at(min(on, here.ends_on), 9), "done_by": here.somebody()}),
        )


def fill_findings(here: Setting) -> None:
    """Strong and weak points of each street number, with the hands that were raised for them."""
    Finding.objects.bulk_create(
        Finding(
            project=here.project,
            building=building,
            kind=kind,
            text=texts[(number + place) % len(texts)],
            spot=SPOTS[(number + 2 * place) % len(SPOTS)],
            votes=1 + int(here.rng.integers(14)),
            made_at=at(here.day(), 17),
            made_by=here.somebody(),
        )
        for number, building in enumerate(here.buildings)
        for kind, texts in FINDINGS.items()
        for place in range(1 + (number + len(kind)) % 3)
    )
