"""The values that letters' records may have, with the words for them."""

from campanello.core.errors import gettext_noop as _

KINDS = {
    "general": _("To everybody"),
    "arrears": _("What is owed"),
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
