"""Activities, their sessions, who signed up, and the register of who came."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.homes.models import Building
from campanello.lab.rules import values
from campanello.people.models import Person


class ActivitySet(models.QuerySet["Activity"]):
    """Activities."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LAB) -> "ActivitySet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))

    def public(self) -> "ActivitySet":
        """Those that everybody may read of."""
        return self.filter(is_public=True)


class Activity(models.Model):
    """A party, a workshop, a course, an open desk: one or more sessions under a title."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=choices(values.ACTIVITY_KINDS))
    titles = models.JSONField(help_text="The title by language code; `it` is always there.")
    descriptions = models.JSONField(default=dict, help_text="The text by language code.")
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    languages = models.CharField(
        max_length=40, blank=True, help_text="Codes with commas, as they are spoken there."
    )
    has_childcare = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of each session; empty: no limit."
    )
    is_public = models.BooleanField(default=True, help_text="In the public calendar, feed and posters.")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ActivitySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["project", "kind"], name="activity_of_a_project")]

    def __str__(self) -> str:
        return str(self.titles.get("it", self.pk))


class Session(models.Model):
    """One date of an activity. Its register is signed once; afterwards it is corrected, with a reason, never edited."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sessions")
    # The activity's, kept here so that a project's calendar is one index.
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day of its start in Rome.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=160, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: no limit.")
    booked = models.PositiveIntegerField(
        default=0, help_text="Places taken; kept in the transaction of a sign-up."
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    check_in_key = models.CharField(max_length=64, blank=True, help_text="Of the QR code at the door.")
    guests = models.PositiveIntegerField(default=0, help_text="Who came without giving a name.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(booked__lte=F("capacity")), name="session_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="session_signed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "on"], name="session_of_a_project"),
            models.Index(fields=["on"], name="session_by_day"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"


class SignUp(models.Model):
    """A person's place in a session, or their place in the queue for one; the queue is in the order of the keys."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sign_ups")
    state = models.CharField(max_length=9, choices=choices(values.SIGN_UP_STATES))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    needs_childcare = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=~Q(state="cancelled"), name="sign_up_once_a_person"
            )
        ]
        indexes = [models.Index(fields=["session", "state", "id"], name="sign_up_queue")]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"


class Attendance(models.Model):
    """Whether a person came to a session and for how long. Once signed, a row is replaced by another, never edited."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=7, choices=choices(values.PRESENCES))
    minutes = models.PositiveSmallIntegerField(default=0)
    how = models.CharField(max_length=8, default="register", help_text="register, qr, offline.")
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
                fields=["session", "person"], condition=Q(is_replaced=False), name="attendance_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""), name="attendance_correction_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(presence="present") | Q(minutes=0), name="attendance_minutes_of_who_came"
            ),
        ]
        indexes = [models.Index(fields=["person", "session"], name="attendance_of_a_person")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
