"""Takes documents in and out: photos painted anew without what the camera wrote, PDFs that are what they say."""

import hashlib
import io
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.period import day_of
from campanello.lab.rules.photos import NotAPhoto, PhotoLimits
from campanello.lab.services.photos import cleaned
from campanello.people.models import Person
from campanello.plans.models import Application, Document
from campanello.plans.queries import documents as queries
from campanello.plans.rules import documents as rules
from campanello.plans.rules.documents import JPEG, PDF, DocumentLimits

FOLDER = Path("files") / "documents"
# What the library of PDFs raises at files that are broken or made to hurt.
_BROKEN = (PyPdfError, OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


def read_content(content: bytes, limits: DocumentLimits) -> tuple[bytes, str]:
    """A file as it is kept, and what it is by its bytes.

    Raises:
        DocumentTooLarge, NotADocument, DocumentLocked, TooManyPages, TooManyPixels.
    """
    if refusal := rules.why_not_read(len(content), limits):
        raise refusal
    if rules.looks_like_pdf(content):
        if refused := _why_not_pdf(content, limits):
            raise refused
        return content, PDF
    try:
        picture = cleaned(content, PhotoLimits(limits.megabytes, limits.megapixels, limits.side, limits.most))
    except NotAPhoto:
        raise rules.NotADocument from None
    return picture.content, JPEG


def _why_not_pdf(content: bytes, limits: DocumentLimits) -> Refused | None:
    if not rules.ends_like_pdf(content):
        return rules.NotADocument()
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return rules.DocumentLocked()
        return rules.why_not_pages(reader.get_num_pages(), limits)
    except _BROKEN:
        return rules.NotADocument()


@transaction.atomic
def keep_document(
    *,
    actor: Actor,
    kind: str,
    content: bytes,
    at: datetime,
    application: Application | None = None,
    person: Person | None = None,
    project: int | None = None,
) -> Document:
    """Keep a document of an application, or of a person; the same file sent twice is there once.

    Who may do it is the caller's to ask: the applicant by their code, the team by its rights.

    Args:
        actor: Who brings it; nobody, for an applicant.
        kind: What it is.
        content: The file as it was sent.
        at: Now.
        application: What it belongs to, locked by the caller.
        person: Whose it is, where it belongs to no application.
        project: The key of the project, where it belongs to no application.

    Raises:
        KindMissing, DocumentTooLarge, NotADocument, DocumentLocked, TooManyPages, TooManyPixels, TooManyDocuments.
    """
    limits = queries.limits(day_of(at))
    if refusal := rules.why_not_kind(kind):
        raise refusal
    kept, content_type = read_content(content, limits)
    digest = hashlib.sha256(kept).hexdigest()
    held = Document.objects.filter(application=application, person=person)
    if same := held.filter(sha256=digest).first():
        return same
    if application is not None and (refused := rules.why_not_add(held.count(), limits)):
        raise refused
    belongs = {"application": application, "person": person, "project_id": project or 0}
    if application is not None:
        belongs["project_id"] = application.project_id
    made = Document(**belongs, kind=kind, content_type=content_type, size=len(kept), sha256=digest)
    made.uploaded_at, made.uploaded_by_id = at, actor.user
    made.path = (FOLDER / f"{at:%Y}" / f"{at:%m}" / f"{made.uid}.{rules.ENDINGS[content_type]}").as_posix()
    made.save(force_insert=True)
    audit.record(actor, "plans.document-kept", made, person=_whose(made), kind=kind)
    _write(queries.file_of(made), kept)
    return made


def _whose(document: Document) -> int | None:
    return document.person_id or (document.application.person_id if document.application else None)


def _write(file: Path, content: bytes) -> None:
    """The file is there whole or not at all, and for the site's own user alone."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_suffix(".part")
    draft.write_bytes(content)
    draft.chmod(0o600)
    draft.replace(file)


@transaction.atomic
def remove_document(*, actor: Actor, application: Application, uid: UUID) -> None:
    """Take a document of a draft away for good. The caller has locked the application.

    Raises:
        NotFound: It is not this application's.
        DocumentStays: The application was sent.
    """
    found = application.documents.filter(uid=uid).first()
    if found is None:
        raise NotFound
    if application.state != "draft":
        raise rules.DocumentStays
    audit.record(actor, "plans.document-removed", found, kind=found.kind)
    forget([found])


def forget(documents: Iterable[Document]) -> None:
    """Delete documents and, once that is certain, their files. Inside the caller's transaction."""
    for one in documents:
        file = queries.file_of(one)
        one.delete()
        transaction.on_commit(partial(file.unlink, missing_ok=True))
