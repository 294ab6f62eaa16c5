"""Notices handed out, consents given and withdrawn, and the skills that a consent lets others see."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.models import choices
from campanello.people.models.person import Person
from campanello.people.rules import values


class Notice(models.Model):
    """A version of a text that people are given: what happens with their data. Never edited, only followed."""

    kind = models.CharField(max_length=20, help_text="privacy, or the purpose that a consent is asked for.")
    version = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    texts = models.JSONField(help_text="The text by language code; `it` is the official one.")

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="notice_version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class NoticeGiven(models.Model):
    """A person was given a notice."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices_given")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    given_on = models.DateField()
    how = models.CharField(max_length=6, choices=choices(values.HOW_GIVEN))
    language = models.CharField(max_length=2, default="it")

    class Meta:
        ordering = ["-given_on"]
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="notice_given_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.person_id}"


class Consent(models.Model):
    """A yes to one purpose under one notice; withdrawn whenever the person wishes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=choices(values.CONSENT_PURPOSES))
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    given_on = models.DateField()
    how = models.CharField(max_length=6, choices=choices(values.HOW_GIVEN))
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_on=None), name="consent_current_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.person_id}"


class Skill(models.Model):
    """Something a person can do for others, or would like done: the Mappa dei campanelli."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="skills")
    direction = models.CharField(max_length=7, choices=choices(values.SKILL_DIRECTIONS))
    text = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["direction", "text"]

    def __str__(self) -> str:
        return f"skill {self.pk}"
