"""People: a User signs in; a Member is a person in one school, with or without a login."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from collab.models.school import Department, OfSchool, School
from collab.models.versioned import Versioned


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=email.lower())

    def create_user(self, email, password=None, **fields):
        """A user who signs in with an e-mail address; without a password only by code or provider."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. What the person may do in a school is said by their Member there."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case")]

    def __str__(self):
        return self.name or self.email


class Role(models.TextChoices):
    LIBRARIAN = "librarian", "Librarian"
    TEACHER = "teacher", "Teacher"
    LEADER = "leader", "Leader"
    ADMINISTRATOR = "administrator", "Administrator"


class ContactBy(models.TextChoices):
    EMAIL = "email", "E-mail"
    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "Phone"
    CHAT = "chat", "Chat message"


class MemberQuerySet(OfSchool):
    def active(self):
        return self.filter(deactivated_at__isnull=True)

    def with_role(self, role):
        return self.filter(roles__contains=[role])


class Member(Versioned):
    """A person in one school, with any combination of roles there; exists before, and without, a login."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    staff_id = models.CharField("staff ID", max_length=60, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    departments = models.ManyToManyField(Department, blank=True, related_name="members")
    contact_by = models.CharField(
        "prefers to be contacted", max_length=20, choices=ContactBy.choices, default=ContactBy.EMAIL
    )
    phone = models.CharField(max_length=40, blank=True)
    expertise = models.CharField(max_length=500, blank=True, help_text="What they can bring to a unit.")
    joined_at = models.DateTimeField(null=True, blank=True, help_text="When a login was first connected.")
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True, blank=True)
    deactivated_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="deactivations"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["school", "name"], name="member_by_name"),
            GinIndex(fields=["roles"], name="member_by_role"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="member_has_a_name"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="member_email_is_lower_case"),
            models.CheckConstraint(condition=Q(roles__contained_by=Role.values), name="member_roles_are_known"),
            models.UniqueConstraint(
                "school", "email", condition=~Q(email=""), name="member_email_is_unique_in_its_school"
            ),
            models.UniqueConstraint(
                "school", "staff_id", condition=~Q(staff_id=""), name="staff_id_is_unique_in_its_school"
            ),
            models.UniqueConstraint(fields=["school", "user"], name="user_is_one_member_of_a_school"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", kwargs={"school_slug": self.school.slug, "member_id": self.pk})

    def has_role(self, *roles):
        """Whether the member holds at least one of these roles."""
        return any(role in self.roles for role in roles)

    @property
    def is_active(self):
        return self.deactivated_at is None

    @property
    def is_librarian(self):
        return Role.LIBRARIAN in self.roles

    @property
    def is_teacher(self):
        return Role.TEACHER in self.roles

    @property
    def is_leader(self):
        return Role.LEADER in self.roles

    @property
    def is_administrator(self):
        return Role.ADMINISTRATOR in self.roles

    @property
    def first_name(self):
        return self.name.split(" ")[0]

    @property
    def role_names(self):
        """The roles as people say them: “Librarian, teacher”."""
        return ", ".join(Role(role).label for role in Role.values if role in self.roles).capitalize()
