"""What a person's record was before: revisions of its fields, merges, and pairs that may be one person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.people.models.person import Person


class Revision(models.Model):
    """One change of a record: each field's value before and after. Erased with the person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(help_text="Of the person, after the change.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    part = models.CharField(max_length=20, help_text="person, or the table of the person's that changed.")
    row = models.BigIntegerField(null=True, help_text="Which row of that table; none for the person's own.")
    changes = models.JSONField(help_text="Field name to [before, after].")
    note = models.CharField(
        max_length=200, blank=True, help_text="Why: recorded in error, asked by the person."
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-version"], name="revision_of_a_person")]

    def __str__(self) -> str:
        return f"revision {self.version} of {self.person_id}"


class Merge(models.Model):
    """Two records found to be one person. Nothing is moved, so undoing it restores both as they were.

    `kept` is the record that was chosen then; who stands for the absorbed one now, perhaps merged further, is
    `absorbed.merged_into`: always the last in the chain of merges that hold.
    """

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges_kept")
    absorbed = models.ForeignKey(Person, models.CASCADE, related_name="merges_absorbed")
    reason = models.CharField(max_length=500)
    # Once the kept record's household is written anew, the absorbed one's no longer counts: one date a kind.
    registry_until = models.DateField(null=True)
    isee_until = models.DateField(null=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-merged_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two_people"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merge_current_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"


class DoubtfulPair(models.Model):
    """Two records that may be one person, and what two people decided about them, each alone."""

    class Answer(models.TextChoices):
        SAME = "same"
        DIFFERENT = "different"
        UNSURE = "unsure"

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    probability_ppm = models.PositiveIntegerField(help_text="That they are one, in millionths.")
    reasons = models.JSONField(
        help_text="Per compared field: its name, how alike, its weight in bits times 100."
    )
    found_at = models.DateTimeField()
    first_answer = models.CharField(max_length=9, blank=True, choices=Answer)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_answer = models.CharField(max_length=9, blank=True, choices=Answer)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-probability_ppm", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
                name="pair_decided_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"
