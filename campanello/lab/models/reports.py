"""Reports: what a resident tells us is wrong, who must answer, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from campanello.core.access import Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.homes.models import Building, Dwelling, Neighbourhood, Stair
from campanello.lab.models.visits import Visit
from campanello.lab.rules import values
from campanello.people.models import Person


class ReportSet(models.QuerySet["Report"]):
    """Reports."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LAB) -> "ReportSet":
        """Those of the actor's projects, and those that the landlord they work for has to answer.

        A landlord's officer never meets what concerns a person.
        """
        owned = Q(owner__in=landlords_with(actor, Right.ANSWER_REPORTS)) & ~Q(
            kind__in=values.PERSONAL_REPORT_KINDS
        )
        return self.filter(Q(project__in=projects_with(actor, right)) | owned)


class Report(models.Model):
    """One report. It has one owner, who must answer, and a history of states.

    Its `uid` is made where it is entered: whoever sends it twice has made it once.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=16, unique=True, help_text="What people are told: S-2026-00123.")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=choices(values.REPORT_KINDS))
    text = models.TextField(max_length=4000)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    stair = models.ForeignKey(Stair, models.PROTECT, null=True, blank=True, related_name="+")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="+")
    place_note = models.CharField(max_length=200, blank=True, help_text="Third step, beside the bins, ...")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    is_public_space = models.BooleanField(default=False, help_text="May be shown to everybody and sent on.")
    reporter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="reports")
    visit = models.ForeignKey(Visit, models.SET_NULL, null=True, blank=True, related_name="reports")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Who must answer.")
    priority = models.CharField(max_length=6, default="normal", choices=choices(values.PRIORITIES))
    state = models.CharField(max_length=9, default="received", choices=choices(values.REPORT_STATES))
    state_since = models.DateTimeField()
    planned_on = models.DateField(null=True, blank=True)
    ask_whom = models.CharField(max_length=200, blank=True, help_text="Whose it is, where it is not ours.")
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    made_at = models.DateTimeField(help_text="When it was told.")
    made_on = models.DateField(help_text="The same as a day in Rome.")
    first_answer_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    follow_up_on = models.DateField(null=True, blank=True, help_text="Ask then whether it is truly solved.")
    follow_up_answer = models.CharField(max_length=9, blank=True, choices=choices(values.FOLLOW_UP_ANSWERS))
    source = models.CharField(max_length=10, default="staff", help_text="staff, antenna, resident, open311.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ReportSet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public_space=False) | ~Q(kind__in=["social", "personal", "conflict"]),
                name="report_of_a_person_is_never_public",
            ),
            models.CheckConstraint(
                condition=Q(joined_into=None) | Q(state="duplicate"), name="report_joined_is_a_duplicate"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, state__in=["received", "progress", "planned"])
                | Q(closed_at__isnull=False, state__in=["solved", "not_ours", "duplicate", "no_action"]),
                name="report_closed_has_its_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_ours") | ~Q(ask_whom=""), name="report_not_ours_says_whom_to_ask"
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(planned_on__isnull=False), name="report_planned_has_its_day"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "-made_at"], name="report_of_a_project"),
            # With the key: pages follow each other by it, and an index that lacks it would be sorted anew.
            models.Index(fields=["project", "-made_at", "-id"], name="report_by_day"),
            models.Index(fields=["project", "-state_since", "-id"], name="report_by_change"),
            models.Index(
                fields=["project", "-closed_at", "-id"],
                condition=Q(closed_at__isnull=False),
                name="report_closed_lately",
            ),
            models.Index(fields=["owner", "-made_at", "-id"], name="report_of_an_owner_by_day"),
            models.Index(fields=["owner", "state", "-made_at"], name="report_of_an_owner"),
            models.Index(fields=["building", "-made_at"], name="report_of_a_building"),
            models.Index(fields=["is_public_space", "-made_at"], name="report_public"),
            models.Index(
                fields=["reporter", "-made_at"],
                condition=Q(reporter__isnull=False),
                name="report_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReportStep(models.Model):
    """One step of a report's history: a state, an owner, a word to the resident or among colleagues. Never edited."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(
        max_length=10, help_text="state, owner, reply, note, reminder, joined, follow_up."
    )
    state = models.CharField(max_length=9, blank=True, choices=choices(values.REPORT_STATES))
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=20, blank=True, help_text="By which rule the owner was found.")
    text = models.TextField(max_length=4000, blank=True)
    is_for_resident = models.BooleanField(default=False, help_text="The one who reported it may read it.")
    is_for_owner = models.BooleanField(default=True, help_text="The owner's officers may read it.")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"


class ReportPhoto(models.Model):
    """A photograph, without the place, time and device that the camera wrote into it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    path = models.CharField(max_length=200, help_text="Below the data folder, outside the web root.")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "sha256"], name="report_photo_once")]

    def __str__(self) -> str:
        return f"photo {self.pk}"


class Seconding(models.Model):
    """Somebody else who told us the same: they joined a report instead of making another.

    Its `uid` is made in the form: whoever sends it twice has joined once.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="secondings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"], condition=Q(person__isnull=False), name="seconding_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.person_id}"


class ReplyTemplate(models.Model):
    """A reply written once, in the resident's language where there is one."""

    owner = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=9, blank=True, choices=choices(values.REPORT_STATES))
    texts = models.JSONField(help_text="The text by language code; `it` is always there.")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ReportRoute(models.Model):
    """Who answers reports of a kind about a place that no dwelling decides: a street, a square, a courtyard."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="report_routes")
    kind = models.CharField(max_length=11, choices=choices(values.REPORT_KINDS))
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "kind"], name="report_route_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"


class ReportCount(models.Model):
    """How many reports a year has got a number for: the row is held while the next one is given."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class ReportRelease(models.Model):
    """A report whose history may be changed or deleted, for one transaction of retention or of a person's erasure.

    The triggers of migration `report_history_is_kept` let nothing else through.
    """

    report = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.report}"
