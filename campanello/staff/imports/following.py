"""Following long work: my jobs, how far one is, what came of it; stopping it, letting it begin again."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import job_signs, jobs, params, uploads
from campanello.core.actor import Actor
from campanello.core.edges import today
from campanello.core.jobs import MAY_BEGIN_AGAIN, STANDING_NAMES, Seen, Standing
from campanello.core.uploads import Kept
from campanello.homes.services.tables import TABLES
from campanello.staff.doors import for_right, is_partial
from campanello.staff.homes.tables import download
from campanello.staff.imports.bringing import IMPORT, STORE, TRIAL

PER_PAGE = 25
# A page that is left open asks no longer: being asked for would count as its reader being here.
ASKED_FOR = timedelta(hours=1)
PAYMENT_RUN = "payment-run"
SETTLEMENT_LETTERS = "settlement-letters"
KINDS = {
    TRIAL: _("Trying a table out"),
    STORE: _("Storing a table"),
    PAYMENT_RUN: _("Computing a payment run"),
    SETTLEMENT_LETTERS: _("Telling households that their debt went down"),
}
TONES = {
    Standing.WAITING: "neutral",
    Standing.RUNNING: "info",
    Standing.STOPPING: "warning",
    Standing.INTERRUPTED: "warning",
    Standing.DONE: "success",
    Standing.FAILED: "danger",
    Standing.CANCELLED: "neutral",
}
FIGURES = {
    "new": _("New"),
    "changed": _("Changed"),
    "unchanged": _("As they were"),
    "doubtful": _("Doubtful"),
    "problem_count": _("To be corrected"),
}


@dataclass(frozen=True)
class Line:
    """A job in words."""

    seen: Seen
    kind: str
    table: str
    standing: str
    tone: str

    @classmethod
    def of(cls, seen: Seen) -> "Line":
        """A job as it stands, in the reader's language."""
        table = TABLES.get(str(seen.job.given.get("table")))
        return cls(
            seen=seen,
            kind=gettext(KINDS.get(seen.job.kind, seen.job.kind)),
            table=gettext(table.shape.title) if table else "",
            standing=gettext(STANDING_NAMES[seen.standing]),
            tone=TONES[seen.standing],
        )


def lines_to_look_at(actor: Actor) -> list[Line]:
    """The reader's own work that is under way or came to nothing lately, for their first page."""
    days = params.value("jobs.shown_days", today())
    return [Line.of(seen) for seen in jobs.to_look_at(actor, at=timezone.now(), days=days)]


@require_safe
@for_right(*IMPORT)
@never_cache
def listing(request: ActingRequest) -> HttpResponse:
    """The reader's jobs, and those of the projects that they coordinate."""
    state = request.GET.get("state", "")
    found = jobs.jobs(request.actor)
    if state in STANDING_NAMES:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [Line.of(seen) for seen in jobs.everything_seen(page)],
        "states": [
            (standing.value, gettext(STANDING_NAMES[standing]))
            for standing in STANDING_NAMES
            if standing not in {Standing.INTERRUPTED, Standing.STOPPING}
        ],
        "state": state,
    }
    return render(request, "staff/imports/jobs.html", context)


@require_safe
@for_right(*IMPORT)
@never_cache
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """How far a job is and what came of it; htmx is told how far alone, and to load the page anew at each turn."""
    seen = jobs.job(request.actor, uid)
    if is_partial(request):
        if request.GET.get("was") != seen.standing:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "staff/imports/_far.html", {"seen": seen})
    job, is_own = seen.job, seen.job.asked_by_id == request.actor.user
    if job.kind == PAYMENT_RUN:
        return redirect("staff:payment-run", job.subject)
    if job.kind == SETTLEMENT_LETTERS:
        return redirect("staff:settlement", job.subject)
    kept = uploads.kept_by(job.subject)
    is_over = not seen.is_under_way
    context = {
        "line": Line.of(seen),
        "seen": seen,
        "job": job,
        "is_own": is_own,
        "figures": _figures(seen),
        "failure": gettext(job.error_text) % job.error_facts if job.error_text else "",
        "has_problems": is_over and _has_problems(kept),
        "is_trial": job.kind == TRIAL,
        "may_check": is_own
        and is_over
        and not _is_stored(seen)
        and kept is not None
        and kept.told is not None,
        "may_begin_again": is_own and seen.standing in MAY_BEGIN_AGAIN and _has_file(kept),
        "has_worker": seen.standing is not Standing.WAITING or job_signs.has_worker(),
        "holds_up": jobs.hold_others_up(),
        "is_asked": seen.is_under_way and job.asked_at > timezone.now() - ASKED_FOR,
    }
    return render(request, "staff/imports/job.html", context)


@require_safe
@for_right(*IMPORT)
def problems(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What is to be corrected in the table that a job worked on, as a file."""
    kept = uploads.kept_by(jobs.job(request.actor, uid).job.subject)
    told = kept.told if kept else None
    rows = [*told.problems, *told.doubts] if told else []
    head = [gettext("Row"), gettext("Column"), gettext("What is wrong")]
    return download("problems.csv", head, rows)


# Neither answers with a message: it would be written to the session, and on SQLite wait for the job to end.
@require_POST
@for_right(*IMPORT)
def cancel(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Stop a job."""
    jobs.cancel(actor=request.actor, uid=uid, at=timezone.now())
    return redirect("staff:job", uid)


@require_POST
@for_right(*IMPORT)
def begin_again(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Let a job that came to nothing begin again."""
    jobs.begin_again(actor=request.actor, uid=uid, at=timezone.now())
    return redirect("staff:job", uid)


def _is_stored(seen: Seen) -> bool:
    return seen.standing is Standing.DONE and seen.job.kind == STORE


def _figures(seen: Seen) -> list[tuple[str, int]]:
    """What came of a job; of what is stored nothing is doubtful or to be corrected."""
    names = list(FIGURES)[:3] if _is_stored(seen) else FIGURES
    return [(gettext(FIGURES[name]), seen.job.facts[name]) for name in names if name in seen.job.facts]


def _has_problems(kept: Kept | None) -> bool:
    return kept is not None and kept.told is not None and bool(kept.told.problems or kept.told.doubts)


def _has_file(kept: Kept | None) -> bool:
    return kept is not None and kept.path.exists()
