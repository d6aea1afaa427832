"""The school and its people."""

from collab.models.invitation import Invitation
from collab.models.people import Member, Role, User
from collab.models.school import ClassGroup, Department, School, Subject, Term, YearLevel
from collab.models.staff_import import StaffImport

__all__ = [
    "ClassGroup",
    "Department",
    "Invitation",
    "Member",
    "Role",
    "School",
    "StaffImport",
    "Subject",
    "Term",
    "User",
    "YearLevel",
]
