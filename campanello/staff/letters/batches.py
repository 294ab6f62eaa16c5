"""Batches: the list, whom a new one is for, one of them from draft to what became of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import job_signs, jobs, params
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import now, today
from campanello.core.jobs import MAY_BEGIN_AGAIN, STANDING_NAMES, Standing
from campanello.letters.queries import batches as queries
from campanello.letters.queries import paper, recipients, sent
from campanello.letters.queries import templates as texts
from campanello.letters.queries.sent import Wanted
from campanello.letters.rules import batches as rules
from campanello.letters.rules import places
from campanello.letters.rules.values import BATCH_STATES, KINDS, WAYS
from campanello.letters.services import batches as services
from campanello.staff.doors import for_right, is_partial
from campanello.staff.homes import asking
from campanello.staff.homes.forms import in_words
from campanello.staff.letters.forms import SPOKEN, BatchForm

PER_PAGE, READERS_PER_PAGE = 25, 50
TONES = {"draft": "neutral", "sending": "info", "sent": "success", "void": "neutral"}


@for_right(Right.READ_LETTERS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """The letters' first page: batches, the latest first, and the ways to texts and single letters."""
    state = request.GET.get("state", "")
    state = state if state in BATCH_STATES else ""
    page = Paginator(queries.batches(request.actor, state), PER_PAGE).get_page(request.GET.get("page"))
    every = sent.letters(request.actor, Wanted(), on=today())
    context = {
        "page": page,
        "rows": [(one, gettext(BATCH_STATES[one.state]), TONES[one.state]) for one in page],
        "states": in_words(BATCH_STATES),
        "state": state,
        "figures": queries.figures(every, on=today()),
        "may_write": may(request.actor, Right.WRITE_LETTERS),
    }
    return render(request, "staff/letters/list.html", context)


