"""What every page is given: whose site it is, the languages to choose from, the way the text runs."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from campanello.core.language import RIGHT_TO_LEFT


@dataclass(frozen=True)
class Site:
    """Whose installation this is, as the header and the legal pages say it."""

    owner: str
    owner_url: str
    contact: str
    is_demo: bool


def every_page(request: HttpRequest) -> dict[str, Any]:
    """The context of every template: `site`, `language`, `languages`, `is_rtl` and `csp_nonce`."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site": Site(
            owner=settings.OWNER or gettext("Demonstration programme"),
            owner_url=settings.OWNER_URL,
            contact=settings.CONTACT,
            is_demo=settings.MODE != "production",
        ),
        "language": language,
        "languages": settings.LANGUAGES,
        "is_rtl": language in RIGHT_TO_LEFT,
        # The name that django-htmx looks for; django-csp calls the same CSP_NONCE.
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }
