"""Awards by hand in words and tones."""

from django.utils.translation import gettext_lazy

TONES = {"waiting": "warning", "given": "success", "refused": "danger", "withdrawn": "neutral"}
SORT_NAMES = {
    "new": gettext_lazy("Newest"),
    "old": gettext_lazy("Oldest"),
    "points": gettext_lazy("Most points"),
    "done": gettext_lazy("Day of the work"),
}
