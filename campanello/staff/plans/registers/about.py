"""What every page about one session tells: its service in the reader's language, when, where, by whom."""

from typing import Any

from django.utils.translation import get_language

from campanello.plans.rules.catalogue import in_language


def session(one: Any) -> dict[str, Any]:
    """The context that `_when.html` reads."""
    return {"session": one, "service_name": in_language(one.service.names, get_language() or "it")}
