"""Hands out the papers: a plan's forms as PDF or Word, and a person's case as one PDF."""

from pathlib import Path
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import typesetting
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, today
from campanello.plans.queries import case_folder, papers
from campanello.staff.doors import for_right
from campanello.staff.plans.papers import folder, word
from campanello.staff.plans.papers.annexes import ANNEXES
from campanello.staff.plans.papers.blocks import Paper

TEMPLATE = Path(__file__).parent / "paper.typ"
PDF = "application/pdf"
# The offices that these papers are for read Italian.
LANGUAGE = "it"


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def annex(request: ActingRequest, uid: UUID, kind: str, extension: str) -> HttpResponse:
    """One of the forms of the management manual, of a plan."""
    if kind not in ANNEXES or extension not in {"pdf", "docx"}:
        raise NotFound
    found = papers.filed(request.actor, uid, kind, on=today(), at=now())
    with override(LANGUAGE):
        paper = ANNEXES[kind](found, today())
    name = f"{kind}-{found.shown.plan.code}.{extension}"
    if extension == "docx":
        return _file(word.document(paper, LANGUAGE), word.CONTENT_TYPE, name)
    return _file(as_pdf(paper), PDF, name)


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def case(request: ActingRequest, uid: UUID) -> HttpResponse:
    """All that is on record of a person's plans, as one PDF."""
    found = case_folder.folder(request.actor, uid, on=today(), at=now())
    with override(LANGUAGE):
        paper = folder.in_words(found, today())
    return _file(as_pdf(paper), PDF, "fascicolo.pdf")


def as_pdf(paper: Paper) -> bytes:
    """A paper as PDF for archives."""
    return typesetting.pdf(
        TEMPLATE.read_bytes(), paper.plain(), language=LANGUAGE, made_at=now().replace(microsecond=0)
    )


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
