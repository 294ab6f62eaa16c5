"""The acts of a person's plans in their story: one source more among the lab's, for who reads plans there."""

from typing import Any

from django.db.models import DateTimeField
from django.db.models.functions import Cast

from campanello.core.errors import gettext_noop as _
from campanello.lab.queries.timeline import Asked, Sentence, Source
from campanello.plans.models import PlanAct
from campanello.plans.rules.values import PLAN_ACTS


def _acts(asked: Asked) -> Any:
    """Acts of the person's plans."""
    return PlanAct.objects.filter(plan__person__in=asked.people, plan__project__in=asked.planning)


def _act_told(data: dict[str, Any]) -> Sentence:
    return _("Plan %(code)s: %(act)s"), {"code": data["code"], "act": (PLAN_ACTS[data["kind"]], {})}


ACTS = Source(
    "plan",
    _acts,
    Cast("on", DateTimeField()),
    {"key": "plan__uid", "code": "plan__code", "kind": "kind", "words": "reason"},
    _act_told,
    "staff:plan",
)
