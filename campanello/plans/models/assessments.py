"""Assessment: dimensions with score and reason, the team around a household, goals, tasks, common-good work."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project, choices
from campanello.people.models import Household, Person
from campanello.plans.models.plans import Plan
from campanello.plans.rules import values


class AssessmentSet(models.QuerySet["Assessment"]):
    """Assessments."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_ASSESSMENTS) -> "AssessmentSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Assessment(models.Model):
    """What a team found of a person's situation on a day. Once signed it stays; a review is another one."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="assessments")
    kind = models.CharField(max_length=11, choices=choices(values.ASSESSMENT_KINDS))
    on = models.DateField()
    summary = models.TextField(max_length=4000, blank=True)
    needs_team = models.BooleanField(
        default=False, help_text="Complex: a team takes the household in charge."
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = AssessmentSet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["person", "-on"], name="assessment_of_a_person")]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class DimensionScore(models.Model):
    """How one dimension stands, and why the team says so. A draft may lack either; what is signed lacks neither."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores")
    dimension = models.CharField(max_length=20)
    score = models.PositiveSmallIntegerField(null=True, help_text="1: serious need; 5: no need.")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "dimension"], name="dimension_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="dimension_score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} of {self.assessment_id}"


class TeamMember(models.Model):
    """Who takes part in the team around a person: a colleague, or somebody of another body."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    who = models.CharField(max_length=120, blank=True, help_text="Role and body, if not a colleague.")
    is_lead = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(is_lead=True, ends_on=None), name="team_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(who=""), name="team_member_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"team of {self.person_id}"


class Goal(models.Model):
    """Something to be reached by a day."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="goals")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="goals")
    dimension = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=7, choices=choices(values.GOAL_STATES), default="open")
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["state", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="goal_closed_on_a_day",
            )
        ]
        indexes = [models.Index(fields=["project", "due_on"], condition=Q(state="open"), name="goal_waiting")]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Task(models.Model):
    """One thing to do for a goal: by a colleague, by the person, or by somebody else."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_the_persons = models.BooleanField(default=False)
    who = models.CharField(max_length=120, blank=True, help_text="Another body, in words.")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["owner", "due_on"], condition=Q(done_on=None), name="task_waiting")]

    def __str__(self) -> str:
        return f"task {self.pk}"


class CommonGoodWork(models.Model):
    """Hours of an activity for the common good (PUC). Recorded by mistake: cancelled, never deleted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="common_good_work")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="common_good_work")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=11, choices=choices(values.COMMON_GOOD_AREAS))
    what = models.CharField(max_length=200)
    place = models.CharField(max_length=160, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_why = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="common_good_some_time"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_why=""),
                name="common_good_cancelled_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["person", "-on"], name="common_good_of_a_person")]

    def __str__(self) -> str:
        return f"common-good work {self.pk}"
