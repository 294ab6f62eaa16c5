"""A code for another telephone's camera."""

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage


def qr(text: str) -> SafeString:
    """A QR code as SVG, drawn here from an address or a code of ours."""
    image = qrcode.make(text, image_factory=SvgPathImage, box_size=10, border=2)
    drawn: str = image.to_string(encoding="unicode")
    # Made from figures alone; no text of anybody's is in it.
    return mark_safe(drawn)  # noqa: S308
