"""Which files are taken as documents, how large, how many; and why one is not. Knows no table and no library."""

from dataclasses import dataclass

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.plans.rules.values import DOCUMENT_KINDS

MEGABYTE = 1024 * 1024
PDF, JPEG = "application/pdf", "image/jpeg"
ENDINGS = {PDF: "pdf", JPEG: "jpg"}
# Signed forms are the team's to bring in.
BROUGHT_BY_APPLICANTS = tuple(kind for kind in DOCUMENT_KINDS if kind != "signed")
_PDF_BEGINS, _PDF_ENDS = b"%PDF-", b"%%EOF"
_LOOKED_AT = 2048


class DocumentTooLarge(Refused):
    """A file larger than is taken."""

    code = "plans.document-too-large"
    text = _("This file has %(found)s MB, and %(most)s are taken. Take a photo of the paper instead.")


class NotADocument(Refused):
    """Neither a picture nor a PDF, whatever its name says."""

    code = "plans.not-a-document"
    text = _(
        "This file is neither a photo nor a PDF that can be opened. Take a photo of the paper and send that."
    )


class DocumentLocked(Refused):
    """A PDF that asks for a password."""

    code = "plans.document-locked"
    text = _("This PDF asks for a password. Send one without, or take a photo of the paper.")


class TooManyPages(Refused):
    """A PDF that nobody would read."""

    code = "plans.too-many-pages"
    text = _("This PDF has %(found)s pages, and %(most)s are taken. Send the pages that matter.")


class TooManyDocuments(Refused):
    """An application has as many documents as one may have."""

    code = "plans.too-many-documents"
    text = _(
        "You sent %(found)s documents already, and %(most)s are kept. Take one away first, or ask at the desk."
    )


class DocumentStays(Refused):
    """What was sent with an application is not taken back."""

    code = "plans.document-stays"
    text = _("This application was sent with its documents. Ask at the desk if one was sent by mistake.")


class KindMissing(Refused):
    """Nobody said what a document is."""

    code = "plans.document-kind-missing"
    text = _("Choose what this document is.")


@dataclass(frozen=True)
class DocumentLimits:
    """The dated parameters: of a file, of its pages, of a picture's pixels and longest side, of how many."""

    megabytes: int
    pages: int
    megapixels: int
    side: int
    most: int


def why_not_read(size: int, limits: DocumentLimits) -> DocumentTooLarge | None:
    """Why a file of so many bytes is not even looked at, or None."""
    if size <= limits.megabytes * MEGABYTE:
        return None
    return DocumentTooLarge(found=-(-size // MEGABYTE), most=limits.megabytes)


def looks_like_pdf(content: bytes) -> bool:
    """Whether a file says by its first bytes that it is a PDF."""
    return content.startswith(_PDF_BEGINS)


def ends_like_pdf(content: bytes) -> bool:
    """Whether a PDF is whole: what breaks off on the way lacks its end."""
    return _PDF_ENDS in content[-_LOOKED_AT:]


def why_not_pages(pages: int, limits: DocumentLimits) -> Refused | None:
    """Why a PDF of so many pages is not kept, or None; one without any is none."""
    if pages < 1:
        return NotADocument()
    return TooManyPages(found=pages, most=limits.pages) if pages > limits.pages else None


def why_not_add(held: int, limits: DocumentLimits) -> TooManyDocuments | None:
    """Why an application with so many documents gets no further one, or None."""
    return TooManyDocuments(found=held, most=limits.most) if held >= limits.most else None


def why_not_kind(kind: str) -> KindMissing | None:
    """Why a document is not kept as this, or None."""
    return None if kind in DOCUMENT_KINDS else KindMissing()
