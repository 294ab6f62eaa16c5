"""When money may be set aside for points. Knows no table."""

from datetime import date

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _


class NoSource(Refused):
    """Nothing says by which act money is set aside."""

    code = "points.no-budget-source"
    text = _("Write the act that sets the money aside: its number and its day.")


class StartsBefore(Refused):
    """A sum would hold for days that are over."""

    code = "points.budget-starts-before"
    text = _("%(day)s is over. Write today or a later day: what was decided under the sum before stands.")


class SetAsideOtherwise(Conflict):
    """Another sum was set aside from the same day."""

    code = "points.set-aside-otherwise"
    text = _("From %(day)s on %(euros)s EUR are set aside already. Choose a later day for another sum.")


def why_not_set_aside(*, source: str, starts_on: date, on: date) -> Refused | None:
    """Why money can't be set aside so; None where it can."""
    if not source:
        return NoSource()
    return StartsBefore(day=f"{starts_on:%d/%m/%Y}") if starts_on < on else None
