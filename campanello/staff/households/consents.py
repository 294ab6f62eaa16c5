"""What a person agreed to and was told: recorded, withdrawn in two steps, printed in the person's language."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import pages
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.core.errors import gettext_noop as _
from campanello.core.language import RIGHT_TO_LEFT
from campanello.people.queries import consents as queries
from campanello.people.queries.consents import PersonConsents, Purpose
from campanello.people.rules.consents import OFFICIAL, PRIVACY, Answer, notice_text
from campanello.people.rules.values import CONSENT_PURPOSES
from campanello.people.services import consents as services
from campanello.staff.doors import for_right
from campanello.staff.households.forms import ConsentForm

DONE = 303
DATA_NOTICE = _("What happens with your data")
TONES = {
    Answer.NOT_ASKED: "neutral",
    Answer.AGREED: "success",
    Answer.ASK_AGAIN: "warning",
    Answer.WITHDRAWN: "danger",
}


@for_right(Right.READ_PERSON)
@never_cache
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The purposes, each with where the person stands; a form records a yes or a notice handed out."""
    now = today()
    asked, form, status = request.POST.get("purpose", ""), None, 200
    if request.method == "POST":
        if not may(request.actor, Right.WRITE_PERSON):
            raise NotFound
        form = ConsentForm(request.POST, languages=_languages())
        status = _recorded(request, uid, asked, form)
        if status == DONE:
            return redirect("staff:person-consents", uid)
    record = queries.person_consents(request.actor, uid, now)
    if record.person.uid != uid:
        return redirect("staff:person-consents", record.person.uid)
    context = {
        "record": record,
        "person": record.person,
        "purposes": [_shown(one, asked, form) for one in record.purposes],
        "given": [{"row": one, "name": _notice_name(one.notice.kind)} for one in record.given],
        "privacy_form": form if form and asked == PRIVACY else _blank(PRIVACY),
        "is_privacy_open": bool(form and asked == PRIVACY),
        "may_write": may(request.actor, Right.WRITE_PERSON),
        "today": now,
    }
    return render(request, "staff/households/consents.html", context, status=status)


def _notice_name(kind: str) -> str:
    return CONSENT_PURPOSES.get(kind, DATA_NOTICE)


def _recorded(request: ActingRequest, uid: UUID, purpose: str, form: ConsentForm) -> int:
    """Record what a form says; the status to answer with."""
    if not form.is_valid():
        return 422
    sent = {"actor": request.actor, "person_uid": uid, "today": today(), **form.cleaned_data}
    try:
        if purpose == PRIVACY:
            services.give_notice(kind=PRIVACY, **sent)
            messages.success(request, gettext("It is written down that the notice was given."))
        else:
            services.give_consent(purpose=purpose, **sent)
            messages.success(request, gettext("The consent is written down."))
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        form.add_error(None, say(error, get_language()))
        return HTTP_STATUS[error.kind]
    return DONE


def _shown(one: Purpose, asked: str, form: ConsentForm | None) -> dict[str, Any]:
    is_open = form is not None and asked == one.purpose
    return {
        "purpose": one,
        "tone": TONES[one.standing.answer],
        "form": form if is_open else _blank(one.purpose),
        "is_open": is_open,
    }


def _blank(purpose: str) -> ConsentForm:
    start = {"on": today(), "language": OFFICIAL, "how": "paper"}
    return ConsentForm(initial=start, languages=_languages(), auto_id=f"id_{purpose}_%s")


def _languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


@for_right(Right.WRITE_PERSON)
@never_cache
def withdraw(request: ActingRequest, uid: UUID, purpose: str) -> HttpResponse:
    """First what follows from it, then one button: no reason is asked."""
    now = today()
    if request.method == "POST":
        try:
            services.withdraw_consent(actor=request.actor, person_uid=uid, purpose=purpose, on=now, today=now)
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            messages.warning(request, " ".join(say(error, get_language())))
        else:
            messages.success(request, gettext("The consent is withdrawn from today on."))
        return redirect("staff:person-consents", uid)
    record = queries.person_consents(request.actor, uid, now)
    context = {"person": record.person, "purpose": _purpose(record, purpose)}
    return render(request, "staff/households/withdraw.html", context)


def _purpose(record: PersonConsents, purpose: str) -> Purpose:
    found = next((one for one in record.purposes if one.purpose == purpose), None)
    if found is None:
        raise NotFound
    return found


@for_right(Right.READ_PERSON)
@never_cache
@require_safe
def printed(request: ActingRequest, uid: UUID, purpose: str) -> HttpResponse:
    """The text in the person's language beside the Italian, with a line to sign; for A4."""
    now = today()
    record = queries.person_consents(request.actor, uid, now)
    name, notice = DATA_NOTICE, record.notice
    if purpose != PRIVACY:
        asked = _purpose(record, purpose)
        name, notice = asked.name, asked.notice
    if notice is None:
        raise NotFound
    language = request.GET.get("lingua", OFFICIAL)
    spoken = {code for code, _name in settings.LANGUAGES}
    wanted = [code for code in dict.fromkeys([OFFICIAL, language]) if code in spoken]
    context = {
        "person": record.person,
        "name": gettext(name),
        "notice": notice,
        "texts": [_text(request, notice.texts, name, code) for code in wanted],
        "is_consent": purpose != PRIVACY,
        "languages": settings.LANGUAGES,
        "chosen": language,
    }
    return render(request, "staff/households/consent_form.html", context)


def _text(request: ActingRequest, texts: Mapping[str, str], name: str, wanted: str) -> dict[str, Any]:
    """One column of the form: the text and the words around it, all in one language."""
    text, language = notice_text(texts, wanted)
    with override(language):
        words = {
            "title": gettext(name),
            "yes": gettext("Yes, I agree"),
            "no": gettext("No, I do not agree"),
            "date": gettext("Date"),
            "signature": gettext("Signature"),
        }
    return {
        **words,
        "paragraphs": _filled(text, request).split("\n\n"),
        "language": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
    }


def _filled(text: str, request: ActingRequest) -> str:
    site = pages.every_page(request)["site"]
    return text.replace("{owner}", site.owner).replace("{contact}", site.contact or site.owner)
