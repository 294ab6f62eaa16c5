"""Invitations as they leave the house: an e-mail, or a letter with a code for the telephone's camera."""

from typing import Any

import qrcode
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from qrcode.image.svg import SvgPathImage

from campanello.accounts.services import Sent
from campanello.core.language import RIGHT_TO_LEFT
from campanello.staff.accounts.adapters import post


def link(request: HttpRequest, sent: Sent) -> str:
    """The address with the secret."""
    return request.build_absolute_uri(reverse("accept-invitation", args=[sent.secret]))


def send(request: HttpRequest, sent: Sent) -> None:
    """Send the link by e-mail, in Italian and in the person's language."""
    user = sent.invitation.user
    with override("it"):
        subject = gettext("Your access to campanello")
    body = "\n\n".join(_texts("account/email/invitation.txt", _letter(request, sent)))
    post(EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email]))


def letter(request: HttpRequest, sent: Sent) -> HttpResponse:
    """The letter to print, shown this once: nobody can read the secret again."""
    user = sent.invitation.user
    shown = _letter(request, sent)
    told = [
        {"language": language, "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr"}
        for language in languages(user.language)
    ]
    response = render(
        request,
        "staff/accounts/letter.html",
        {**shown, "told": told, "code": code(shown["link"]), "invited": user},
    )
    response["Cache-Control"] = "no-store, private"
    return response


def languages(own: str) -> list[str]:
    """Italian, which whoever helps can read, and the person's own."""
    return ["it"] if own == "it" else ["it", own]


def code(text: str) -> SafeString:
    """A QR code as SVG; drawn by us from an address of ours."""
    image = qrcode.make(text, image_factory=SvgPathImage, box_size=12, border=2)
    drawn: str = image.to_string(encoding="unicode")
    # Made here from figures alone; no text of anybody's is in it.
    return mark_safe(drawn)  # noqa: S308


def _letter(request: HttpRequest, sent: Sent) -> dict[str, Any]:
    return {
        "name": sent.invitation.user.name,
        "username": sent.invitation.user.username,
        "link": link(request, sent),
        "expires_at": sent.invitation.expires_at,
        "owner": settings.OWNER,
        "own_language": sent.invitation.user.language,
    }


def _texts(template: str, told: dict[str, Any]) -> list[str]:
    texts = []
    for language in languages(told["own_language"]):
        with override(language):
            texts.append(render_to_string(template, told).strip())
    return texts
