"""GeoReport v2: services, reports and tokens. Every refusal is a list of errors in the format that was asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext, override
from django.views.decorators.csrf import csrf_exempt

from campanello.api.open311 import doors, shapes
from campanello.api.open311.answers import TYPES, Tree, answer, refusals
from campanello.core import params
from campanello.core.edges import now, today
from campanello.core.errors import DomainError
from campanello.lab.queries import open311 as queries
from campanello.lab.rules import open311 as rules
from campanello.lab.rules import open311_reading as reading
from campanello.lab.services import open311 as open311_services

View = Callable[..., HttpResponse]
FORM = "application/x-www-form-urlencoded"
KEPT_SECONDS = 60


class Wrong(Exception):
    """Several things are wrong at once."""

    def __init__(self, errors: list[DomainError]) -> None:
        super().__init__()
        self.errors = errors


def georeport(*methods: str) -> Callable[[View], View]:
    """Answer in the format that the address ends with, and say what is wrong as the specification asks."""

    def around(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answering(request: HttpRequest, form: str = "xml", **given: str) -> HttpResponse:
            if form not in TYPES:
                return refusals("xml", [rules.NothingThere()], _language())
            if request.method not in methods:
                response = refusals(form, [rules.NothingThere()], _language())
                response.status_code, response["Allow"] = (
                    HttpResponseNotAllowed.status_code,
                    ", ".join(methods),
                )
                return response
            try:
                return view(request, form, **given)
            except Wrong as wrong:
                return refusals(form, wrong.errors, _language())
            except rules.TooManyCalls as error:
                response = refusals(form, [error], _language())
                response["Retry-After"] = str(error.facts["seconds"])
                return response
            except DomainError as error:
                return refusals(form, [error], _language())

        return cast(View, answering)

    return around


def _language() -> str:
    return get_language() or "en"


def _kept(response: HttpResponse) -> HttpResponse:
    """What everybody may read is the same for everybody for a minute."""
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


def _jurisdiction(fields: QueryDict) -> Any:
    asked = reading.last(dict(fields.lists()), "jurisdiction_id")
    return queries.jurisdiction(asked, settings.OPEN311_PROJECTS)


@georeport("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    services = request.build_absolute_uri(reverse("open311:services", args=["xml"]))
    return _kept(answer(form, "discovery", shapes.discovery(services.removesuffix("/services.xml"))))


@georeport("GET", "HEAD")
def services(request: HttpRequest, form: str) -> HttpResponse:
    _jurisdiction(request.GET)
    listed: Tree = [shapes.service(one) for one in rules.SERVICES.values()]
    return _kept(answer(form, "services", listed))


@georeport("GET", "HEAD")
def service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    _jurisdiction(request.GET)
    if code not in rules.SERVICES:
        raise rules.ServiceUnknown(known=", ".join(rules.SERVICES))
    return _kept(answer(form, "service_definition", shapes.definition(rules.SERVICES[code])))


@georeport("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    return _make(request, form) if request.method == "POST" else _list(request, form)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    doors.refuse_beyond("lists_a_minute", doors.address(request), doors.MINUTE)
    project = _jurisdiction(request.GET)
    most, days = (params.value(f"open311.{name}", today()) for name in ("most_requests", "span_days"))
    asked, errors = reading.asked(dict(request.GET.lists()), at=now(), most=most, days=days)
    if asked is None:
        raise Wrong(errors)
    found: Tree = [
        shapes.request(one, has_extensions=asked.has_extensions) for one in queries.requests(project, asked)
    ]
    return _kept(answer(form, "service_requests", found))


def _make(request: HttpRequest, form: str) -> HttpResponse:
    fields = _form(request)
    project = _jurisdiction(fields)
    given = dict(fields.lists())
    actor = doors.sender(request, reading.last(given, "api_key"), project)
    sent, errors = reading.sent(given)
    if sent is None:
        raise Wrong(errors)
    with override(settings.LANGUAGE_CODE):
        text = sent.text or gettext(rules.SERVICES[sent.service].name)
    seal = salted_hmac("open311", repr((project.pk, sorted(given.items())))).hexdigest()
    report = open311_services.receive(actor=actor, project=project, sent=sent, text=text, seal=seal, at=now())
    return answer(form, "service_requests", shapes.made(report.number))


def _form(request: HttpRequest) -> QueryDict:
    if request.content_type != FORM:
        raise reading.NoForm
    try:
        return request.POST
    except (BadRequest, SuspiciousOperation, UnreadablePostError, UnicodeError):
        raise reading.NoForm from None


@georeport("GET", "HEAD")
def request(request: HttpRequest, form: str, number: str) -> HttpResponse:
    found = queries.request(_jurisdiction(request.GET), number)
    has_extensions = bool(reading.last(dict(request.GET.lists()), "extensions"))
    return _kept(answer(form, "service_requests", [shapes.request(found, has_extensions=has_extensions)]))


@georeport("GET", "HEAD")
def token(request: HttpRequest, form: str, token: str) -> HttpResponse:
    number = queries.number_of(_jurisdiction(request.GET), token)
    return _kept(answer(form, "service_requests", [{"service_request_id": number, "token": token}]))


@georeport("GET", "HEAD", "POST")
def nothing(request: HttpRequest, form: str) -> HttpResponse:
    raise rules.NothingThere
