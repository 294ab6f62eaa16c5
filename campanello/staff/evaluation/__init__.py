"""The pages that show stored evaluations: list, dashboard, definitions, comparison, downloads."""

from campanello.staff.evaluation.views import (
    comparison,
    dashboard,
    data,
    definition,
    definitions,
    listing,
    report,
)

__all__ = ["comparison", "dashboard", "data", "definition", "definitions", "listing", "report"]
