"""What may be booked as paid off a debt. Knows no table."""

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _


class PaidOtherwise(Conflict):
    """The same payment was booked before with other figures."""

    code = "homes.paid-otherwise"
    text = _("This payment was booked before with other figures. Load the page again to see what stands.")


class NothingPaid(Refused):
    """A payment of nothing is to be booked."""

    code = "homes.nothing-paid"
    text = _("A payment of %(cents)s cents can't be booked. Write an amount above zero.")


class PaidInTheFuture(Refused):
    """A payment is to be booked for a day that has not come."""

    code = "homes.paid-in-the-future"
    text = _("%(day)s has not come yet: today is %(today)s. Write the day on which the money arrived.")
