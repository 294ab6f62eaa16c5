"""Bringing a table in: send it, say which column is which, look at what would happen, store it."""

import itertools
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import jobs, params, uploads
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.core.importing import Outcome, proposed
from campanello.core.jobs import Standing
from campanello.core.sheets import opened
from campanello.core.uploads import Kept, Told
from campanello.homes.services.bringing import bring, row_count
from campanello.homes.services.tables import TABLES
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.imports.forms import MatchForm, SendForm

IMPORT = (Right.IMPORT_PEOPLE, Right.IMPORT_HOMES)
SAMPLED = 5
LONGEST_NAME = 100
TRIAL, STORE = "import-trial", "import"


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(*IMPORT, Right.EXPORT_PEOPLE, Right.READ_DATASET)
def start(request: ActingRequest) -> HttpResponse:
    """What can be brought in and taken out; sending a table."""
    actor, status = request.actor, 200
    may_import = any(may(actor, right) for right in IMPORT)
    most_rows = params.value("imports.most_rows", today())
    form = SendForm(actor, most_rows, request.POST or None, request.FILES or None) if may_import else None
    if request.method == "POST":
        if form is None:
            raise NotFound
        status = 422
        if form.is_valid():
            try:
                kept = _received(request, form)
            except DomainError as error:
                form.add_error("file", say(error, get_language()))
                status = HTTP_STATUS[error.kind]
            else:
                return redirect("staff:import-match", kept.uid)
    context = {
        "form": form,
        "tables": [one.shape for one in TABLES.values() if may(actor, one.right)],
        "may_export": may(actor, Right.EXPORT_PEOPLE),
        "may_have_dataset": may(actor, Right.READ_DATASET),
    }
    return render(request, "staff/imports/start.html", context, status=status)


def _received(request: ActingRequest, form: SendForm) -> Kept:
    given, file = form.cleaned_data, form.cleaned_data["file"]
    uid, path = uploads.receive(file)
    shape = TABLES[given["table"]].shape
    try:
        with opened(path, name=str(file.name)[:LONGEST_NAME], sheet=given["sheet"]) as sheet:
            kept = Kept(
                uid=uid,
                user=request.actor.user or 0,
                table=given["table"],
                project=given["project"],
                name=str(file.name)[:LONGEST_NAME],
                sheet=given["sheet"],
                columns=list(sheet.columns),
                sample=[list(row.cells) for row in itertools.islice(sheet.rows, SAMPLED)],
                matching=proposed(sheet.columns, shape),
                notes=[uploads.sentence(*note) for note in sheet.notes],
            )
    except DomainError:
        path.unlink(missing_ok=True)
        path.parent.rmdir()
        raise
    most = params.value("imports.in_request_rows", today())
    kept.is_long = row_count(kept, most=most) > most
    kept.save()
    return kept


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(*IMPORT)
def match(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Which column is which. A long table is then tried out by a job."""
    kept, job = _kept(request, uid)
    if job:
        return redirect("staff:job", job)
    if kept.is_stored:
        return redirect("staff:import-check", uid)
    shape = TABLES[kept.table].shape
    form = MatchForm(shape, kept.columns, kept.sample, kept.matching, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            kept.matching = form.cleaned_data["matching"]
            if kept.is_long:
                kept.told = None
                kept.save()
                return _asked(request, kept, TRIAL)
            try:
                kept.told = Told.of(_run(request, kept, is_trial=True))
            except DomainError as error:
                if error.kind is not Kind.REFUSED:
                    raise
                form.add_error(None, say(error, get_language()))
            else:
                kept.save()
                return redirect("staff:import-check", uid)
    context = {"kept": kept, "shape": shape, "form": form}
    return render(request, "staff/imports/match.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(*IMPORT)
def check(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What would happen, and after it what has happened."""
    kept, job = _kept(request, uid)
    if job:
        return redirect("staff:job", job)
    if kept.told is None:
        return redirect("staff:import-match", uid)
    takes_doubtful = request.POST.get("takes_doubtful") == "1"
    status = 200
    if request.method == "POST" and not kept.is_stored:
        if kept.is_long:
            return _asked(request, kept, STORE, takes_doubtful=takes_doubtful)
        outcome = _stored(request, kept, takes_doubtful=takes_doubtful)
        if outcome.is_stored:
            messages.success(request, gettext("The table is stored; the file is deleted."))
            return redirect("staff:import-check", uid)
        messages.error(request, gettext("Nothing was stored. Look at what is told below."))
        status = 422
    shape = TABLES[kept.table].shape
    context = {
        "kept": kept,
        "told": kept.told,
        "shape": shape,
        "heads": [shape.column(name) for name in kept.matching],
        "rows": [[row[place] for place in kept.matching.values()] for row in kept.sample],
        "may_store": not kept.told.problem_count
        and kept.told.new + kept.told.changed + kept.told.doubtful > 0,
    }
    return render(request, "staff/imports/check.html", context, status=status)


def _kept(request: ActingRequest, uid: UUID) -> tuple[Kept, UUID | None]:
    """A table that the reader has sent, and the job that is under way on it, if one is."""
    kept, last = uploads.found(request.actor, uid), jobs.job_on(request.actor, uid)
    if last and last.standing is Standing.DONE and last.job.kind == STORE and not kept.is_stored:
        # The process ended between storing the table and putting its file away.
        kept.is_stored = True
        kept.delete_file()
    return kept, last.job.uid if last and last.is_under_way else None


def _asked(request: ActingRequest, kept: Kept, kind: str, **given: Any) -> HttpResponse:
    asked = jobs.ask(
        actor=request.actor,
        kind=kind,
        subject=UUID(kept.uid),
        project=kept.project,
        given={"table": kept.table, "language": get_language(), **given},
        at=timezone.now(),
    )
    return redirect("staff:job", asked.uid)


def _stored(request: ActingRequest, kept: Kept, *, takes_doubtful: bool) -> Outcome:
    """Store the table and delete the file. Whoever presses twice stores it once: the second time nothing is new."""
    outcome = _run(request, kept, takes_doubtful=takes_doubtful)
    kept.told, kept.is_stored = Told.of(outcome), outcome.is_stored
    if outcome.is_stored:
        kept.delete_file()
    else:
        kept.save()
    return outcome


@require_POST
@for_right(*IMPORT)
def discard(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Give a table up; one that a job works on is first to be stopped there."""
    kept, job = _kept(request, uid)
    if job:
        return redirect("staff:job", job)
    kept.forget()
    messages.info(request, gettext("The file is deleted; nothing was stored."))
    return redirect("staff:imports")


@require_safe
@for_right(*IMPORT)
def problems(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What is to be corrected, as a file."""
    kept = uploads.found(request.actor, uid)
    told = kept.told
    rows = [*told.problems, *told.doubts] if told else []
    head = [gettext("Row"), gettext("Column"), gettext("What is wrong")]
    return download("problems.csv", head, rows)


def _run(
    request: ActingRequest, kept: Kept, *, is_trial: bool = False, takes_doubtful: bool = False
) -> Outcome:
    return bring(
        kept,
        actor=request.actor,
        on=today(),
        at=timezone.now(),
        is_trial=is_trial,
        takes_doubtful=takes_doubtful,
    )
