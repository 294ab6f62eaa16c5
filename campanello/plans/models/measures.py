"""What a project offers: its measures with their funds, and the catalogue of services with dated hourly values."""

from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project, choices
from campanello.plans.rules import values


class MeasureSet(models.QuerySet["Measure"]):
    """Measures."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_APPLICATIONS) -> "MeasureSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Measure(models.Model):
    """Plans under one set of requirements and one fund: who applies, applies to a measure. First come, first served.

    What is committed to plans is kept beside the fund in the transaction of each commitment, and never exceeds it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40, unique=True, help_text="In addresses and imports.")
    titles = models.JSONField(help_text="The title by language code; `it` is always there.")
    requirement_set = models.CharField(max_length=30, help_text="Code of a set of requirements.")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True, help_text="Excluded: the first day it is closed.")
    is_public = models.BooleanField(default=False, help_text="Whether one applies on line.")
    is_evaluated = models.BooleanField(
        default=True,
        help_text="Whether its plans count in the programme's evaluation; another fund's do not.",
    )
    services_cents = models.PositiveBigIntegerField(default=0, help_text="The fund for services.")
    allowance_cents = models.PositiveBigIntegerField(default=0, help_text="The fund for allowances.")
    committed_services_cents = models.PositiveBigIntegerField(default=0)
    committed_allowance_cents = models.PositiveBigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = MeasureSet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_services_cents__lte=F("services_cents")),
                name="measure_services_within_fund",
            ),
            models.CheckConstraint(
                condition=Q(committed_allowance_cents__lte=F("allowance_cents")),
                name="measure_allowance_within_fund",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gt=F("opens_on")),
                name="measure_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Service(models.Model):
    """One kind of help that plans contain, in a block; a base service never bears an allowance."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    names = models.JSONField(help_text="The name by language code; `it` is always there.")
    block = models.CharField(max_length=13, choices=choices(values.BLOCKS))
    bears_allowance = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=True, help_text="May be put into plans from now on.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["project", "block", "code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="service_once_in_a_project"),
            models.CheckConstraint(
                condition=~Q(block="base", bears_allowance=True), name="service_base_bears_no_allowance"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ServiceValue(models.Model):
    """What an hour of a service is worth from a day on, until the next row; with the act that says so."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="hourly_values")
    hourly_cents = models.PositiveIntegerField()
    starts_on = models.DateField()
    source = models.CharField(max_length=200)
    is_demo = models.BooleanField(
        default=False, help_text="Invented, for trying out: never for a real payment."
    )

    class Meta:
        ordering = ["service", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["service", "starts_on"], name="service_value_once_a_day"),
            models.CheckConstraint(condition=~Q(source=""), name="service_value_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} from {self.starts_on}"
