"""What the pages of reports show: one with its history, and a board by state. Whose it was is the lab's to know."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from campanello.core import audit, params
from campanello.core.actor import Actor
from campanello.core.errors import gettext_noop as _
from campanello.core.models import Organisation
from campanello.core.period import ROME
from campanello.lab.models import Report, ReportPhoto, ReportStep
from campanello.lab.queries import reports, reports_alike, routing
from campanello.lab.queries.reports import Wanted
from campanello.lab.queries.reports_alike import Similar
from campanello.lab.rules import reports as rules
from campanello.lab.rules import values
from campanello.people.models import Consent, Language, Person
from campanello.people.queries.merges import ids_of

CLOSED_LATELY = _("Closed lately")
MOST_CARDS, MOST_COUNTED = 12, reports.MOST_COUNTED
SHARING = "referral"  # the consent by which an officer may read who told it


@dataclass(frozen=True)
class ReportPage:
    """What a report's page shows. `reporter` is None where nobody gave a name, or the name is not for the reader."""

    report: Report
    steps: tuple[ReportStep, ...]
    photos: tuple[ReportPhoto, ...]
    reporter: Person | None
    language: str
    is_officer: bool
    others: int
    duplicates: tuple[Report, ...]
    similar: tuple[Similar, ...]
    owners: tuple[Organisation, ...]
    is_overdue: bool
    is_to_ask: bool

    @property
    def has_hidden_reporter(self) -> bool:
        """Whether somebody gave a name that the reader may not know."""
        return self.report.reporter_id is not None and self.reporter is None

    @property
    def moves(self) -> tuple[str, ...]:
        """The states that may follow."""
        return rules.moves(self.report.state)


@transaction.atomic
def report_page(actor: Actor, uid: UUID, *, on: date) -> ReportPage:
    """A report with its history, as far as the actor may see it; leaves a line, with the person whose name is shown.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    report = reports.report(actor, uid)
    is_officer = reports.is_officer(actor, report)
    reporter = _reporter(actor, report, is_officer=is_officer)
    steps = report.steps.select_related("by", "owner")
    audit.read(actor, "lab.report-read", report, person=reporter.pk if reporter else None)
    return ReportPage(
        report=report,
        steps=tuple(steps.filter(is_for_owner=True) if is_officer else steps),
        photos=tuple(report.photos.all()),
        reporter=reporter,
        language=_language(reporter),
        is_officer=is_officer,
        others=report.secondings.count(),
        duplicates=tuple(
            Report.objects.visible_to(actor).filter(joined_into=report).order_by("made_at")[:20]
        ),
        similar=tuple(reports_alike.alike_to(actor, report, on=on)) if rules.is_open(report.state) else (),
        owners=tuple(routing.possible_owners(report).exclude(pk=report.owner_id)),
        is_overdue=is_overdue(report, on),
        is_to_ask=is_to_ask(report, on),
    )


def _duplicates(actor: Actor, report: Report, *, is_officer: bool) -> tuple[Report, ...]:
    """Those that were joined into a report, which are all of its project."""
    found = Report.objects.filter(joined_into=report).order_by()
    seen = found.visible_to(actor) if is_officer else found
    return tuple(sorted(seen, key=lambda one: (one.made_at, one.pk)))


def is_overdue(report: Report, on: date) -> bool:
    """Whether somebody should have answered by now."""
    return rules.is_open(report.state) and report.remind_on is not None and report.remind_on <= on


def is_to_ask(report: Report, on: date) -> bool:
    """Whether it is time to ask whether what was solved stays solved."""
    return report.follow_up_on is not None and report.follow_up_on <= on and not report.follow_up_answer


def _reporter(actor: Actor, report: Report, *, is_officer: bool) -> Person | None:
    if report.reporter_id is None:
        return None
    told = Person.objects.select_related("merged_into").get(pk=report.reporter_id)
    person = told.merged_into or told
    if not is_officer:
        return Person.objects.current().visible_to(actor).filter(pk=person.pk).first()
    if person.restricted_at or person.erased_at:
        return None
    agreed = Consent.objects.filter(person__in=ids_of(person), purpose=SHARING, withdrawn_on=None)
    return person if agreed.exists() else None


def _language(reporter: Person | None) -> str:
    """The language in which whoever told it is written to, "" where it is not known."""
    if reporter is None:
        return ""
    spoken = Language.objects.filter(person=reporter).order_by("-is_preferred", "pk")
    return next((code for code in spoken.values_list("code", flat=True) if code in values.LANGUAGES), "")


@dataclass(frozen=True)
class Column:
    """Reports of a state on the board: how many there are, up to a thousand, and the first of them."""

    state: str
    name: str
    total: int
    is_cut: bool
    cards: tuple[Report, ...]


def board(actor: Actor, wanted: Wanted, *, on: date) -> tuple[Column, ...]:
    """The open reports by state, the most urgent and oldest first, and those closed lately. Eleven queries, always."""
    found = reports.reports(actor, wanted, on=on).annotate(rank=reports.RANK)
    since = on - timedelta(days=params.value("reports.board_days", on))
    lately = datetime.combine(since, time(), ROME).astimezone(UTC)
    columns = [
        (state, name, found.filter(state=state).order_by("-rank", "made_at", "pk"))
        for state, name in values.OPEN_STATES.items()
    ]
    closed = found.filter(closed_at__gte=lately)
    columns.append(("closed", CLOSED_LATELY, closed.order_by("-closed_at", "-pk")))
    made = tuple(
        Column(state, name, min(total, MOST_COUNTED), total > MOST_COUNTED, tuple(rows[:MOST_CARDS]))
        for state, name, query in columns
        for total in (query.order_by()[: MOST_COUNTED + 1].count(),)
        for rows in (query.select_related(*reports.PLACES),)
    )
    prefetch_related_objects([card for column in made for card in column.cards], *reports.BESIDE)
    return made
