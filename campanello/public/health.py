"""Whether the site can do its work: a page for people, an address for the programs that watch it."""

from http import HTTPStatus
from importlib.metadata import version

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.core.health import Finding, findings


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    found = findings()
    status = _status(found)
    context = {"findings": found, "is_well": status == HTTPStatus.OK, "version": version("campanello")}
    return render(request, "public/health.html", context, status=status)


@require_safe
@never_cache
def probe(request: HttpRequest) -> HttpResponse:
    found = findings()
    status = _status(found)
    body = {
        "status": "ok" if status == HTTPStatus.OK else "failing",
        "checks": {finding.code: "ok" if finding.is_well else "failing" for finding in found},
    }
    return JsonResponse(body, status=status)


def _status(found: list[Finding]) -> HTTPStatus:
    return HTTPStatus.OK if all(finding.is_well for finding in found) else HTTPStatus.SERVICE_UNAVAILABLE
