"""Documents are what their bytes say, painted anew, kept under our own names; nobody opens another's."""

import io
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter

from campanello.core.access import NotFound
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry
from campanello.plans.models import Application, Document, Measure
from campanello.plans.queries import documents as queries
from campanello.plans.rules.documents import DocumentLimits
from campanello.plans.services import applying as services
from campanello.plans.services.documents import read_content
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMITS = DocumentLimits(megabytes=1, pages=3, megapixels=2, side=400, most=2)
GPS = 0x8825


def photo(side: int = 600, format: str = "JPEG", **exif: Any) -> bytes:
    picture, written = Image.new("RGB", (side, side // 2), "navy"), io.BytesIO()
    tags = Image.Exif()
    tags[271] = "Invented Camera"
    tags[GPS] = {1: "N", 2: (45.0, 27.0, 0.0)}
    picture.save(written, format, exif=tags)
    return written.getvalue()


def pdf(pages: int = 1, password: str = "") -> bytes:
    writer, written = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(written)
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few bytes, which says so in its head."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = (30_000).to_bytes(4) * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"0"))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def code(settings: Any, tmp_path: Path) -> str:
    settings.DATA_DIR = tmp_path
    measure = factories_plans.measure(is_public=True)
    return services.start(key="k", measure=measure.code, language="it", on=AT.date(), at=AT).code


def files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_photo_is_painted_anew_smaller_without_the_place() -> None:
    kept, kind = read_content(photo(), LIMITS)
    assert kind == "image/jpeg"
    with Image.open(io.BytesIO(kept)) as opened:
        assert opened.size == (400, 200)
        assert not opened.getexif()
    assert b"Invented" not in kept
    assert read_content(pdf(3), LIMITS)[1] == "application/pdf"


HURTS = {
    "a page of HTML called PDF": (b"<html><script>alert(1)</script>", "plans.not-a-document"),
    "HTML that begins like a PDF": (b"%PDF-1.7\n<script>alert(1)</script>", "plans.not-a-document"),
    "a PDF of nothing": (b"%PDF-1.7\n%%EOF", "plans.not-a-document"),
    "a PDF that breaks off": (pdf()[:-40], "plans.not-a-document"),
    "nothing": (b"", "plans.not-a-document"),
    "an archive": (b"PK\x03\x04" + b"0" * 100, "plans.not-a-document"),
    "a drawing with a script": (b"<svg xmlns='x'><script/></svg>", "plans.not-a-document"),
    "a PDF with a password": (pdf(1, "secret"), "plans.document-locked"),
    "a PDF of many pages": (pdf(4), "plans.too-many-pages"),
    "more than a megabyte": (b"%PDF-" + b"0" * 1024 * 1024, "plans.document-too-large"),
    "a picture that unpacks to gigabytes": (bomb(), "photos.too-many-pixels"),
}


@pytest.mark.parametrize(("content", "refusal"), HURTS.values(), ids=HURTS)
def test_what_is_not_taken(content: bytes, refusal: str) -> None:
    with pytest.raises(DomainError) as caught:
        read_content(content, LIMITS)
    assert caught.value.code == refusal


def test_it_is_kept_once_under_a_name_of_ours_and_deleted_with_its_file(code: str, tmp_path: Path) -> None:
    made = services.add_document(code=code, kind="permit", content=photo(), at=AT)
    assert services.add_document(code=code, kind="permit", content=photo(), at=AT) == made
    (file,) = files(tmp_path)
    assert file == tmp_path / "files/documents/2026/03" / f"{made.uid}.jpg"
    assert file.stat().st_mode & 0o077 == 0
    assert file.stat().st_size == made.size
    with pytest.raises(DomainError):
        services.add_document(code=code, kind="signed", content=photo(), at=AT)
    other = services.start(
        key="other", measure=made.application.measure.code, language="it", on=AT.date(), at=AT
    )
    services.remove_document(code=other.code, uid=made.uid, at=AT)
    assert Document.objects.count() == 1


def test_a_document_goes_with_its_file_while_it_is_a_draft_and_stays_afterwards(
    code: str, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first = services.add_document(code=code, kind="permit", content=photo(), at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_document(code=code, uid=first.uid, at=AT)
        services.remove_document(code=code, uid=first.uid, at=AT)
    assert files(tmp_path) == []
    kept = services.add_document(code=code, kind="permit", content=pdf(), at=AT)
    Application.objects.update(state="pending", number=1, received_at=AT, received_on=AT.date())
    with pytest.raises(DomainError) as caught:
        services.remove_document(code=code, uid=kept.uid, at=AT)
    assert caught.value.code == "plans.document-stays"
    assert services.add_document(code=code, kind="income", content=pdf(2), at=AT) != kept
    with django_capture_on_commit_callbacks(execute=True):
        Application.objects.update(state="ineligible")
        with pytest.raises(services.SentAlready):
            services.add_document(code=code, kind="income", content=pdf(3), at=AT)
    assert len(files(tmp_path)) == 2


def test_no_more_than_the_limit_is_kept(code: str) -> None:
    for pages in range(1, 11):
        services.add_document(code=code, kind="other", content=pdf(pages), at=AT)
    with pytest.raises(DomainError) as caught:
        services.add_document(code=code, kind="other", content=pdf(11), at=AT)
    assert caught.value.facts == {"found": 10, "most": 10}


def test_who_may_see_what_it_belongs_to_opens_it_and_leaves_a_line(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    measure: Measure = factories_plans.measure()
    own = factories.actor("desk", project=measure.project)
    strange = factories.actor("coordinator", project=factories.project())
    found = factories_plans.document(factories_plans.application(measure))
    assert queries.document(own, found.uid) == found
    line = AuditEntry.objects.get(verb="plans.document-read")
    assert (line.sort, line.target, line.facts) == ("read", found.pk, {"kind": "identity"})
    restricted = factories.person(measure.project, restricted_at=AT)
    hidden = factories_plans.document(factories_plans.application(measure, person=restricted))
    draft = factories_plans.application(
        measure, state="draft", number=None, received_at=None, received_on=None
    )
    unsent = factories_plans.document(draft)
    nowhere = factories_plans.document(factories_plans.application(measure))
    queries.file_of(nowhere).unlink()
    for actor, one in ((strange, found), (own, hidden), (own, unsent), (own, nowhere)):
        with pytest.raises(NotFound):
            queries.document(actor, one.uid)
