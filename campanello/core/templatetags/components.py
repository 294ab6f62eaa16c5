"""Tags that every template knows: an icon, a form's control, the pages of a list."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()

SPRITES = "built/svg/sprites.svg"
STATUS_ICONS = {
    "success": "check-circle",
    "danger": "close-circle",
    "warning": "warning-circle",
    "info": "info-circle",
    "neutral": "minus-circle",
}


@register.simple_tag(takes_context=True)
def icon(context: template.Context, name: str, size: str = "") -> SafeString:
    """An icon of Bootstrap Italia, for the eye alone: the words beside it say the same. `size`: xs, sm, lg or xl.

    `sprites` in the context names another file to take it from: the residents' pages have a lighter one.
    """
    kind = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#it-{}"></use></svg>',
        kind,
        static(context.get("sprites") or SPRITES),
        name,
    )


@register.simple_tag(takes_context=True)
def status_icon(context: template.Context, tone: str, size: str = "sm") -> SafeString:
    """The icon of a tone (success, danger, warning, info or neutral), so that no status is told by colour alone."""
    return icon(context, STATUS_ICONS[tone], size)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's control with Bootstrap Italia's class for its kind; Django ties label, help and errors to it."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput | RadioSelect):
        return field.as_widget()
    kind = "form-select" if isinstance(widget, Select) else "form-control"
    given = str(widget.attrs.get("class", ""))
    return field.as_widget(attrs={"class": f"{kind} {given}".strip()})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label follows the control, as it does for a single box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def page_numbers(page: "Page[Any]") -> list[int | str]:
    """The numbers to show for a long list: first, last, and those around the page; an ellipsis for a gap."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def same_list(context: template.Context, **changes: object) -> str:
    """The address of the same list with some of its filters changed: `?{% same_list page=2 %}`."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query[name] = str(value)
    return query.urlencode()


@register.filter
def translated(text: str) -> str:
    """A sentence that a rule marked for translation, in the reader's language; nothing stays nothing."""
    return gettext(text) if text else ""


@register.filter
def beside(cells: Iterable[object], columns: Iterable[object]) -> list[tuple[object, object]]:
    """Each cell of a row with its column."""
    return list(zip(cells, columns, strict=True))