@for_right(Right.WRITE_LETTERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Whom a text is written to; what comes of it is a draft to be looked at."""
    actor = request.actor
    text = texts.template(actor, uid, right=Right.WRITE_LETTERS)
    used = places.used_in([part for one in texts.texts_of(text).values() for part in one])
    form = BatchForm(
        asking.sent(request),
        initial={"uid": uuid4(), "dated_on": today(), "whom": "homes"},
        buildings=recipients.buildings(actor, text),
        activities=recipients.activities(actor, text),
        used=used,
        sees_debt=may(actor, Right.READ_ARREARS),
    )

    def draft(given: Mapping[str, Any]) -> Any:
        told = {name: given[name] for name in ("uid", "protocol", "dated_on")}
        return services.draft(actor=actor, template=uid, chosen=form.chosen(), on=today(), at=now(), **told)

    made = form.data.get("uid", "") if form.is_bound and form.is_valid() else ""
    done = reverse("staff:letter-batch", args=[made]) if made else reverse("staff:letter-texts")
    said = gettext("Look at whom it goes to. Nothing is sent yet.")
    context = {
        "title": gettext("Write to people"),
        "lead": text.titles["it"],
        "back": reverse("staff:letter-text", args=[uid]),
        "action": gettext("Show whom it goes to"),
    }
    return asking.answer(
        request, form, draft, done=done, said=said, context=context, template="staff/letters/asked.html"
    )


@for_right(Right.READ_LETTERS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One batch: a draft's readers, how far it is while it is made, then what became of its letters."""
    batch = queries.batch(request.actor, uid)
    if batch.state == rules.DRAFT:
        return _draft(request, batch)
    if batch.state == rules.SENDING:
        return _sending(request, batch)
    if is_partial(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    on = today()
    letters = sent.letters(request.actor, Wanted(batch=uid), on=on)
    size = params.value("letters.letters_a_file", on)
    context = {
        **_about(batch),
        "figures": queries.figures(letters, on=on),
        "parts": range(1, -(-letters.count() // size) + 1),
        "unread_days": params.value("letters.unread_days", on),
        "may_write": may(request.actor, Right.WRITE_LETTERS),
    }
    return render(request, "staff/letters/batch.html", context)


def _draft(request: ActingRequest, batch: Any) -> HttpResponse:
    found = queries.shown_audience(request.actor, batch, on=today())
    readers = Paginator(found.everybody, READERS_PER_PAGE).get_page(request.GET.get("page"))
    chosen = found.chosen
    ways = Counter(one.reader.way for one in chosen)
    languages = Counter(one.language for one in chosen)
    context = {
        **_about(batch),
        "page": readers,
        "count": len(chosen),
        "left_out": len(found.everybody) - len(chosen),
        "fallbacks": sum(one.is_fallback for one in chosen),
        "restricted": found.restricted,
        "unknown": found.unknown,
        "ways": [(gettext(WAYS[way]), ways[way]) for way in WAYS if ways[way]],
        "languages_used": [(SPOKEN[code], count) for code, count in languages.most_common()],
        "rows": [(one, SPOKEN[one.language], gettext(WAYS[one.reader.way])) for one in readers],
        "may_write": may(request.actor, Right.WRITE_LETTERS),
    }
    return render(request, "staff/letters/draft.html", context)


def _sending(request: ActingRequest, batch: Any) -> HttpResponse:
    seen = queries.job_of(request.actor, batch)
    if is_partial(request) and seen is not None:
        if request.GET.get("was") != seen.standing:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "staff/letters/_far.html", {"seen": seen})
    context = {
        **_about(batch),
        "seen": seen,
        "standing": gettext(STANDING_NAMES[seen.standing]) if seen else "",
        "may_begin_again": seen is not None and seen.standing in MAY_BEGIN_AGAIN,
        "has_worker": seen is None or seen.standing is not Standing.WAITING or job_signs.has_worker(),
        "holds_up": jobs.hold_others_up(),
        "failure": gettext(seen.job.error_text) % seen.job.error_facts
        if seen and seen.job.error_text
        else "",
    }
    return render(request, "staff/letters/sending.html", context)


@require_POST
@for_right(Right.WRITE_LETTERS)
def leave_out(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Keep who of the page is left out."""
    services.leave_out(
        actor=request.actor,
        uid=uid,
        version=asking.version(request, 0),
        people=_keys(request, "out"),
        among=_keys(request, "shown"),
        on=today(),
    )
    messages.success(request, gettext("Kept. Nothing is sent yet."))
    number = request.POST.get("page", "")
    return redirect(f"{reverse('staff:letter-batch', args=[uid])}?page={number if number.isdecimal() else 1}")


# Without a message: it would be written to the session, and on SQLite wait for the job to end.
@require_POST
@for_right(Right.WRITE_LETTERS)
def send(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Let the letters be made."""
    services.send(actor=request.actor, uid=uid, version=asking.version(request, 0), at=now())
    return redirect("staff:letter-batch", uid)


@require_POST
@for_right(Right.WRITE_LETTERS)
def give_up(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Give a draft up."""
    services.give_up(actor=request.actor, uid=uid, version=asking.version(request, 0))
    messages.success(request, gettext("Given up: nothing was sent."))
    return redirect("staff:letters")


@require_POST
@for_right(Right.WRITE_LETTERS)
def printed(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Those on paper were printed and put into the post."""
    count = services.mark_printed(actor=request.actor, uid=uid, at=now())
    said = ngettext("%(n)s letter is marked as printed.", "%(n)s letters are marked as printed.", count)
    messages.success(request, said % {"n": count})
    return redirect("staff:letter-batch", uid)


@require_POST
@for_right(Right.WRITE_LETTERS)
def mail(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Try again to send the e-mails that did not go out."""
    done = services.mail_waiting(actor=request.actor, uid=uid, at=now())
    told = {"sent": done.sent, "failed": done.failed}
    messages.info(request, gettext("E-mails sent: %(sent)s. Not sent: %(failed)s.") % told)
    return redirect("staff:letter-batch", uid)


@for_right(Right.WRITE_LETTERS)
@require_safe
def pdf(request: ActingRequest, uid: UUID, part: int) -> HttpResponse:
    """A part of the letters as the printer takes them: all, or those on paper alone."""
    queries.batch(request.actor, uid, right=Right.WRITE_LETTERS)
    size = params.value("letters.letters_a_file", today())
    only_paper = request.GET.get("solo") == "carta"
    some = sent.of_batch(request.actor, uid, only_paper=only_paper, part=max(1, part), size=size)
    if not some:
        raise NotFound

    def address(one: UUID) -> str:
        return request.build_absolute_uri(reverse("resident:letter", args=[one]))

    response = HttpResponse(
        paper.pdf(some, address=address, on=today(), at=some[0].made_at), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="lettere-{part}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


def _about(batch: Any) -> dict[str, Any]:
    return {
        "batch": batch,
        "state": gettext(BATCH_STATES[batch.state]),
        "tone": TONES[batch.state],
        "kind": gettext(KINDS[batch.template.kind]),
        "title": batch.template.titles["it"],
    }


def _keys(request: ActingRequest, name: str) -> list[int]:
    return [
        int(one) for one in request.POST.getlist(name)[:READERS_PER_PAGE] if one.isdecimal() and len(one) < 19
    ]
