"""What an address asks the list or the board of reports for; what means nothing there is left out."""

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from campanello.accounts.middleware import ActingRequest
from campanello.lab.queries import reports as queries
from campanello.lab.queries.reports import SORTS, Wanted
from campanello.lab.rules import values
from campanello.staff.lab.reports import words

LONGEST_SEARCH = 100
SORT_NAMES = {
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
    "changed": gettext_lazy("Changed last"),
    "due": gettext_lazy("Due first"),
    "priority": gettext_lazy("Most urgent first"),
}
BOTH = {"open": gettext_lazy("All open ones"), "closed": gettext_lazy("All closed ones")}


def wanted_of(asked: QueryDict) -> Wanted:
    """The list that an address asks for."""
    sort, owner, state = (asked.get(name, "") for name in ("sort", "owner", "state"))
    kind, priority = asked.get("kind", ""), asked.get("priority", "")
    return Wanted(
        words=asked.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip(),
        state=state if state in values.REPORT_STATES or state in BOTH else "",
        kind=kind if kind in values.REPORT_KINDS else "",
        owner=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 12 else None,
        building=uid_of(asked.get("building", "")),
        priority=priority if priority in values.PRIORITIES else "",
        is_overdue=asked.get("overdue") == "1",
        is_mine=asked.get("mine") == "1",
        to_ask=asked.get("ask") == "1",
        sort=sort if sort in SORTS else "newest",
    )


def uid_of(text: str) -> UUID | None:
    """The key that a text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def filters(request: ActingRequest, wanted: Wanted) -> dict[str, Any]:
    """What the form of filters is drawn from."""
    states = [(name, str(text)) for name, text in BOTH.items()] + words.in_words(values.REPORT_STATES)
    return {
        "wanted": wanted,
        "is_filtered": wanted != Wanted(sort=wanted.sort),
        "states": states,
        "kinds": words.in_words(values.REPORT_KINDS),
        "priorities": words.in_words(values.PRIORITIES),
        "owners": queries.owners(request.actor),
        "buildings": queries.buildings_told_of(request.actor),
        "sorts": list(SORT_NAMES.items()),
        "may_write": bool(queries.projects_to_write(request.actor)),
        "is_landlord": queries.is_landlord(request.actor),
        "title": gettext("Reports"),
    }
