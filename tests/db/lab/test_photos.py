"""Photographs: recognised by what they are, painted anew without what the camera wrote, seen by who sees the report."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from campanello.core.access import NotFound
from campanello.core.actor import Role
from campanello.core.errors import DomainError
from campanello.lab.models import ReportPhoto
from campanello.lab.queries import photos as queries
from campanello.lab.rules.photos import PhotoLimits
from campanello.lab.services import photos
from tests import factories
from tests.db.lab.towns import AT, Town

LIMITS = PhotoLimits(megabytes=1, megapixels=4, side=64, photos=2)
PLACE = b"45.4642,9.19"


def picture(size: tuple[int, int] = (80, 40), form: str = "JPEG", **more: Any) -> bytes:
    drawn = Image.new("RGB", size, "red")
    drawn.putpixel((0, 0), (0, 0, 255))
    written = io.BytesIO()
    drawn.save(written, form, **more)
    return written.getvalue()


def with_place() -> bytes:
    """As a telephone takes it: turned on its side, with place and maker."""
    told = Image.Exif()
    told[0x0112] = 6  # turned a quarter
    told[0x010F] = "Maker"
    told.get_ifd(0x8825)[29] = "2026:03:02"
    told[0x010E] = PLACE.decode()
    return picture(exif=told, comment=PLACE)


def bomb() -> bytes:
    """A PNG of a few bytes that says it has a hundred megapixels."""
    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def test_place_maker_and_comment_are_gone_and_the_picture_stands_upright_and_small() -> None:
    sent = with_place()
    assert PLACE in sent
    assert b"Maker" in sent
    kept = photos.cleaned(sent, LIMITS)
    assert PLACE not in kept.content
    assert b"Maker" not in kept.content
    shown = Image.open(io.BytesIO(kept.content))
    assert not shown.getexif()
    assert "comment" not in shown.info
    assert shown.size == (kept.width, kept.height) == (32, 64)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_other_pictures_are_kept_as_jpeg(form: str) -> None:
    assert photos.cleaned(picture(form=form), LIMITS).content[:3] == b"\xff\xd8\xff"


HOSTILE = {
    "a page that is called a photo": (b"<script>alert(1)</script>", "photos.not-a-photo"),
    "nothing": (b"", "photos.not-a-photo"),
    "a drawing that may run scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photos.not-a-photo"),
    "half a photo": (picture((900, 900), quality=95)[:400], "photos.not-a-photo"),
    "a picture of another kind": (picture(form="BMP"), "photos.not-a-photo"),
    "more bytes than are taken": (picture() + b"\0" * 1024 * 1024, "photos.too-large"),
    "a few bytes that unpack to a hundred megapixels": (bomb(), "photos.too-many-pixels"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_photo_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        photos.cleaned(content, LIMITS)
    assert refused.value.code == code
    assert "%" not in str(refused.value)


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Path) -> Town:
    settings.DATA_DIR = tmp_path
    return Town()


def test_a_photo_is_kept_once_below_the_data_folder_and_shown_to_who_sees_the_report(town: Town) -> None:
    made = town.made()
    first = photos.add_photo(actor=town.desk, uid=made.uid, content=with_place(), at=AT)
    assert photos.add_photo(actor=town.officer, uid=made.uid, content=with_place(), at=AT) == first
    assert ReportPhoto.objects.count() == 1
    for actor in (town.desk, town.officer):
        assert PLACE not in queries.file_of(queries.photo(actor, first.uid)).read_bytes()
    stranger = factories.actor(Role.DESK)
    for photo in (first.uid, uuid4()):
        with pytest.raises(NotFound):
            queries.photo(stranger, photo)
    with pytest.raises(NotFound):
        photos.add_photo(actor=stranger, uid=made.uid, content=with_place(), at=AT)


def test_an_officer_sees_no_photo_of_what_concerns_a_person(town: Town) -> None:
    made = town.made(kind="personal")
    made.owner = town.aler
    made.save()
    kept = photos.add_photo(actor=town.desk, uid=made.uid, content=picture(), at=AT)
    with pytest.raises(NotFound):
        queries.photo(town.officer, kept.uid)


def test_a_report_has_so_many_photos_and_no_more(town: Town) -> None:
    made = town.made()
    for width in range(1, 11):
        photos.add_photo(actor=town.desk, uid=made.uid, content=picture((width + 10, 10)), at=AT)
    with pytest.raises(DomainError, match="10 photos already"):
        photos.add_photo(actor=town.desk, uid=made.uid, content=picture((50, 50)), at=AT)


def test_a_photo_taken_away_is_gone_from_the_disk(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    made = town.made()
    kept = photos.add_photo(actor=town.desk, uid=made.uid, content=picture(), at=AT)
    file = queries.file_of(kept)
    assert file.is_file()
    with pytest.raises(NotFound):
        photos.remove_photo(actor=town.officer, photo=kept.uid)
    with django_capture_on_commit_callbacks(execute=True):
        photos.remove_photo(actor=town.desk, photo=kept.uid)
    assert not file.exists()
    assert not made.photos.exists()
