"""The first page: what campanello is and what one can do here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from campanello.public.sharing import shared


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    about = {"@type": "WebSite", "name": "campanello", "url": request.build_absolute_uri("/")}
    return shared(request, "public/home.html", {}, about=about)
