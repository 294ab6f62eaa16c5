"""Where people live: municipality, neighbourhood, building, stair, dwelling."""

import uuid

from django.db import models
from django.db.models import Q

from campanello.core.access import Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.homes.rules import values


class Municipality(models.Model):
    """A Comune of Lombardy, by its ISTAT code; loaded from the package's reference table."""

    istat = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=60, db_index=True)
    province = models.CharField(max_length=2)
    cadastral_code = models.CharField(max_length=4, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.province})"


class Neighbourhood(models.Model):
    """A quarter where one or more projects work."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="neighbourhoods")
    residents = models.PositiveIntegerField(null=True, blank=True)
    projects = models.ManyToManyField(Project, related_name="neighbourhoods")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="neighbourhood_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class BuildingSet(models.QuerySet["Building"]):
    """Buildings."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_HOMES) -> "BuildingSet":
        """Those in the neighbourhoods of the actor's projects, or with a dwelling of the landlord they work for."""
        near = Q(neighbourhood__in=Neighbourhood.objects.filter(projects__in=projects_with(actor, right)))
        own = Q(pk__in=Dwelling.objects.filter(owner__in=landlords_with(actor, right)).values("building"))
        return self.filter(near | own)


class Building(models.Model):
    """A house with a street number."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="buildings")
    street = models.CharField(max_length=120)
    number = models.CharField(max_length=12)
    name = models.CharField(max_length=80, blank=True)
    search = models.CharField(max_length=160, db_index=True, help_text="Street and number, normalised.")
    built_on = models.DateField(null=True, blank=True, help_text="No tenancy starts earlier.")
    version = models.PositiveIntegerField(default=1)

    objects = BuildingSet.as_manager()

    class Meta:
        ordering = ["street", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "street", "number"], name="building_address_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"


class Stair(models.Model):
    """A stairway, with a doorbell panel of its own."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="stairs")
    label = models.CharField(max_length=12)

    class Meta:
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["building", "label"], name="stair_label_once")]

    def __str__(self) -> str:
        return self.label


class DwellingSet(models.QuerySet["Dwelling"]):
    """Dwellings."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_HOMES) -> "DwellingSet":
        """Those in the neighbourhoods of the actor's projects, or of the landlord they work for."""
        projects = projects_with(actor, right)
        near = Q(building__neighbourhood__in=Neighbourhood.objects.filter(projects__in=projects))
        return self.filter(near | Q(owner__in=landlords_with(actor, right)))


class Dwelling(models.Model):
    """A flat or shop behind a door."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey(Building, models.CASCADE, related_name="dwellings")
    stair = models.ForeignKey(Stair, models.PROTECT, related_name="dwellings")
    floor = models.SmallIntegerField(help_text="0 is the ground floor.")
    door = models.CharField(max_length=12)
    code = models.CharField(max_length=40, blank=True, help_text="The landlord's.")
    doorbell = models.CharField(max_length=80, blank=True, help_text="What the button says.")
    doorbell_search = models.CharField(
        max_length=80, blank=True, db_index=True, help_text="The same, normalised."
    )
    owner_kind = models.CharField(max_length=12, choices=choices(values.OWNERS))
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="dwellings")
    is_sap = models.BooleanField(default=False, help_text="Servizio abitativo pubblico, L.R. 16/2016.")
    rooms = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, default="usable", choices=choices(values.DWELLING_STATES))
    version = models.PositiveIntegerField(default=1)

    objects = DwellingSet.as_manager()

    class Meta:
        ordering = ["stair__label", "floor", "door"]
        constraints = [
            models.UniqueConstraint(fields=["stair", "floor", "door"], name="dwelling_door_once"),
            models.UniqueConstraint(
                fields=["owner", "code"], condition=~Q(code=""), name="dwelling_code_once"
            ),
            models.CheckConstraint(
                condition=Q(owner_kind="private") | Q(owner__isnull=False),
                name="dwelling_public_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"dwelling {self.pk}"
