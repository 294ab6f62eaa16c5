"""The lab's first page: where its work is recorded, found and compared."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.staff.doors import for_right
from campanello.staff.lab.shifts.bar import shift_bar
from campanello.staff.tiles import Entry, tiles

# Title, what is there, icon, name of the address, right. A page that is not installed is left out.
OFFLINE = "staff:offline"
_TILES: tuple[Entry, ...] = (
    (
        gettext_noop("Visits"),
        gettext_noop("Who came, was met or called; next steps to do."),
        "comment",
        "staff:visits",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Reports"),
        gettext_noop("What residents tell us: who answers, since when."),
        "flag",
        "staff:reports",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Activities"),
        gettext_noop("Calendar, sign-ups, registers, posters."),
        "calendar",
        "staff:activities",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Courtyard findings"),
        gettext_noop("Strong and weak points, street number by street number."),
        "map-marker",
        "staff:findings",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Referrals"),
        gettext_noop("Who was sent on to which service, and what came of it."),
        "share",
        "staff:referrals",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Messages"),
        gettext_noop("What was sent to whom; lists of people to look up."),
        "mail",
        "staff:messages",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Antennas"),
        gettext_noop("Residents with a mandate, and the calls they ask for."),
        "hearing",
        "staff:antennas",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Whom to look for"),
        gettext_noop("Lists of people not heard of, or in need soon: call, go by, write."),
        "search",
        "staff:outreach",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Hand over"),
        gettext_noop("A whole lab's open matters as a pack for who goes on."),
        "box",
        "staff:hand-over",
        Right.HAND_OVER,
    ),
    (
        gettext_noop("Shifts and opening hours"),
        gettext_noop("Hours at the desk beside the visits, week by week."),
        "clock",
        "staff:shifts",
        Right.WRITE_LAB,
    ),
    (
        gettext_noop("Indirect work"),
        gettext_noop("Time without a user in front, by kind."),
        "tool",
        "staff:work",
        Right.WRITE_LAB,
    ),
    (
        gettext_noop("The lab in figures"),
        gettext_noop("People, visits, reports, hours; the month as PDF."),
        "chart-line",
        "staff:lab-dashboard",
        Right.READ_LAB,
    ),
    (
        gettext_noop("Without a network"),
        gettext_noop("Entries kept on this device until they are sent."),
        "wifi",
        OFFLINE,
        Right.WRITE_LAB,
    ),
    (
        gettext_noop("Where the lab is"),
        gettext_noop("Address, telephone and how to get there, as everybody reads them."),
        "map-marker",
        "staff:lab-place",
        Right.HAND_OVER,
    ),
)


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The ways about the lab, as far as the reader's role goes."""
    context = {
        "may_write": may(request.actor, Right.WRITE_LAB),
        "bar": shift_bar(request.actor),
        "tiles": tiles(request.actor, _shown()),
    }
    return render(request, "staff/lab/first.html", context)


def _shown() -> list[Entry]:
    return [one for one in _TILES if one[3] != OFFLINE or settings.OFFLINE_ENTRIES]
