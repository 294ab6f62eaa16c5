"""Takes photographs of reports in and out. What a camera wrote into one, the place above all, is never stored."""

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps

from campanello.core import audit
from campanello.core.access import NotFound, Right, may
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.lab.models import Report, ReportPhoto
from campanello.lab.queries import own_reports, reports
from campanello.lab.queries import photos as queries
from campanello.lab.rules import photos as rules
from campanello.lab.rules.photos import PhotoLimits

FOLDER = Path("files") / "reports"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITY = 82
Image.MAX_IMAGE_PIXELS = None  # the library would warn where `why_not_unpack` refuses
# What the library of pictures raises at files that are broken or made to hurt.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    IndexError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class Picture:
    """A photograph as it is kept: pixels alone."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """What tells it from any other."""
        return hashlib.sha256(self.content).hexdigest()


def cleaned(content: bytes, limits: PhotoLimits) -> Picture:
    """A picture as pixels alone: upright, no larger than needed, without what the camera wrote beside them.

    A file is what its bytes say, not its name. It is painted anew as JPEG, so that nothing hidden in it comes along.

    Raises:
        PhotoTooLarge, NotAPhoto, TooManyPixels.
    """
    if refusal := rules.why_not_read(len(content), limits):
        raise refusal
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if refused := rules.why_not_unpack(*opened.size, limits):
                raise refused
            opened.draft("RGB", (limits.side, limits.side))  # a JPEG is unpacked no larger than is needed
            opened.thumbnail((limits.side, limits.side))
            return _painted(ImageOps.exif_transpose(opened))
    except _BROKEN:
        raise rules.NotAPhoto from None


def _painted(picture: Image.Image) -> Picture:
    """On white, since JPEG knows nothing of see-through."""
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen)
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(written.getvalue(), paper.width, paper.height)


def add_photo(*, actor: Actor, uid: UUID, content: bytes, at: datetime) -> ReportPhoto:
    """Put a photograph to a report; the same one sent twice is there once.

    Args:
        actor: Who adds it: the project's team, the owner's officers, or the antenna who told it.
        uid: The report's.
        content: The file as it was sent.
        at: Now.

    Raises:
        NotFound: The report is absent, or not the actor's.
        PhotoTooLarge, NotAPhoto, TooManyPixels, TooManyPhotos.
    """
    limits = queries.limits(day_of(at))
    _report(actor, uid)
    picture = cleaned(content, limits)
    return _kept(actor, uid, picture, limits=limits, at=at)


@transaction.atomic
def _kept(actor: Actor, uid: UUID, picture: Picture, *, limits: PhotoLimits, at: datetime) -> ReportPhoto:
    report = _report(actor, uid, lock=True)
    held = list(report.photos.all())
    same = next((one for one in held if one.sha256 == picture.sha256), None)
    if same is not None:
        return same
    if refusal := rules.why_not_add(len(held), limits):
        raise refusal
    key = uuid4()
    path = FOLDER / f"{at:%Y}" / f"{at:%m}" / f"{key}.jpg"
    made = ReportPhoto.objects.create(
        uid=key,
        report=report,
        path=path.as_posix(),
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
        added_at=at,
    )
    audit.record(actor, "lab.report-photo-added", report, photo=made.pk)
    _write(Path(settings.DATA_DIR) / path, picture.content)
    return made


def _report(actor: Actor, uid: UUID, *, lock: bool = False) -> Report:
    """A report that the actor may answer, or has made themselves."""
    if may(actor, Right.READ_OWN) and actor.own is not None:
        return own_reports.one(actor, uid, lock=lock)
    if may(actor, Right.TELL_AS_ANTENNA):
        own = Report.objects.filter(uid=uid, made_by=actor.user, source="antenna")
        if found := (own.select_for_update(of=("self",)) if lock else own).first():
            return found
    return reports.report(actor, uid, right=Right.WRITE_LAB, lock=lock)


def _write(file: Path, content: bytes) -> None:
    """The file is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(file)


@transaction.atomic
def remove_photo(*, actor: Actor, photo: UUID) -> Report:
    """Take a photograph away for good: a face on it, or a slip. By the team of the report's project.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = queries.photo(actor, photo)
    report = reports.report(actor, found.report.uid, right=Right.WRITE_LAB, lock=True)
    if reports.is_officer(actor, report):
        raise NotFound
    audit.record(actor, "lab.report-photo-removed", report, photo=found.pk)
    forget([found])
    return report


def forget(photos: Iterable[ReportPhoto]) -> None:
    """Delete photographs and, once that is certain, their files. Inside the caller's transaction."""
    for one in photos:
        file = queries.file_of(one)
        one.delete()
        transaction.on_commit(partial(file.unlink, missing_ok=True))
