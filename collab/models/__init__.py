"""The school and its people."""

from collab.models.invitation import Invitation
from collab.models.people import Member, Role, User
from collab.models.school import ClassGroup, Department, School, Subject, Term, YearLevel

__all__ = [
    "ClassGroup",
    "Department",
    "Invitation",
    "Member",
    "Role",
    "School",
    "Subject",
    "Term",
    "User",
    "YearLevel",
]
