"""The school as its people know it: terms, year levels, subjects, departments, classes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse

from collab.models.versioned import Versioned

SATURDAY = 5  # as `date.weekday` counts

# The first parts of the product's own addresses.
RESERVED_SLUGS = frozenset(
    {"-", "accounts", "admin", "api", "health", "help", "join", "lists", "media", "set-up", "static"}
)


def validate_school_slug(slug):
    """Refuse a slug that would hide one of the product's own addresses."""
    validate_slug(slug)
    if slug.lower() in RESERVED_SLUGS:
        raise ValidationError("“%(slug)s” is an address of Collab itself. Choose another.", params={"slug": slug})


def validate_time_zone(name):
    """Refuse what is no name in the IANA time zone database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError("“%(name)s” is not a time zone.", params={"name": name}) from error


class OfSchool(models.QuerySet):
    """Rows that belong to one school through their own `school` column."""

    def visible_to(self, member):
        return self.filter(school_id=member.school_id)


class School(Versioned):
    """One school; its slug is the first part of every address of its pages."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True, validators=[validate_school_slug])
    country = models.CharField(max_length=2, help_text="ISO 3166 code, for example AU.")
    time_zone = models.CharField(max_length=60, validators=[validate_time_zone])
    locale = models.CharField(max_length=12, default="en-gb", help_text="BCP 47 tag, for example en-au.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="school_has_a_name"),
            models.CheckConstraint(condition=Q(slug=Lower("slug")), name="school_slug_is_lower_case"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("desk", kwargs={"school_slug": self.slug})

    @property
    def zone(self):
        """The school's time zone, as a `ZoneInfo`."""
        return ZoneInfo(self.time_zone)

    def day_of(self, moment):
        """The date that an aware moment falls on in this school."""
        return moment.astimezone(self.zone).date()


class TermQuerySet(OfSchool):
    def from_day(self, day):
        """Terms that have not ended before a date, soonest first."""
        return self.filter(ends_on__gte=day).order_by("starts_on")


class Term(Versioned):
    """A stretch of a school year; any number in a year, none overlapping another of the same school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=60, help_text="For example Term 3, Autumn term, Semester 1.")
    year = models.CharField(max_length=9, help_text="The school year it belongs to: 2026, or 2026/27.")
    starts_on = models.DateField()
    ends_on = models.DateField()
    half_term_starts_on = models.DateField(null=True, blank=True)
    half_term_ends_on = models.DateField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        indexes = [models.Index(fields=["school", "starts_on"], name="term_by_start")]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="term_starts_before_it_ends"),
            models.CheckConstraint(
                condition=Q(half_term_starts_on__isnull=True, half_term_ends_on__isnull=True)
                | Q(
                    half_term_starts_on__gt=F("starts_on"),
                    half_term_starts_on__lte=F("half_term_ends_on"),
                    half_term_ends_on__lt=F("ends_on"),
                ),
                name="half_term_lies_within_its_term",
            ),
            models.UniqueConstraint("school", "year", Lower("name"), name="term_name_is_unique_in_its_year"),
            ExclusionConstraint(
                name="terms_of_a_school_do_not_overlap",
                expressions=[
                    (Func(F("school"), F("school"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="These dates overlap another term.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.year}"

    def week_of(self, day):
        """The school week that a date falls in, from 1; None outside the term and in the half-term break.

        Weeks begin on Monday. The first may be a short one. A week whose school days all lie in the half-term break
        is not counted, and its weekend belongs to the break.
        """
        if not self.starts_on <= day <= self.ends_on or self._is_in_half_term(day):
            return None
        first_monday = _monday_of_school_week(self.starts_on)
        monday = max(day - timedelta(days=day.weekday()), first_monday)
        friday = monday + timedelta(days=4)
        if self._is_in_half_term(monday) and self._is_in_half_term(friday):
            return None
        return (monday - first_monday).days // 7 + 1 - self._break_weeks_before(monday)

    def is_school_day(self, day):
        """Whether a date is Monday to Friday within the term, and not in its half-term break."""
        return day.weekday() < SATURDAY and self.week_of(day) is not None

    def weeks(self):
        """Its school weeks in order: list of (number, first day, last day), each within the term, Monday to Sunday."""
        found = []
        monday = _monday_of_school_week(self.starts_on)
        while monday <= self.ends_on:
            days = [monday + timedelta(days=step) for step in range(7)]
            days = [day for day in days if self.starts_on <= day <= self.ends_on]
            number = next(filter(None, map(self.week_of, days)), None)
            if number:
                found.append((number, days[0], days[-1]))
            monday += timedelta(days=7)
        return found

    def _is_in_half_term(self, day):
        return bool(self.half_term_starts_on) and self.half_term_starts_on <= day <= self.half_term_ends_on

    def _break_weeks_before(self, monday):
        """How many whole school weeks of the half-term break lie before a week that is not one of them."""
        if not self.half_term_starts_on or monday <= self.half_term_starts_on:
            return 0
        first = self.half_term_starts_on + timedelta(days=-self.half_term_starts_on.weekday() % 7)
        return max(0, ((self.half_term_ends_on - first).days + 3) // 7)


def _monday_of_school_week(day):
    """The Monday of the week in which school begins: a term that starts on a weekend begins with the next week."""
    return day + timedelta(days=-day.weekday() if day.weekday() < SATURDAY else 7 - day.weekday())


class YearLevel(Versioned):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="year_levels")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint("school", Lower("name"), name="year_level_name_is_unique_in_its_school")]

    def __str__(self):
        return self.name


class Department(Versioned):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(max_length=100)
    head = models.ForeignKey("Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="heads")
    champion = models.ForeignKey(
        "Member",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="champions",
        help_text="The library champion: the library's first contact in this department.",
    )

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("school", Lower("name"), name="department_name_is_unique_in_its_school")]

    def __str__(self):
        return self.name


class Subject(Versioned):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="subjects")
    name = models.CharField(max_length=100)
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="subjects"
    )

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("school", Lower("name"), name="subject_name_is_unique_in_its_school")]

    def __str__(self):
        return self.name


class ClassGroup(Versioned):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="class_groups")
    name = models.CharField(max_length=60)
    year_level = models.ForeignKey(YearLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="classes")
    subject = models.ForeignKey(Subject, on_delete=models.SET_NULL, null=True, blank=True, related_name="classes")
    size = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Number of students.")

    objects = OfSchool.as_manager()

    class Meta:
        verbose_name = "class"
        verbose_name_plural = "classes"
        ordering = ["name"]
        constraints = [models.UniqueConstraint("school", Lower("name"), name="class_name_is_unique_in_its_school")]

    def __str__(self):
        return self.name
