"""The plan: its versions with their services, the acts that changed its state, and who signed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.people.models import Participation, Person
from campanello.plans.models.applications import Application, Document
from campanello.plans.models.measures import Measure, Service
from campanello.plans.rules import values


class PlanSet(models.QuerySet["Plan"]):
    """Plans."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_PLANS) -> "PlanSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Plan(models.Model):
    """A personal plan (PIP). Its state changes by dated acts alone; what it contains, by versions."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True, help_text="As the dataset contract's plan_id.")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="plans")
    person = models.ForeignKey(Person, models.PROTECT, related_name="plans")
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="plan"
    )
    participation = models.OneToOneField(
        Participation, models.PROTECT, null=True, blank=True, related_name="+", help_text="From signature on."
    )
    state = models.CharField(max_length=9, choices=choices(values.PLAN_STATES), default="draft")
    language = models.CharField(max_length=3, default="it", help_text="The person's own, beside Italian.")
    goal = models.CharField(
        max_length=500, blank=True, help_text="What the person wants to reach, in their words."
    )
    case_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Excluded: the first day after it.")
    signed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="Completed, withdrawn or revoked on.")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PlanSet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="draft", signed_on=None)
                | Q(state="withdrawn")
                | (~Q(state="draft") & Q(signed_on__isnull=False)),
                name="plan_signed_beyond_draft",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["completed", "withdrawn", "revoked"], closed_on__isnull=False)
                | (~Q(state__in=["completed", "withdrawn", "revoked"]) & Q(closed_on=None)),
                name="plan_closed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "-starts_on"], name="plan_of_a_project"),
            models.Index(fields=["person"], name="plan_of_a_person"),
            models.Index(
                fields=["project", "closed_on"], condition=Q(closed_on__isnull=False), name="plan_by_close"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PlanVersion(models.Model):
    """What a plan contains from a day on: the first version, and one for each amendment. Once signed, it stays."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was amended.")
    signed_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="plan_amended_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} version {self.number}"


class PlanService(models.Model):
    """A service in a version of a plan: how long, by whom, when."""

    plan_version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(help_text="Planned.")
    deliverer = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    calendar = models.CharField(max_length=200, blank=True, help_text="Days and hours, in words.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan_version", "service"], name="plan_service_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="plan_service_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} in {self.plan_version_id}"


class PlanAct(models.Model):
    """A dated act that changed a plan's state or end. Never edited."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=8, choices=choices(values.PLAN_ACTS))
    on = models.DateField()
    number = models.CharField(max_length=60, blank=True, help_text="Of the act, as the office counts it.")
    reason = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=9)
    after = models.CharField(max_length=9, choices=choices(values.PLAN_STATES))
    ends_on = models.DateField(null=True, blank=True, help_text="The plan's new end, of an extension.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["plan", "on"], name="act_of_a_plan")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.plan_id}"


class Signature(models.Model):
    """Somebody signed a version of a plan, or the terms of a pact. Never edited."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan_version = models.ForeignKey(
        PlanVersion, models.CASCADE, null=True, blank=True, related_name="signatures"
    )
    pact_terms = models.ForeignKey(
        "plans.PactTerms", models.CASCADE, null=True, blank=True, related_name="signatures"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="Whose, unless the team's."
    )
    by = models.CharField(max_length=8, choices=choices(values.SIGNED_BY))
    how = models.CharField(max_length=6, choices=choices(values.SIGNED_HOW))
    on = models.DateField()
    strokes = models.JSONField(null=True, blank=True, help_text="Lines of points, as drawn on the screen.")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    text_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of what was signed, as canonical JSON."
    )
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_version__isnull=False, pact_terms=None)
                | Q(plan_version=None, pact_terms__isnull=False),
                name="signature_under_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(by="staff") & Q(person=None)) | (~Q(by="staff") & Q(person__isnull=False)),
                name="signature_is_somebody_s",
            ),
            models.UniqueConstraint(
                fields=["plan_version", "by"],
                condition=Q(plan_version__isnull=False),
                name="signature_of_a_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"
