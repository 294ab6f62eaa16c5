"""Who lives where with which title, and what rent is owed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.models import Organisation, choices
from campanello.homes.models.places import Dwelling
from campanello.homes.rules import values
from campanello.people.models import Household, Person


class Tenancy(models.Model):
    """A household in a dwelling on some days. A dwelling has one current tenancy, a household one home.

    The constraints hold what is open; that past spans share no day is the service's to see to, under a lock.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="tenancies")
    household = models.ForeignKey(Household, models.PROTECT, related_name="tenancies")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tenancies")
    tenure = models.CharField(max_length=10, choices=choices(values.TENURES))
    code = models.CharField(max_length=40, blank=True, help_text="The contract's, as the landlord names it.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["dwelling"], condition=Q(ends_on=None), name="tenancy_current_once"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ends_on=None) & ~Q(tenure="shopkeeper"),
                name="tenancy_one_home_a_household",
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="tenancy_code_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="tenancy_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"tenancy {self.pk}"


class ArrearsStatement(models.Model):
    """What a household owed a creditor on a day, by whom it was said. The latest one of a creditor holds.

    A figure is never overwritten: a wrong one is replaced by a statement that names it and says why.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="statements")
    creditor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    as_of = models.DateField()
    amount_cents = models.PositiveBigIntegerField()
    source = models.CharField(max_length=14, choices=choices(values.ARREARS_SOURCES))
    no_fault_cause = models.CharField(max_length=22, blank=True, choices=choices(values.NO_FAULT_CAUSES))
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why the first figure was wrong.")
    is_replaced = models.BooleanField(default=False, help_text="Another statement corrects this one.")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenancy", "creditor", "as_of", "source"],
                condition=Q(is_replaced=False),
                name="statement_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""), name="statement_correction_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["tenancy", "-as_of"], name="statement_latest")]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class ArrearsPayment(models.Model):
    """Money that reached a creditor for a household's debt: the debt is less by it until it is stated anew.

    Statements stay as they were made; what is owed is the latest one less what was paid since.
    """

    reference = models.UUIDField(unique=True, help_text="Of what paid it: booked twice, it counts once.")
    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="arrears_payments")
    creditor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    paid_on = models.DateField(help_text="The bank's value date, or the day of the offset's act.")
    cents = models.PositiveBigIntegerField()
    source = models.CharField(max_length=9, choices=choices(values.ARREARS_PAYMENTS))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(
        null=True, blank=True, help_text="The money came back: it counts no more."
    )
    void_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="arrears_payment_of_something"),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_why="") | (Q(voided_at__isnull=False) & ~Q(void_why="")),
                name="arrears_payment_void_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["tenancy", "-paid_on"], name="arrears_payment_latest")]

    def __str__(self) -> str:
        return f"arrears payment {self.pk}"
