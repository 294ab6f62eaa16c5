"""Tags of receipts: the code to scan, kinds of movements in words, amounts and fingerprints as people read them."""

from decimal import Decimal

import qrcode
from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from qrcode.image.svg import SvgPathImage

from campanello.evaluation.report import numbers
from campanello.points.rules.values import TRANSFER_KINDS

register = template.Library()


@register.simple_tag(takes_context=True)
def receipt_qr(context: template.Context, code: str) -> SafeString:
    """The address of a receipt's page, drawn to be scanned."""
    address = context["request"].build_absolute_uri(reverse("public:receipt", args=[code]))
    return drawn(address)


@register.filter
def movement_kind(kind: str) -> str:
    """A kind of movement in the reader's language."""
    return gettext(TRANSFER_KINDS[kind])


@register.filter
def amount(cents: int) -> str:
    """Money in the reader's language."""
    return numbers.money(Decimal(cents) / 100, get_language() or "it")


@register.filter
def in_fours(fingerprint: str) -> str:
    """A fingerprint in groups of four signs."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def drawn(text: str) -> SafeString:
    """A QR code as SVG, of an address of ours."""
    image = qrcode.make(text, image_factory=SvgPathImage, box_size=10, border=2)
    picture: str = image.to_string(encoding="unicode")
    # Made here from an address and figures alone; no text of anybody's is in it.
    return mark_safe(picture)  # noqa: S308
