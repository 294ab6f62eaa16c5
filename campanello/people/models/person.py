"""The person, and the facts about a person that change with time or have several values."""

import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project, choices
from campanello.people.rules import values


def _known_in(projects: Collection[int]) -> Q:
    if not projects:
        return Q(pk__in=())
    known = Exists(Involvement.objects.filter(project__in=projects, person=OuterRef("pk")))
    # Nested rather than joined: SQLite would go through all people of the projects for each person looked at.
    return Q(known) | Q(Exists(Person.objects.filter(known, merged_into=OuterRef("pk"))))


class PersonSet(models.QuerySet["Person"]):
    """People."""

    def current(self) -> "PersonSet":
        """Those that stand for themselves: neither merged into another nor erased."""
        return self.filter(merged_into=None, erased_at=None)

    def visible_to(self, actor: Actor, right: Right = Right.READ_PERSON) -> "PersonSet":
        """Those whom the actor may see with a right: people of the projects where the actor has it.

        Who knew a record that was merged into another sees the one that stands for it. A restricted record (GDPR
        art. 18) is for those alone who answer people's rights.
        """
        answering = projects_with(actor, Right.ANSWER_RIGHTS)
        return self.filter(_known_in(projects_with(actor, right))).filter(
            Q(restricted_at=None) | _known_in(answering)
        )


class Person(models.Model):
    """Somebody the programme knows. A merged person's rows stay theirs; `merged_into` says who stands for them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    family_name = models.CharField(max_length=120, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    other_names = models.CharField(max_length=200, blank=True, help_text="Maiden or former name, nickname.")
    native_name = models.CharField(max_length=200, blank=True, help_text="In the person's own script.")
    sex = models.CharField(max_length=8, blank=True, choices=choices(values.SEXES))
    born_on = models.DateField(null=True, blank=True)
    has_declined_birth = models.BooleanField(default=False)
    birth_place = models.CharField(max_length=120, blank=True)
    birth_place_code = models.CharField(max_length=4, blank=True, help_text="Cadastral (Belfiore) code.")
    education = models.CharField(max_length=16, blank=True, choices=choices(values.EDUCATION))
    has_declined_citizenship = models.BooleanField(default=False)
    residence_istat = models.CharField(max_length=6, blank=True, help_text="ISTAT code of the municipality.")
    residence_province = models.CharField(max_length=2, blank=True, help_text="Plate code.")
    residence_address = models.CharField(max_length=200, blank=True)
    note = models.TextField(max_length=4000, blank=True, help_text="What every colleague should know first.")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    restricted_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PersonSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="person_not_merged_into_themselves",
            ),
            models.CheckConstraint(
                condition=Q(born_on=None) | Q(has_declined_birth=False), name="person_born_on_or_declined"
            ),
        ]
        indexes = [
            models.Index(fields=["born_on"], name="person_by_birth"),
            # Whose birth date nobody has asked yet: few, and looked for on every first page.
            models.Index(
                fields=["registered_at"],
                condition=Q(born_on=None, has_declined_birth=False, merged_into=None, erased_at=None),
                name="person_without_birth",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def name(self) -> str:
        """Given and family name, for people to read."""
        return f"{self.given_name} {self.family_name}".strip()


class Involvement(models.Model):
    """A project knows a person: whoever works there may see them as far as their role goes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="involvements")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "project"], name="involvement_once_in_a_project"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.project_id}"


