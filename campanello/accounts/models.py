"""Tables of users, the roles they hold, and invitations."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from campanello.accounts.rules import IN_A_PROJECT
from campanello.core.access import BY_ORGANISATION
from campanello.core.actor import ROLE_NAMES, Role
from campanello.core.models import Organisation, Project


class Users(BaseUserManager["User"]):
    """Users by their name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of a name, in whatever case it was typed."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who logs in: an operator, an officer, a resident."""

    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, help_text="As colleagues read it.")
    language = models.CharField(max_length=2, default="it")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # No foreign key: accounts know nothing of people. Set by the service that opens a resident's account.
    person = models.BigIntegerField(null=True, unique=True, help_text="The person that a resident is.")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Users()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_name_once"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def shown_name(self) -> str:
        """The name for whoever manages accounts, who learns no resident's."""
        return self.name if self.person is None else ""

    def get_full_name(self) -> str:
        """The name as colleagues read it."""
        return self.name


class AssignmentSet(models.QuerySet["Assignment"]):
    """Roles held."""

    def holding_on(self, day: date) -> "AssignmentSet":
        """Those that hold on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class Assignment(models.Model):
    """A role that a user holds in an organisation, and in a project where the role is a project's, on some days."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=12, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = AssignmentSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="assignment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=IN_A_PROJECT) | Q(project__isnull=False),
                name="assignment_of_a_project_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[*BY_ORGANISATION, Role.ADMIN, Role.RESIDENT])
                | Q(project__isnull=True),
                name="assignment_of_an_organisation_names_no_project",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "project"],
                condition=Q(ends_on=None, project__isnull=False),
                name="assignment_in_a_project_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=Q(ends_on=None, project=None),
                name="assignment_in_an_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Invitation(models.Model):
    """A way in for a new user: a secret sent by e-mail or printed on a letter. Only its hash is kept."""

    class Way(models.TextChoices):
        EMAIL = "email"
        LETTER = "letter"

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    way = models.CharField(max_length=6, choices=Way)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.way}"


class ApiToken(models.Model):
    """What a program shows instead of a log-in, for its user's own rights. Only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60, help_text="What it is for, as the user reads it.")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, help_text="To the day: when it was last shown.")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"token {self.pk} of {self.user_id}"


class DoorKey(models.Model):
    """A resident's way in without a password: a secret in a QR code, on paper or shown by staff, and a PIN of theirs.

    Of both the hash alone is kept. Wrong PINs lock it for a while, and in the end for good.
    """

    class Way(models.TextChoices):
        LETTER = "letter"
        PRESENT = "present"

    user = models.ForeignKey(User, models.CASCADE, related_name="door_keys")
    way = models.CharField(max_length=7, choices=Way)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    pin = models.CharField(
        max_length=128, blank=True, help_text="As Django keeps passwords; empty until chosen."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True, help_text="The last time.")
    wrong = models.PositiveSmallIntegerField(default=0, help_text="Wrong PINs since the last right one.")
    locked_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["user", "revoked_at"], name="door_key_of_a_user")]

    def __str__(self) -> str:
        return f"door key {self.pk}"
