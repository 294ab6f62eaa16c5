"""The page on which the second of two people who changed one field sees both values, and chooses field by field."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from campanello.accounts.middleware import ActingRequest
from campanello.people.rules.person import StalePerson, Versions
from campanello.people.rules.record import PersonRecord
from campanello.staff.people import words

CHOICE = "choice-"
# Sent anew by the page itself.
NOT_KEPT = {"csrfmiddlewaretoken", "version"}


def chosen(given: Mapping[str, Any], posted: QueryDict) -> dict[str, Any]:
    """What a form gives, without the fields in which the other's value was chosen."""
    return {name: value for name, value in given.items() if posted.get(f"{CHOICE}{name}") != "theirs"}


def page(request: ActingRequest, record: PersonRecord, part: str, stale: StalePerson) -> HttpResponse:
    """Both values of each contested field, and what else either changed, which stands without a question."""
    kept = [
        (name, value)
        for name, several in request.POST.lists()
        if name not in NOT_KEPT and not name.startswith(CHOICE)
        for value in several
    ]
    # A field that this reader did not touch must not be sent back as their change of the other's value.
    untouched = [one.field for one in stale.versions if one.yours == one.base or one.yours == one.theirs]
    context = {
        "record": record,
        "name": record.name,
        "part": part,
        "title": gettext(words.PART_NAMES[part]),
        "sentence": words.said(stale),
        "contested": [_shown(part, one) for one in stale.versions if one.is_contested],
        "theirs": [
            _shown(part, one) for one in stale.versions if one.base != one.theirs and not one.is_contested
        ],
        "kept": kept,
        "untouched": [f"{CHOICE}{field}" for field in untouched],
        "version": stale.version,
    }
    return render(request, "staff/people/conflict.html", context, status=409)


def _shown(part: str, one: Versions) -> dict[str, str]:
    return {
        "field": one.field,
        "choice": f"{CHOICE}{one.field}",
        "name": words.field_name(part, one.field),
        "base": words.shown(part, one.field, one.base),
        "theirs": words.shown(part, one.field, one.theirs),
        "yours": words.shown(part, one.field, one.yours),
    }
