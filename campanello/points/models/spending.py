"""What points are used for: donations, redemptions against arrears, and the settlements that pay landlords."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.points.models.ledger import Account, Transfer
from campanello.points.rules import values


class Donation(models.Model):
    """Points given away, without anything in return. The donor is not shown unless they wish so."""

    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="donation")
    shows_donor = models.BooleanField(default=False)
    is_assigned = models.BooleanField(default=False, help_text="A coordinator gave them out of the pool.")
    why = models.CharField(
        max_length=200, blank=True, help_text="Why the coordinator gave them to this household."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_assigned=False) | ~Q(why=""), name="donation_assigned_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"donation {self.transfer_id}"


class RentBudget(models.Model):
    """Money set aside for a project's points, from a day on: most that all its redemptions may come to together.

    Without one, what may be issued is the only bound.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    cents = models.PositiveBigIntegerField(
        help_text="Over the project's whole life, what is paid already too."
    )
    starts_on = models.DateField()
    source = models.CharField(max_length=200, help_text="The act that set it aside.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["project", "starts_on"], name="rent_budget_once_a_day")
        ]

    def __str__(self) -> str:
        return f"rent budget {self.pk}"


class RedemptionSet(models.QuerySet["Redemption"]):
    """Redemptions."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_POINTS) -> "RedemptionSet":
        """Those of the projects where the actor has the right, or towards the landlord they work for."""
        own = Q(creditor__in=landlords_with(actor, right))
        return self.filter(Q(project__in=projects_with(actor, right)) | own)


class Redemption(models.Model):
    """Points that a household puts towards what it owes. The debt goes down when the payment is confirmed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="redemptions")
    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="+")
    creditor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    way = models.CharField(max_length=7, choices=choices(values.SCHEMES))
    points = models.PositiveIntegerField(help_text="As asked for.")
    cents_a_point = models.PositiveIntegerField()
    settled_points = models.PositiveIntegerField(default=0)
    returned_points = models.PositiveIntegerField(default=0)
    rests_on = models.ForeignKey(
        ArrearsStatement, models.PROTECT, related_name="+", help_text="The debt as it was known then."
    )
    state = models.CharField(max_length=8, choices=choices(values.REDEMPTION_STATES), default="asked")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    with_staff = models.BooleanField(default=False, help_text="An operator did it, with the person there.")
    returned_why = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RedemptionSet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="redemption_of_something"),
            models.CheckConstraint(
                condition=Q(points__gte=F("settled_points") + F("returned_points")),
                name="redemption_parts_fit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "in_batch"], closed_at=None)
                | Q(
                    state__in=["settled", "returned"],
                    closed_at__isnull=False,
                    points=F("settled_points") + F("returned_points"),
                ),
                name="redemption_closed_in_full",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "creditor", "state"], name="redemption_to_settle"),
            models.Index(fields=["tenancy", "creditor", "state"], name="redemption_of_a_tenancy"),
        ]

    def __str__(self) -> str:
        return f"redemption {self.pk}"


class SettlementSet(models.QuerySet["Settlement"]):
    """Settlements."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_SETTLEMENTS) -> "SettlementSet":
        """Those of the projects where the actor has the right, or with the landlord they work for."""
        own = Q(creditor__in=landlords_with(actor, right))
        return self.filter(Q(project__in=projects_with(actor, right)) | own)


class Settlement(models.Model):
    """Redemptions towards one landlord, paid together: proposed by one, approved by another, confirmed once."""

    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="End-to-end identifier."
    )
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    creditor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="In the project, from 1.")
    way = models.CharField(max_length=7, choices=choices(values.SCHEMES))
    state = models.CharField(max_length=9, choices=choices(values.SETTLEMENT_STATES), default="proposed")
    points = models.PositiveIntegerField(default=0)
    cents = models.PositiveBigIntegerField(default=0)
    settled_cents = models.PositiveBigIntegerField(
        default=0, help_text="Confirmed: what the debts went down by."
    )
    lines_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of the lines as approved, in order."
    )
    holder = models.CharField(max_length=70, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    payer = models.CharField(max_length=70, blank=True, help_text="Frozen with the proposal, as the account.")
    payer_iban = models.CharField(max_length=34, blank=True)
    payer_bic = models.CharField(max_length=11, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField(null=True, blank=True)
    pays_on = models.DateField(null=True, blank=True, help_text="Asked of the bank.")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paid_on = models.DateField(
        null=True, blank=True, help_text="The bank's value date, or the offset's act's day."
    )
    proof = models.CharField(
        max_length=120, blank=True, help_text="The bank's reference, or the offset's act."
    )
    void_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SettlementSet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="settlement_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="settlement_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(paid_on__isnull=False) & ~Q(proof="")),
                name="settlement_confirmed_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_why=""), name="settlement_void_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"settlement {self.pk}"


class SettlementLine(models.Model):
    """One redemption in a settlement, frozen: what the debt was known to be, what is paid."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(
        help_text="In the settlement, from 1; the landlord names it by this."
    )
    redemption = models.ForeignKey(Redemption, models.PROTECT, related_name="lines")
    points = models.PositiveIntegerField()
    cents = models.PositiveBigIntegerField()
    debt_cents = models.PositiveBigIntegerField(
        help_text="Owed to the creditor when it was proposed, less what other lines take off before this one."
    )
    before_cents = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="The same on the day of the payment, as known when it was confirmed."
    )
    settled_cents = models.PositiveBigIntegerField(null=True, blank=True, help_text="As confirmed.")
    is_void = models.BooleanField(default=False)

    class Meta:
        ordering = ["settlement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "number"], name="line_number_once"),
            models.UniqueConstraint(
                fields=["redemption"], condition=Q(is_void=False), name="line_of_a_redemption_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_cents=None) | Q(settled_cents__lte=F("cents")),
                name="line_settles_no_more",
            ),
        ]

    def __str__(self) -> str:
        return f"settlement line {self.pk}"
