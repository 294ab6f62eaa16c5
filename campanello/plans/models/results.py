"""How somebody is when a plan ends, and six months later."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campanello.core.models import choices
from campanello.plans.models.plans import Plan
from campanello.plans.rules import values


class Result(models.Model):
    """The status of a plan's person at exit (within 28 days) or six months after. Asked for until it is known."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="results")
    moment = models.CharField(max_length=10, choices=choices(values.RESULT_MOMENTS))
    opens_on = models.DateField(help_text="First day the answer is of.")
    due_on = models.DateField(help_text="Last day for the answer.")
    status = models.CharField(max_length=13, blank=True, choices=choices(values.RESULT_STATUSES))
    status_on = models.DateField(null=True, blank=True, help_text="The day the status is of.")
    qualification = models.CharField(max_length=160, blank=True, help_text="Gained, with its evidence.")
    source = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "moment"], name="result_once_a_moment"),
            models.CheckConstraint(
                condition=Q(status="", recorded_at=None) | (~Q(status="") & Q(recorded_at__isnull=False)),
                name="result_recorded_when_known",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(status=""), name="result_due")]

    def __str__(self) -> str:
        return f"{self.moment} of {self.plan_id}"
