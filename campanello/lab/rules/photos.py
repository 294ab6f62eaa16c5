"""How large a photograph may be, and why one is not taken. Knows no table and no library of pictures."""

from dataclasses import dataclass

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

MEGABYTE = 1024 * 1024


class PhotoTooLarge(Refused):
    """A file larger than is taken."""

    code = "photos.too-large"
    text = _("The photo has %(found)s MB, and %(most)s are taken. Send it smaller, or take it anew.")


class NotAPhoto(Refused):
    """A file that is no picture, whatever its name says, or one that breaks off."""

    code = "photos.not-a-photo"
    text = _("This file is no photo that can be read. Send a JPEG, PNG or WebP picture.")


class TooManyPixels(Refused):
    """A picture that unpacks to more than is looked at."""

    code = "photos.too-many-pixels"
    text = _("The picture has %(found)s megapixels, and %(most)s are taken. Send it smaller.")


class TooManyPhotos(Refused):
    """A report has as many photographs as one may have."""

    code = "photos.too-many"
    text = _("This report has %(found)s photos already, and %(most)s are kept. Take one away first.")


@dataclass(frozen=True)
class PhotoLimits:
    """The dated parameters: of the file, of what it unpacks to, of what is kept of it, of how many."""

    megabytes: int
    megapixels: int
    side: int
    photos: int


def why_not_read(size: int, limits: PhotoLimits) -> PhotoTooLarge | None:
    """Why a file of so many bytes is not even looked at, or None."""
    if size <= limits.megabytes * MEGABYTE:
        return None
    return PhotoTooLarge(found=-(-size // MEGABYTE), most=limits.megabytes)


def why_not_unpack(width: int, height: int, limits: PhotoLimits) -> TooManyPixels | None:
    """Why a picture of this size is not unpacked, or None."""
    if width * height <= limits.megapixels * 1_000_000:
        return None
    return TooManyPixels(found=-(-width * height // 1_000_000), most=limits.megapixels)


def why_not_add(held: int, limits: PhotoLimits) -> TooManyPhotos | None:
    """Why a report with so many photographs gets no further one, or None."""
    return TooManyPhotos(found=held, most=limits.photos) if held >= limits.photos else None
