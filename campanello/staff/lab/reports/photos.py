"""A report's photographs: shown to who may see the report, added, and taken away for good."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.lab.queries import photos as queries
from campanello.lab.queries import reports
from campanello.lab.rules.photos import NotAPhoto, why_not_read
from campanello.lab.services import photos as services
from campanello.staff.doors import for_right
from campanello.staff.lab.reports.changing import ANSWERING, answer_with

SECONDS_KEPT = 300  # by the browser: a photo that was taken away is soon gone there too


@for_right(*reports.READERS)
@require_safe
def file(request: ActingRequest, uid: UUID) -> FileResponse:
    found = queries.photo(request.actor, uid)
    response = FileResponse(queries.file_of(found).open("rb"), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="{found.report.number}.jpg"'
    response["Cache-Control"] = f"private, max-age={SECONDS_KEPT}"
    return response


@require_POST
@for_right(*ANSWERING)
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    def act() -> None:
        services.add_photo(actor=request.actor, uid=uid, content=content_of(request), at=now())

    return answer_with(
        request, uid, act, said=gettext("The photo is kept, without place and time of the camera.")
    )


@require_POST
@for_right(Right.WRITE_LAB)
def remove(request: ActingRequest, uid: UUID) -> HttpResponse:
    found = queries.photo(request.actor, uid)
    if request.POST.get("sure") == "1":
        services.remove_photo(actor=request.actor, photo=uid)
        messages.success(request, gettext("The photo is deleted."))
    return redirect("staff:report", found.report.uid)


def content_of(request: ActingRequest) -> bytes:
    """The photograph that was sent; one that is too large is not even read.

    Raises:
        NotAPhoto: None was sent.
        PhotoTooLarge.
    """
    sent = request.FILES.get("photo")
    if sent is None:
        raise NotAPhoto
    if refusal := why_not_read(sent.size or 0, queries.limits(today())):
        raise refusal
    return bytes(sent.read())
