"""The residents' pages as an app: how it is installed, the worker that keeps pages that were seen, what it shows else.

What the worker keeps before anybody opens a page is the same for all readers of a language, and names nobody.
"""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.core.assets import STATIC_DIR
from campanello.core.language import RIGHT_TO_LEFT
from campanello.resident.doors import READER

THEME_COLOUR = "#00724a"
BUILT_FROM = STATIC_DIR / "built" / "built-from.txt"
FONTS = tuple(
    f"built/fonts/titillium-web-v10-latin-ext_latin-{weight}.woff2" for weight in ("regular", "700")
)
KEPT_DAYS = 30
# Where the installation no longer allows it, a device that once did cleans up after itself.
GONE = """self.addEventListener('activate', (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith('resident-')).map((name) => caches.delete(name))))
    .then(() => self.registration.unregister())));
self.addEventListener('install', () => self.skipWaiting());
"""


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the app is installed."""
    language = get_language() or settings.LANGUAGE_CODE
    home = reverse("resident:home")
    body = {
        "id": home,
        "name": f"campanello {settings.OWNER}".strip(),
        "short_name": "campanello",
        "description": gettext("Your points, your debt, your activities and your letters."),
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": THEME_COLOUR,
        "icons": [
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("icon-maskable-512.png", "512x512") | {"purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": gettext("Points"), "url": reverse("resident:movements")},
            {"name": gettext("Activities"), "url": reverse("resident:activities")},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps pages on the device; another for each build and language."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("resident:home")
    return response


@require_safe
def nothing_kept(request: HttpRequest) -> HttpResponse:
    """What is shown for a page that was never seen, where there is no network."""
    return _plain(request, "resident/app/nothing.html")


@require_safe
def not_sent(request: HttpRequest) -> HttpResponse:
    """What is shown when something was to be sent, where there is no network."""
    return _plain(request, "resident/app/not_sent.html")


def _plain(request: HttpRequest, template: str) -> HttpResponse:
    # Kept for whoever holds the device: nobody's name, no number that stands for a reader.
    response = render(request, template)
    response["Cache-Control"] = "no-cache"
    return response


def _worker() -> str:
    if not settings.OFFLINE_ENTRIES:
        return GONE
    built_from = BUILT_FROM.read_text(encoding="ascii") if BUILT_FROM.exists() else ""
    language = get_language() or settings.LANGUAGE_CODE
    files = _files()
    told = {
        "version": hashlib.sha256("\n".join((built_from, language, *files)).encode()).hexdigest()[:16],
        "header": READER,
        "nothing": reverse("resident:nothing-kept"),
        "unsent": reverse("resident:not-sent"),
        "files": files,
        "days": KEPT_DAYS,
    }
    script = static("built/js/resident-worker.js")
    return f"self.shell = {json.dumps(told)};\nimportScripts({json.dumps(script)});\n"


def _files() -> list[str]:
    is_rtl = (get_language() or settings.LANGUAGE_CODE) in RIGHT_TO_LEFT
    sheet = "resident.rtl.css" if is_rtl else "resident.css"
    names = (f"built/css/{sheet}", "built/js/resident.js", "built/svg/resident.svg", "img/icon.svg", *FONTS)
    return [static(name) for name in names]


def _icon(name: str, sizes: str) -> dict[str, str]:
    return {"src": static(f"img/{name}"), "sizes": sizes, "type": "image/png"}