class Participation(models.Model):
    """What the evaluation counts: a person in a project's lab, or with a plan there, with the facts at entry."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    strand = models.CharField(max_length=4, choices=choices(values.STRANDS))
    code = models.CharField(max_length=40, unique=True, help_text="Identifies the entry in imports.")
    entry_on = models.DateField()
    exit_on = models.DateField(null=True, blank=True)
    occupational_status = models.CharField(
        max_length=16,
        blank=True,
        choices=choices(values.EMPLOYMENT),
        help_text="At entry, then never changed.",
    )
    plan_status = models.CharField(max_length=12, blank=True, choices=choices(values.PLAN_STATUSES))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "project"], condition=Q(strand="lab"), name="participation_in_a_lab_once"
            ),
            models.CheckConstraint(
                condition=Q(strand="lab", plan_status="") | Q(Q(strand="plan"), ~Q(plan_status="")),
                name="participation_status_is_a_plan_s",
            ),
            models.CheckConstraint(
                condition=Q(exit_on=None) | Q(exit_on__gte=F("entry_on")),
                name="participation_ends_after_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strand} {self.code}"


class IdentityCode(models.Model):
    """A code that names a person: codice fiscale and what stands for it where there is none."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="codes")
    kind = models.CharField(max_length=14, choices=choices(values.CODE_KINDS))
    value = models.CharField(max_length=20, help_text="As it is written on the document.")
    normal = models.CharField(
        max_length=20, help_text="Upper case, omocodia undone: what makes two codes one."
    )
    reason = models.CharField(max_length=12, blank=True, choices=choices(values.WHY_LOCAL))
    basis = models.CharField(max_length=9, default="declared", choices=choices(values.BASES))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "normal"], condition=Q(ends_on=None), name="code_is_one_person_s"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ends_on=None), name="code_of_a_kind_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="local") | ~Q(reason=""), name="local_code_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["normal"], name="code_by_value"),
            models.Index(fields=["kind", "starts_on"], condition=Q(ends_on=None), name="code_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Citizenship(models.Model):
    """A state that a person is a citizen of; XX for stateless."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="citizenships")
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2, XK, or XX for stateless.")
    is_first = models.BooleanField(default=True, help_text="The one that is counted where one is.")
    basis = models.CharField(max_length=9, default="declared", choices=choices(values.BASES))

    class Meta:
        ordering = ["-is_first", "country"]
        constraints = [
            models.UniqueConstraint(fields=["person", "country"], name="citizenship_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_first=True), name="citizenship_first_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} of {self.person_id}"


class Language(models.Model):
    """A language that a person speaks or reads."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="languages")
    code = models.CharField(max_length=3, help_text="ISO 639-1, or 639-3 where there is none.")
    is_spoken = models.BooleanField(default=True)
    is_read = models.BooleanField(default=False)
    is_preferred = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_preferred", "code"]
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="language_once")]

    def __str__(self) -> str:
        return f"{self.code} of {self.person_id}"


class ContactWay(models.Model):
    """How a person is reached, and whether they agreed to be."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=9, choices=choices(values.CONTACT_KINDS))
    value = models.CharField(max_length=200, blank=True)
    normal = models.CharField(max_length=200, blank=True, db_index=True, help_text="E.164, or lower case.")
    note = models.CharField(max_length=200, blank=True)
    is_preferred = models.BooleanField(default=False)
    has_consent = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_preferred", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_preferred=True, ends_on=None), name="contact_preferred_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class EmploymentStatus(models.Model):
    """What a person's work is from a day on, until the next row."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employment")
    status = models.CharField(max_length=16, choices=choices(values.EMPLOYMENT))
    starts_on = models.DateField()
    basis = models.CharField(max_length=9, default="declared", choices=choices(values.BASES))

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["person", "starts_on"], name="employment_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.status} of {self.person_id}"


class ResidencePermit(models.Model):
    """A residence permit; a renewal asked for in time keeps it valid while it is pending."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="permits")
    kind = models.CharField(max_length=16, choices=choices(values.PERMIT_KINDS))
    number = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    renewal_asked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-expires_on"]
        indexes = [models.Index(fields=["expires_on"], name="permit_by_end")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class SpecialFact(models.Model):
    """A fact of a special category (GDPR art. 9, 10), or that there is none or no answer. For the stricter role."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="special_facts")
    kind = models.CharField(max_length=10, choices=choices(values.SPECIAL_KINDS))
    detail = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=9, choices=choices(values.BASES))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ends_on=None), name="special_fact_of_a_kind_once"
            )
        ]

    def __str__(self) -> str:
        return f"special fact {self.pk}"
