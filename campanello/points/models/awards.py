"""What is awarded: a signed register as a whole, single awards by hand; what was withheld; notices of expiry."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project, choices
from campanello.lab.models import Attendance, Session
from campanello.people.models import Person
from campanello.points.models.ledger import Account
from campanello.points.models.schemes import Rate
from campanello.points.rules import values


class AwardSet(models.QuerySet["Award"]):
    """Awards by hand."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_POINTS) -> "AwardSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Award(models.Model):
    """Points that an operator awards by hand, with evidence. Above a threshold a second person signs."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rate = models.ForeignKey(Rate, models.PROTECT, related_name="+")
    what = models.CharField(max_length=160, help_text="What was done, as the receipt says it.")
    done_on = models.DateField()
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Where the rate is by the hour.")
    times = models.PositiveSmallIntegerField(default=1, help_text="Where it is by the time.")
    points = models.PositiveIntegerField()
    evidence = models.CharField(max_length=300, help_text="Who saw it, or what shows it.")
    needs_second = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=choices(values.AWARD_STATES), default="waiting")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why_not = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AwardSet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="award_of_something"),
            models.CheckConstraint(
                condition=Q(needs_second=False) | ~Q(state="given") | ~Q(decided_by=F("proposed_by")),
                name="award_signed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(why_not=""), name="award_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="award_decided_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="award_of_a_project")]

    def __str__(self) -> str:
        return f"award {self.pk}"


class AwardedSession(models.Model):
    """A session's signed register was turned into points, once; corrections of it are followed afterwards."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField(help_text="How many present people got less, or nothing.")
    awarded_at = models.DateTimeField()
    awarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    last_row = models.BigIntegerField(
        default=0, help_text="Key of the register's last row that is in the points; later ones correct it."
    )

    class Meta:
        ordering = ["-awarded_at"]
        indexes = [models.Index(fields=["project", "-awarded_at"], name="awarded_session_of_a_project")]

    def __str__(self) -> str:
        return f"awarded {self.session_id}"


class Withheld(models.Model):
    """Points that an attendance would have earned and did not, and why. Looked at by somebody, who then says so."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    why = models.CharField(max_length=16, choices=choices(values.WITHHELD_WHYS))
    points = models.PositiveIntegerField(help_text="That were not given.")
    other = models.ForeignKey(
        Attendance, models.PROTECT, null=True, blank=True, related_name="+", help_text="That overlaps."
    )
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["attendance", "why"], name="withheld_once_a_reason"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(settled_how=""), name="withheld_settled_in_words"
            ),
        ]
        indexes = [models.Index(fields=["project", "settled_at"], name="withheld_of_a_project")]

    def __str__(self) -> str:
        return f"withheld {self.pk}"


class ExpiryNotice(models.Model):
    """A household was told that points expire on a day unless they are used. Nothing expires without."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="notices")
    points = models.PositiveIntegerField()
    expires_on = models.DateField()
    told_on = models.DateField()
    expired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-expires_on"]
        constraints = [
            models.UniqueConstraint(fields=["account", "expires_on"], name="expiry_notice_once_a_day"),
            models.CheckConstraint(condition=Q(expires_on__gt=F("told_on")), name="expiry_told_before"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
