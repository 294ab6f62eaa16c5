"""Why a person and a vacancy fit, in the reader's language."""

from django.utils.translation import gettext

from campanello.plans.rules.matching import Fit, Reason
from campanello.staff.people.words import language


def reasons(fit: Fit) -> list[tuple[bool, str]]:
    """Each reason with whether it is a good one, in words."""
    return [(one.is_good, _said(one)) for one in fit.reasons]


def languages(codes: str) -> str:
    """The names of languages by their codes with commas."""
    return ", ".join(language(code) for code in codes.split(",") if code)


def _said(reason: Reason) -> str:
    facts: dict[str, str | int] = dict(reason.facts)
    if reason.codes:
        facts["which"] = ", ".join(language(code) for code in reason.codes)
    return gettext(reason.text) % facts if facts else gettext(reason.text)
