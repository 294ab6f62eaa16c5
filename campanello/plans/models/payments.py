"""What is paid: accounts, each person's purse, runs with their frozen lines, and the single payments."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.people.models import Person
from campanello.plans.models.pacts import Pact
from campanello.plans.models.plans import Plan
from campanello.plans.rules import values


class Treasury(models.Model):
    """From which account a project's allowances are paid, and as whom."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="+")
    payer = models.CharField(max_length=70, help_text="As banks print it.")
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"treasury of {self.project_id}"


class BankAccount(models.Model):
    """Where a person is paid, or an organisation is, from a day on; one current account each."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="bank_accounts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=70, help_text="Whose account it is, if another's with a mandate.")
    is_confirmed = models.BooleanField(
        default=False,
        help_text="Recorded though the bank is abroad or in no register: somebody looked twice.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation=None)
                | Q(person=None, organisation__isnull=False),
                name="bank_account_is_one_s",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on=None, person__isnull=False),
                name="bank_account_of_a_person_once",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ends_on=None, organisation__isnull=False),
                name="bank_account_of_a_body_once",
            ),
        ]

    def __str__(self) -> str:
        return f"bank account {self.pk}"


class Purse(models.Model):
    """What a person was given over all plans and projects, as far as runs have set it aside: held under the caps.

    Locked, in the order of its keys, by every run that touches it, so that two runs at once can't pass a cap.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="purse")
    services_cents = models.PositiveIntegerField(default=0)
    allowance_cents = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"purse of {self.person_id}"


class RunSet(models.QuerySet["PaymentRun"]):
    """Payment runs."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_PAYMENTS) -> "RunSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class PaymentRun(models.Model):
    """Allowances computed together, proposed by one and approved by another. Its lines are frozen once proposed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="In the project, from 1.")
    state = models.CharField(max_length=9, choices=choices(values.RUN_STATES), default="computing")
    through_on = models.DateField(help_text="Registers of days before this one count.")
    parameters = models.JSONField(default=dict, help_text="Caps, limits and set of requirements it used.")
    plans = models.PositiveIntegerField(default=0)
    to_person_cents = models.PositiveBigIntegerField(default=0)
    to_arrears_cents = models.PositiveBigIntegerField(default=0)
    lines_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the frozen lines, in order.")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField(null=True, blank=True)
    pays_on = models.DateField(null=True, blank=True, help_text="Asked of the bank.")
    closed_at = models.DateTimeField(null=True, blank=True)
    void_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RunSet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state__in=["computing", "proposed"]), name="run_open_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="run_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["computing", "proposed", "void"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="run_approved_before_it_is_ordered",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_why=""), name="run_void_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class PaymentLine(models.Model):
    """What a run found due to one plan, and from what: cumulative figures, less what was set aside before."""

    run = models.ForeignKey(PaymentRun, models.CASCADE, related_name="lines")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="payment_lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    attended_minutes = models.PositiveIntegerField(default=0)
    counted_minutes = models.PositiveIntegerField(default=0)
    services_cents = models.PositiveIntegerField(default=0, help_text="Value of services, to the day.")
    allowance_cents = models.PositiveIntegerField(default=0, help_text="Allowance, to the day.")
    before_cents = models.PositiveIntegerField(default=0, help_text="Of it, in earlier runs.")
    due_cents = models.PositiveIntegerField(default=0)
    to_arrears_cents = models.PositiveIntegerField(default=0)
    to_person_cents = models.PositiveIntegerField(default=0)
    capped = models.CharField(
        max_length=30, blank=True, help_text="services, allowance, hours, fund; with commas."
    )
    changed = models.CharField(
        max_length=60, blank=True, help_text="What is other than in the plan's last line; with commas."
    )
    held_why = models.CharField(
        max_length=40, blank=True, help_text="Why nothing is paid, as an error's code."
    )
    frozen = models.JSONField(
        default=dict, help_text="What it was computed from: minutes by service, share, requirements, pact."
    )

    class Meta:
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "plan"], name="line_once_in_a_run"),
            models.CheckConstraint(
                condition=Q(due_cents=F("to_arrears_cents") + F("to_person_cents")), name="line_parts_add_up"
            ),
        ]
        indexes = [models.Index(fields=["plan", "run"], name="line_of_a_plan")]

    def __str__(self) -> str:
        return f"line {self.pk}"


class Payment(models.Model):
    """Money to one account: the person's part of a line, or the landlord's. Its amount and account never change."""

    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="End-to-end identifier."
    )
    line = models.ForeignKey(PaymentLine, models.PROTECT, related_name="payments")
    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="payments")
    payee = models.CharField(max_length=8, choices=choices(values.PAYEES))
    creditor = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    pact = models.ForeignKey(Pact, models.PROTECT, null=True, blank=True, related_name="payments")
    cents = models.PositiveIntegerField()
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=choices(values.PAYMENT_STATES), default="ready")
    reason = models.CharField(max_length=200, blank=True, help_text="Why held, failed or returned.")
    value_on = models.DateField(null=True, blank=True, help_text="When the bank paid, or gave it back.")
    again_in = models.ForeignKey(
        PaymentLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="makes_good",
        help_text="The later line that pays again what failed or came back.",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "payee"], name="payment_once_a_payee"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=Q(payee="person", creditor=None) | Q(payee="landlord", creditor__isnull=False),
                name="payment_to_the_landlord_names_it",
            ),
        ]
        indexes = [models.Index(fields=["run", "state"], name="payment_of_a_run")]

    def __str__(self) -> str:
        return f"payment {self.pk}"
