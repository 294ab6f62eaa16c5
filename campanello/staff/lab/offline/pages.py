"""The page that opens without a network, and the worker that keeps it on the device.

The page is the same for everybody of one language: what a device keeps is no page of the site, and names nobody.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.assets import STATIC_DIR
from campanello.core.language import RIGHT_TO_LEFT
from campanello.lab.rules import values
from campanello.staff.doors import for_right
from campanello.staff.lab.offline.words import words

THEME_COLOUR = "#0066cc"
BUILT_FROM = STATIC_DIR / "built" / "built-from.txt"
FONTS = tuple(
    f"built/fonts/titillium-web-v10-latin-ext_latin-{weight}.woff2" for weight in ("regular", "600", "700")
)
# Where the installation no longer allows it, a device that once did cleans up after itself.
GONE = """self.addEventListener('activate', (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))
    .then(() => self.registration.unregister())));
self.addEventListener('install', () => self.skipWaiting());
"""


@for_right(Right.WRITE_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Visit, report, check-in and finding, to be written down where there is no network."""
    if not settings.OFFLINE_ENTRIES:
        raise NotFound
    return HttpResponse(_shell())


@for_right(Right.WRITE_LAB)
@never_cache
@require_safe
def worker(request: ActingRequest) -> HttpResponse:
    """The script that keeps the page on the device and sends what was kept; another for each build and language."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the staff area is installed as an app."""
    language = get_language() or settings.LANGUAGE_CODE
    body = {
        "id": reverse("staff:home"),
        "name": f"campanello {settings.OWNER}".strip(),
        "short_name": "campanello",
        "description": gettext("Runs and evaluates a neighbourhood social programme."),
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "start_url": reverse("staff:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": THEME_COLOUR,
        "icons": [
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("icon-maskable-512.png", "512x512") | {"purpose": "maskable"},
        ],
        "shortcuts": [{"name": gettext("Without a network"), "url": reverse("staff:offline")}],
    }
    return JsonResponse(body, content_type="application/manifest+json")


def _icon(name: str, sizes: str) -> dict[str, str]:
    return {"src": static(f"img/{name}"), "sizes": sizes, "type": "image/png"}


def _worker() -> str:
    if not settings.OFFLINE_ENTRIES:
        return GONE
    shell, files = _shell(), _files()
    built_from = BUILT_FROM.read_text(encoding="ascii") if BUILT_FROM.exists() else ""
    version = hashlib.sha256("\n".join((built_from, shell, *files)).encode()).hexdigest()[:16]
    told = {
        "version": version,
        "page": reverse("staff:offline"),
        "visit": reverse("staff:visit-new"),
        "files": files,
        "addresses": _addresses(),
    }
    script = static("built/js/offline-worker.js")
    return f"self.shell = {json.dumps(told)};\nimportScripts({json.dumps(script)});\n"


def _files() -> list[str]:
    sheet = "campanello.rtl.css" if _is_rtl() else "campanello.css"
    names = (f"built/css/{sheet}", "built/js/offline.js", "built/svg/sprites.svg", "img/icon.svg", *FONTS)
    return [static(name) for name in names]


def _addresses() -> dict[str, str]:
    return {
        "session": reverse("api:entries-session"),
        "kit": reverse("api:entries-kit"),
        "entries": reverse("api:entries"),
        "worker": reverse("staff:offline-worker"),
    }


def _is_rtl() -> bool:
    return (get_language() or settings.LANGUAGE_CODE) in RIGHT_TO_LEFT


def _shell() -> str:
    # Drawn without the request: nothing of whoever asks can get in.
    context: dict[str, Any] = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "is_rtl": _is_rtl(),
        "addresses_json": json.dumps(_addresses()),
        "words": words(),
        "channels": values.CHANNELS,
        "needs": values.NEEDS,
        "outcomes": values.VISIT_OUTCOMES,
        "report_kinds": values.REPORT_KINDS,
        "priorities": values.PRIORITIES,
        "finding_kinds": values.FINDING_KINDS,
    }
    return render_to_string("staff/lab/offline/page.html", context)
