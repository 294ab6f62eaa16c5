"""Words of assessments that templates need."""

from django import template
from django.utils.translation import gettext

from campanello.plans.queries.assessments import Comparison
from campanello.plans.rules.assessments import dimension
from campanello.staff.plans.assessments.drawing import Radar, radar

register = template.Library()


@register.filter
def dimension_name(code: str) -> str:
    """A dimension in the reader's language; nothing for what no list has."""
    known = dimension(code)
    return gettext(known.name) if known else ""


@register.simple_tag
def radar_of(comparison: Comparison | None) -> Radar | None:
    """The drawing of a comparison; None where there is nothing signed yet."""
    return radar(comparison)
