"""The ledger: accounts, transfers between two of them, the seal of each day.

A transfer is one row that names both accounts, so nothing can be out of balance. Rows are never changed or deleted
(migration `ledger_is_kept`); a mistake is undone by a transfer that names it, once.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.lab.models import Attendance
from campanello.people.models import Household, Person
from campanello.points.models.schemes import Rate
from campanello.points.rules import values


class AccountSet(models.QuerySet["Account"]):
    """Accounts."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_POINTS) -> "AccountSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Account(models.Model):
    """Points held by a household, by a project that has still to issue them, or on their way to a landlord.

    `balance` is kept in the transaction of every transfer, and is never below `floor`: 0, or as far as an issuer's
    budget goes. A project's budget may be parted over several issuers' accounts (`strip`), so that two awards at once
    do not wait for each other; they are touched in the order of their keys.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=choices(values.ACCOUNT_KINDS))
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    creditor = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    strip = models.PositiveSmallIntegerField(default=0)
    balance = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0, help_text="Of an issuer: what it may issue, below zero.")
    gift_code = models.CharField(
        max_length=9, blank=True, help_text="What a household tells somebody who wants to give it points."
    )
    opened_at = models.DateTimeField()

    objects = AccountSet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=F("floor")), name="account_not_below_its_floor"),
            models.CheckConstraint(
                condition=Q(floor=0) | Q(kind="issuer", floor__lt=0), name="account_floor_of_issuers_alone"
            ),
            models.CheckConstraint(
                condition=Q(kind="household", household__isnull=False, person=None, creditor=None)
                | Q(kind="person", household=None, person__isnull=False, creditor=None)
                | Q(kind__in=["pending", "settled"], household=None, person=None, creditor__isnull=False)
                | Q(kind__in=["issuer", "pool", "expired"], household=None, person=None, creditor=None),
                name="account_is_one_s",
            ),
            models.CheckConstraint(condition=Q(strip=0) | Q(kind="issuer"), name="account_strip_of_issuers"),
            models.UniqueConstraint(
                fields=["project", "household"], condition=Q(kind="household"), name="account_of_a_household"
            ),
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(kind="person"), name="account_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["project", "creditor", "kind"],
                condition=Q(kind__in=["pending", "settled"]),
                name="account_of_a_creditor",
            ),
            models.UniqueConstraint(
                fields=["project", "kind", "strip"],
                condition=Q(kind__in=["issuer", "pool", "expired"]),
                name="account_of_a_project",
            ),
            models.UniqueConstraint(
                fields=["gift_code"], condition=~Q(gift_code=""), name="account_gift_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Transfer(models.Model):
    """Points moved from one account to another: one row, both sides, whole points. Never changed, never deleted."""

    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Sent twice, it moves once."
    )
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    points = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=choices(values.TRANSFER_KINDS))
    on = models.DateField(help_text="The day in Rome on which it was recorded; its seal's.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    earned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    earned_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Of work or presence.")
    rate = models.ForeignKey(Rate, models.PROTECT, null=True, related_name="+", db_index=False)
    attendance = models.ForeignKey(Attendance, models.PROTECT, null=True, related_name="+", db_index=False)
    award = models.ForeignKey("Award", models.PROTECT, null=True, related_name="transfers", db_index=False)
    redemption = models.ForeignKey(
        "Redemption", models.PROTECT, null=True, related_name="transfers", db_index=False
    )
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="transfer_moves_points"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_between_two_accounts"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses=None)),
                name="transfer_reversal_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["redemption", "settlement", "return"]) | Q(redemption__isnull=False),
                name="transfer_to_the_rent_names_it",
            ),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="transfer_reversed_once"
            ),
            models.UniqueConstraint(
                # What was withheld and is given afterwards names an award of its own beside the attendance.
                fields=["attendance"],
                condition=Q(kind="award", attendance__isnull=False, award=None),
                name="transfer_once_an_attendance",
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(kind="award", award__isnull=False),
                name="transfer_once_an_award",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="transfer_out_of_an_account"),
            models.Index(fields=["target", "-id"], name="transfer_into_an_account"),
            models.Index(fields=["project", "on", "id"], name="transfer_of_a_day"),
            models.Index(
                fields=["earned_by", "earned_on"], condition=Q(kind="award"), name="transfer_earned_by"
            ),
            models.Index(
                fields=["redemption"], condition=Q(redemption__isnull=False), name="transfer_of_a_redemption"
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"


class Reversal(models.Model):
    """Why a transfer was taken back, beside the transfer that took it back."""

    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="reversal")
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="reversal_has_a_reason")]

    def __str__(self) -> str:
        return f"reversal {self.transfer_id}"


class Seal(models.Model):
    """A project's transfers of a day, sealed: SHA-256 over the day's rows in order and over the seal before.

    Days without transfers have none. Never changed, never deleted; nothing is added to a sealed day or before it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    on = models.DateField()
    transfers = models.PositiveIntegerField()
    points = models.PositiveBigIntegerField()
    last = models.BigIntegerField(help_text="The key of the day's last transfer.")
    previous_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the project's seal before.")
    sha256 = models.CharField(max_length=64)
    rows = models.BinaryField(
        default=bytes,
        help_text="Eight bytes of each row's own SHA-256, in order: they name a row that was changed.",
    )
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["project", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["project", "on"], name="seal_once_a_day"),
            models.CheckConstraint(condition=Q(transfers__gt=0), name="seal_of_something"),
        ]

    def __str__(self) -> str:
        return f"seal {self.project_id} {self.on}"
