"""Pages about the site itself, for people and for the programs that read it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from campanello.core.language import RIGHT_TO_LEFT

THEME_COLOUR = "#0066cc"


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"cookies": _cookies()})


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "public/legal.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    # A demonstration's invented figures must not turn up in a search for real ones.
    rule = "Disallow:" if settings.MODE == "production" else "Disallow: /"
    sitemap = request.build_absolute_uri(reverse("public:sitemap"))
    listed = f"Sitemap: {sitemap}\n" if settings.MODE == "production" else ""
    return HttpResponse(f"User-agent: *\n{rule}\n{listed}", content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    body = {
        "name": "campanello",
        "short_name": "campanello",
        "description": gettext("Runs and evaluates a neighbourhood social programme."),
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "start_url": reverse("public:home"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": THEME_COLOUR,
        "icons": [{"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(body, content_type="application/manifest+json")


def _cookies() -> list[dict[str, str]]:
    return [
        {
            "name": settings.LANGUAGE_COOKIE_NAME,
            "purpose": gettext("Remembers the language you chose."),
            "kept": gettext("One year."),
        },
        {
            "name": settings.CSRF_COOKIE_NAME,
            "purpose": gettext("Makes sure that a form is sent from this site and not from another."),
            "kept": gettext("One year."),
        },
        {
            "name": settings.SESSION_COOKIE_NAME,
            "purpose": gettext(
                "Carries short messages from one page to the next. Most readers never get it."
            ),
            "kept": gettext("Two weeks."),
        },
        {
            "name": "application",
            "purpose": gettext(
                "Opens the application that you fill in, and no other page. Leaving deletes it."
            ),
            "kept": gettext("Two hours."),
        },
    ]
