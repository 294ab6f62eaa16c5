"""What programs that index and share pages read: one address a language, and what a page is about."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from campanello.core.language import LANGUAGES

OFFICIAL = "it"
ASKED = "lingua"
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def language_of(request: HttpRequest) -> str:
    """The language that an address asks for, as a link from a search or a poster's code does; else the reader's."""
    asked = request.GET.get(ASKED, "")
    return asked if asked in LANGUAGES else get_language() or OFFICIAL


def shared(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    about: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page that is found and shared, in the language that its address asks for.

    Args:
        request: The request.
        template: Includes `public/_share.html` in its head.
        context: What the page shows.
        about: What the page is about, in the words of schema.org.
    """
    page = request.build_absolute_uri(request.path)
    language = language_of(request)
    with override(language):
        told = {
            "canonical": page if ASKED not in request.GET else f"{page}?{ASKED}={language}",
            "page": page,
            "alternates": [(code, f"{page}?{ASKED}={code}") for code in LANGUAGES],
            "image": request.build_absolute_uri(static("img/icon-512.png")),
            "about": as_data(about) if about else "",
            "is_indexed": settings.MODE == "production",
        }
        return render(request, template, {**context, "share": told})


def as_data(about: Mapping[str, Any]) -> SafeString:
    """Data of schema.org as they stand in a page: no sign of it can end the block in which they stand."""
    text = json.dumps({"@context": "https://schema.org", **about}, ensure_ascii=False, default=str)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - all signs of HTML are escaped
