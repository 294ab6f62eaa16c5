"""Traineeships with their hosts and tutors' visits; vacancies and short courses, who is put forward, jobs found."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project, choices
from campanello.people.models import Person
from campanello.plans.models.plans import Plan
from campanello.plans.rules import values


class HostSet(models.QuerySet["Host"]):
    """Hosts."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_PLANS) -> "HostSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Host(models.Model):
    """An enterprise or body that takes trainees under an agreement."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    sector = models.CharField(max_length=80, blank=True)
    municipality = models.CharField(max_length=6, blank=True, help_text="ISTAT code.")
    address = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True, help_text="How the body is reached.")
    agreement = models.CharField(
        max_length=60, blank=True, help_text="Number of the agreement (convenzione)."
    )
    agreed_on = models.DateField(null=True, blank=True)
    agreed_until = models.DateField(null=True, blank=True, help_text="Excluded.")
    places = models.PositiveSmallIntegerField(default=1, help_text="Trainees at a time.")
    version = models.PositiveIntegerField(default=1)

    objects = HostSet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="host_once_in_a_project"),
            models.CheckConstraint(
                condition=Q(agreed_on=None, agreed_until=None)
                | Q(agreed_on__isnull=False, agreed_until=None)
                | Q(agreed_until__gt=F("agreed_on")),
                name="host_agreement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Traineeship(models.Model):
    """A person learns at a host's. No allowance comes from this fund."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="traineeships")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="traineeships")
    host = models.ForeignKey(Host, models.PROTECT, related_name="traineeships")
    role = models.CharField(max_length=160, help_text="What the trainee does there.")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Excluded.")
    weekly_minutes = models.PositiveSmallIntegerField()
    tutor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    host_tutor = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=11, choices=choices(values.TRAINEESHIP_STATES), default="planned")
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="traineeship_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="running"), name="traineeship_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="traineeship_of_a_project")]

    def __str__(self) -> str:
        return f"traineeship {self.pk}"


class TutorVisit(models.Model):
    """The tutor looked in at a traineeship."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    traineeship = models.ForeignKey(Traineeship, models.CASCADE, related_name="visits")
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    goes_well = models.BooleanField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Vacancy(models.Model):
    """A job or a short course that somebody of the quarter might take."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=choices(values.VACANCY_KINDS))
    title = models.CharField(max_length=160)
    employer = models.CharField(max_length=160)
    host = models.ForeignKey(Host, models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.CharField(max_length=6, blank=True, help_text="ISTAT code.")
    weekly_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = models.CharField(
        max_length=40, blank=True, help_text="Codes with commas that one must speak."
    )
    skills = models.CharField(max_length=300, blank=True, help_text="With commas.")
    places = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(max_length=2000, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gt=F("opens_on")),
                name="vacancy_closes_after_it_opens",
            )
        ]
        indexes = [models.Index(fields=["project", "-opens_on"], name="vacancy_of_a_project")]

    def __str__(self) -> str:
        return f"vacancy {self.pk}"


class WorkWish(models.Model):
    """How much somebody can work, and whether they go elsewhere for it: as they said last."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="work_wish")
    weekly_minutes = models.PositiveSmallIntegerField(help_text="At most.")
    travels = models.BooleanField(default=False, help_text="Also to other municipalities.")
    said_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(weekly_minutes__gt=0), name="wish_of_some_time")]

    def __str__(self) -> str:
        return f"wish of {self.person_id}"


class Candidacy(models.Model):
    """A person is put forward for a vacancy."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="candidacies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies")
    state = models.CharField(max_length=9, choices=choices(values.CANDIDACY_STATES), default="proposed")
    on = models.DateField(help_text="Of the state.")
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "person"], name="candidacy_once")]

    def __str__(self) -> str:
        return f"candidacy {self.pk}"


class JobFound(models.Model):
    """A person found work, through a vacancy or by themselves."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="jobs_found")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="jobs_found")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    contract = models.CharField(max_length=80, blank=True)
    weekly_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    employer = models.CharField(max_length=160, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return f"job {self.pk}"
