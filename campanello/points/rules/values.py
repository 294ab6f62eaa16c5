"""The values that the points' records may have, with the words for them.

Source: FEATURES, sections H and P; STANDARDS 7; ARCHITECTURE, the ledger.
"""

from campanello.core.errors import gettext_noop as _

ACCOUNT_KINDS = {
    "issuer": _("Points of the project still to be issued"),
    "household": _("A household's points"),
    "person": _("Points of somebody from elsewhere"),
    "pool": _("The neighbourhood's pool"),
    "pending": _("Asked for, not yet paid to the landlord"),
    "settled": _("Paid to the landlord"),
    "expired": _("Expired"),
}
TRANSFER_KINDS = {
    "award": _("Earned"),
    "donation": _("Donated"),
    "redemption": _("Put towards the rent"),
    "settlement": _("Paid to the landlord"),
    "return": _("Given back"),
    "expiry": _("Expired"),
    "reversal": _("Taken back: it was a mistake"),
}
# By the hour of work, or by the time that somebody came.
RATE_UNITS = {"hour": _("an hour"), "time": _("each time")}
AWARD_STATES = {
    "waiting": _("Waits for a second signature"),
    "given": _("Awarded"),
    "refused": _("Not awarded"),
    "withdrawn": _("Withdrawn"),
}
WITHHELD_WHYS = {
    "no_household": _("Is in no household that we know of"),
    "overlap": _("Was at another activity at the same hours"),
    "person_day": _("Has reached the most for a day"),
    "person_week": _("Has reached the most for a week"),
    "household_month": _("The household has reached the most for a month"),
    "self": _("Whoever awards belongs to the household"),
    "budget": _("The project's budget of points is used up"),
    "nothing": _("Too short for a whole point"),
    "restricted": _("Use of the person's data is restricted"),
}
# Who the landlord is decides: rent owed to the Comune is offset, rent owed to ALER is paid by the Comune.
SCHEMES = {
    "offset": _("Offset: the Comune is the landlord itself"),
    "payment": _("Payment: the Comune pays the landlord"),
}
REDEMPTION_STATES = {
    "asked": _("Asked for"),
    "in_batch": _("On its way to the landlord"),
    "settled": _("Taken off the debt"),
    "returned": _("Given back"),
}
SETTLEMENT_STATES = {
    "proposed": _("Waits for approval"),
    "approved": _("Approved"),
    "ordered": _("Payment ordered"),
    "confirmed": _("Confirmed"),
    "void": _("Given up"),
}
# What the same kinds are called in the account that the points come to.
RECEIVED = {
    "donation": _("Received as a gift"),
    "reversal": _("Given back: it was a mistake"),
}
GIVEN_BACK_WHYS = {
    "nothing_left": _("Nothing is owed any more"),
    "debt_fell": _("Less is owed than when it was asked for"),
    "not_stated": _("No debt is stated any more"),
    "not_accepted": _("The landlord did not accept all of it"),
}
DIFFERENCE_WORDS = {"accepted": _("Accepted"), "asked": _("The landlord was asked")}
