"""What goes with settlements: points that they gave back, and differences with the landlord's next statement."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from campanello.core.models import choices
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.points.models.spending import Redemption, Settlement
from campanello.points.rules import values


class GivenBack(models.Model):
    """Points of a redemption that a settlement gave back to the household: how many, when, and why."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="given_back")
    redemption = models.ForeignKey(Redemption, models.PROTECT, related_name="+")
    points = models.PositiveIntegerField()
    cents = models.PositiveBigIntegerField()
    debt_cents = models.PositiveBigIntegerField(help_text="What was left of the debt for it.")
    why = models.CharField(max_length=12, choices=choices(values.GIVEN_BACK_WHYS))
    is_at_proposal = models.BooleanField(
        help_text="Else at the confirmation, when the money was paid already."
    )

    class Meta:
        ordering = ["settlement", "pk"]
        constraints = [models.CheckConstraint(condition=Q(points__gt=0), name="given_back_something")]

    def __str__(self) -> str:
        return f"given back {self.pk}"


class Difference(models.Model):
    """What somebody said becomes of a difference between what was expected and what the landlord stated."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="differences")
    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="+")
    statement = models.ForeignKey(ArrearsStatement, models.PROTECT, related_name="+")
    expected_cents = models.PositiveBigIntegerField()
    stated_cents = models.PositiveBigIntegerField()
    word = models.CharField(max_length=8, choices=choices(values.DIFFERENCE_WORDS))
    note = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["settlement", "-decided_at", "-pk"]
        indexes = [models.Index(fields=["settlement", "tenancy"], name="difference_of_a_settlement")]

    def __str__(self) -> str:
        return f"difference {self.pk}"
