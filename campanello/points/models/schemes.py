"""A project's scheme of points: its dated tariffs, what activities are worth, and how each creditor is paid."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.lab.models import Activity
from campanello.people.models import Household
from campanello.points.rules import values


class SchemeSet(models.QuerySet["Scheme"]):
    """Schemes of points."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_POINTS) -> "SchemeSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Scheme(models.Model):
    """A project's points: what they are called, what one is worth, how many may be issued, from when to when.

    What a point is worth never changes while points are out: whoever earned one keeps what it was worth then.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.OneToOneField(Project, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40, help_text="What residents call them: PuntiLuna.")
    cents_a_point = models.PositiveIntegerField(default=100)
    budget_points = models.PositiveIntegerField(help_text="How many may be out at most, over the whole life.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded: from here nothing is earned.")
    source = models.CharField(max_length=200, help_text="The act that set it up.")
    payer = models.CharField(
        max_length=70, blank=True, help_text="Who pays the landlords, as banks print it."
    )
    payer_iban = models.CharField(max_length=34, blank=True)
    payer_bic = models.CharField(max_length=11, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SchemeSet.as_manager()

    class Meta:
        ordering = ["project"]
        constraints = [
            models.CheckConstraint(condition=Q(cents_a_point__gt=0), name="scheme_point_is_worth_something"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="scheme_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tariff(models.Model):
    """What is earned from a day on, until the next tariff's day."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="tariffs")
    number = models.PositiveSmallIntegerField(help_text="In the scheme, from 1.")
    starts_on = models.DateField()
    source = models.CharField(max_length=200, help_text="The act or the meeting that set it.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="tariff_number_once"),
            models.UniqueConstraint(fields=["scheme", "starts_on"], name="tariff_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"tariff {self.pk}"


class Rate(models.Model):
    """A line of a tariff: so many points an hour, or each time. Never changed: a new tariff has new lines."""

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="rates")
    code = models.SlugField(
        max_length=20, help_text="base, silver, gold, youth: the same from tariff to tariff."
    )
    names = models.JSONField(help_text="By language code; `it` is always there.")
    unit = models.CharField(max_length=4, choices=choices(values.RATE_UNITS))
    points = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["points", "code"]
        constraints = [
            models.UniqueConstraint(fields=["tariff", "code"], name="rate_once_in_a_tariff"),
            models.CheckConstraint(condition=Q(points__gt=0), name="rate_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.points}"


class Worth(models.Model):
    """By which rate an activity of the lab earns, from a day on; with an empty code, it earns nothing."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="worths")
    code = models.SlugField(max_length=20, blank=True)
    starts_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "starts_on"], name="worth_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"worth of {self.activity_id}"


class CreditorTerms(models.Model):
    """How points are turned into money for a landlord: the creditor decides whether by offset or by payment."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="creditors")
    creditor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    way = models.CharField(max_length=7, choices=choices(values.SCHEMES))
    holder = models.CharField(max_length=70, blank=True, help_text="Of the account, as banks print it.")
    iban = models.CharField(max_length=34, blank=True)
    source = models.CharField(max_length=200, help_text="The creditor's act or letter.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["creditor__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "creditor"], condition=Q(ends_on=None), name="creditor_terms_current_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="creditor_terms_end_after_they_start",
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.creditor_id}"


class OwnHousehold(models.Model):
    """An operator said that they belong to a household: they award it nothing, and decide nothing about it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "household"], condition=Q(ended_at=None), name="own_household_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.household_id}"
