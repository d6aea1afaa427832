"""The school and its people."""

from collab.models.invitation import Invitation
from collab.models.people import Member, Role, User
from collab.models.pictures import SchoolLogo, StoredPicture
from collab.models.school import ClassGroup, Department, School, Subject, Term, YearLevel
from collab.models.staff_import import StaffImport

__all__ = [
    "ClassGroup",
    "Department",
    "Invitation",
    "Member",
    "Role",
    "School",
    "SchoolLogo",
    "StaffImport",
    "StoredPicture",
    "Subject",
    "Term",
    "User",
    "YearLevel",
]
