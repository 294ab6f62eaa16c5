"""Who came to the lab, or whom the lab went to; when the desk was open; work without a user in front."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project, choices
from campanello.homes.models import Building
from campanello.lab.rules import values
from campanello.people.models import Household, Person


class VisitSet(models.QuerySet["Visit"]):
    """Visits."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LAB) -> "VisitSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Visit(models.Model):
    """One contact with a person, a household, or somebody who gave no name. A visit is not a person.

    Its `uid` is made where it is entered, also without a network: whoever sends it twice has recorded it once.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="When it took place.")
    on = models.DateField(help_text="The day of `at` in Rome: what is counted and sorted by.")
    channel = models.CharField(max_length=10, choices=choices(values.CHANNELS))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="visits")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="visits")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=10)
    outcome = models.CharField(max_length=10, blank=True, choices=choices(values.VISIT_OUTCOMES))
    note = models.TextField(max_length=4000, blank=True)
    is_confidential = models.BooleanField(
        default=False, help_text="The note is for those who read special facts."
    )
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    next_step_done_at = models.DateTimeField(null=True, blank=True)
    is_clock_corrected = models.BooleanField(
        default=False, help_text="The telephone's clock was wrong; `at` is set right."
    )
    cancelled_at = models.DateTimeField(
        null=True, blank=True, help_text="Recorded by mistake: kept, not counted."
    )
    cancelled_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = VisitSet.as_manager()

    class Meta:
        ordering = ["-on", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(household=None), name="visit_of_a_person_or_a_household"
            ),
            models.CheckConstraint(
                condition=Q(next_step_on=None) | ~Q(next_step=""), name="visit_next_day_says_what_for"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-on", "-at"], name="visit_of_a_project"),
            models.Index(
                fields=["person", "-on"], condition=Q(person__isnull=False), name="visit_of_a_person"
            ),
            models.Index(
                fields=["household", "-on"], condition=Q(household__isnull=False), name="visit_of_a_household"
            ),
            models.Index(fields=["operator", "-on"], name="visit_of_an_operator"),
            models.Index(
                fields=["project", "next_step_on"],
                condition=Q(next_step_on__isnull=False, next_step_done_at=None, cancelled_at=None),
                name="visit_waiting_step",
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class VisitNeed(models.Model):
    """What a visit was about; it may be several things."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="needs")
    need = models.CharField(max_length=10, choices=choices(values.NEEDS))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "need"], name="visit_need_once")]

    def __str__(self) -> str:
        return self.need


class OpeningHours(models.Model):
    """When a project's desk is open, week after week."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")

    class Meta:
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="opening_hours_close_after_they_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at}"


class Shift(models.Model):
    """An operator at the desk; open until they end it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day of its start in Rome.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator"], condition=Q(ends_at=None), name="shift_open_once_an_operator"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["project", "-on"], name="shift_of_a_project")]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class IndirectWork(models.Model):
    """An operator's time without a user in front: unpaid and unseen, unless it is written down."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=choices(values.WORK_KINDS))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440), name="indirect_work_within_a_day"
            )
        ]
        indexes = [models.Index(fields=["project", "-on"], name="indirect_work_of_a_project")]

    def __str__(self) -> str:
        return f"work {self.pk}"
