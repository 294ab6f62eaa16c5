"""Time as people say it: hours and minutes."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes in hours: 20 h, 1 h 30 min, 45 min."""
    whole, rest = divmod(minutes or 0, 60)
    if whole and rest:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": whole, "minutes": rest}
    return (
        gettext("%(hours)s h") % {"hours": whole}
        if whole or not rest
        else (gettext("%(minutes)s min") % {"minutes": rest})
    )
