"""Sessions of the plans' services, who is expected at them, and the register of who came."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.plans.models.measures import Service
from campanello.plans.models.plans import Plan
from campanello.plans.rules import values


class SessionSet(models.QuerySet["Session"]):
    """Sessions."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_PLANS) -> "SessionSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Session(models.Model):
    """One date of a service. Its register is signed once; afterwards it is corrected, with a reason, never edited."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="sessions")
    deliverer = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(help_text="The day of its start in Rome.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = SessionSet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="plan_session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="plan_session_signed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-on"], name="plan_session_of_a_project"),
            models.Index(fields=["service", "on"], name="plan_session_of_a_service"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"


class Expected(models.Model):
    """A plan whose person is expected at a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="expected")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="expected")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "plan"], name="expected_once")]
        indexes = [models.Index(fields=["plan", "session"], name="expected_of_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} at {self.session_id}"


class Attendance(models.Model):
    """Whether and how long a plan's person was there. Once signed, a row is replaced by another, never edited."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="attendances")
    # Of the session, kept here so that what is due is computed along one index in order of days.
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    on = models.DateField()
    planned_minutes = models.PositiveSmallIntegerField()
    is_signed = models.BooleanField(
        default=False, help_text="Of a signed register: counts for the allowance."
    )
    presence = models.CharField(max_length=9, choices=choices(values.PRESENCES))
    minutes = models.PositiveSmallIntegerField(default=0)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why a signed row was wrong.")
    is_replaced = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "plan"],
                condition=Q(is_replaced=False),
                name="plan_attendance_once",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""), name="plan_attendance_corrected_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(presence="present") | Q(minutes=0), name="plan_attendance_minutes_of_who_came"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("planned_minutes")), name="plan_attendance_within_the_session"
            ),
        ]
        indexes = [
            models.Index(
                fields=["plan", "on", "id"],
                condition=Q(is_replaced=False, is_signed=True, presence="present"),
                name="plan_attendance_that_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
