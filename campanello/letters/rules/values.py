"""The values that letters' records may have, with the words for them."""

from campanello.core.errors import gettext_noop as _

KINDS = {
    "general": _("To everybody"),
    "arrears": _("Owed"),
    "settled": _("The debt has gone down"),
    "expiry": _("Points that expire"),
    "appointment": _("Appointment"),
    "works": _("Works in the house"),
}
BATCH_STATES = {
    "draft": _("Being written"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "void": _("Given up"),
}
# How a letter reaches its reader first. All of them are in the app; what nobody opens is told in person.
WAYS = {
    "app": _("In the app"),
    "email": _("By e-mail"),
    "paper": _("On paper"),
}
LANGUAGES = ("it", "en", "fr", "ar", "ur", "es")
OFFICIAL = "it"
# What such a letter says is nobody's business in a mailbox that others may open: the e-mail only tells that it came.
CONFIDENTIAL = frozenset({"arrears", "settled", "expiry"})
