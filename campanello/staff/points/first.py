"""The points' first page: where awards, accounts, gifts, redemptions and settlements are found."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.staff.doors import for_right
from campanello.staff.tiles import Entry, tiles

# Title, what is there, icon, name of the address, right. A page that is not installed is left out.
_TILES: tuple[Entry, ...] = (
    (
        gettext_noop("Registers to award"),
        gettext_noop("Signed registers that are not points yet, and what was withheld."),
        "calendar",
        "staff:awards",
        Right.AWARD_POINTS,
    ),
    (
        gettext_noop("Awards by hand"),
        gettext_noop("Work that no register shows, with its evidence; what waits for a second signature."),
        "pencil",
        "staff:hand-awards",
        Right.AWARD_POINTS,
    ),
    (
        gettext_noop("Households' points"),
        gettext_noop("Who holds how many, every movement, what expires."),
        "user",
        "staff:point-accounts",
        Right.READ_POINTS,
    ),
    (
        gettext_noop("Gifts and the pool"),
        gettext_noop("What neighbours gave, and to whom the pool goes."),
        "share",
        "staff:donations",
        Right.READ_POINTS,
    ),
    (
        gettext_noop("Towards the rent"),
        gettext_noop("Who put points towards which debt, and how far it is."),
        "card",
        "staff:redemptions",
        Right.READ_POINTS,
    ),
    (
        gettext_noop("Letters"),
        gettext_noop("From Comune and ALER: written once, in every language; who read them."),
        "mail",
        "staff:letters",
        Right.READ_LETTERS,
    ),
    (
        gettext_noop("Settlements"),
        gettext_noop("What is paid or offset to each landlord; statements, confirmations, differences."),
        "file-signed",
        "staff:settlements",
        Right.READ_SETTLEMENTS,
    ),
    (
        gettext_noop("Seals"),
        gettext_noop("Each day's seal, and the check of the whole ledger."),
        "locked",
        "staff:seals",
        Right.READ_SETTLEMENTS,
    ),
    (
        gettext_noop("Scheme and tariff"),
        gettext_noop("Budget, points an hour, what activities are worth, how landlords are paid."),
        "settings",
        "staff:point-schemes",
        Right.SET_POINTS,
    ),
)


@for_right(Right.READ_POINTS, Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The ways about the points, as far as the reader's role goes."""
    return render(request, "staff/points/first.html", {"tiles": tiles(request.actor, _TILES)})
