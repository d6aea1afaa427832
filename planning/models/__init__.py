"""A unit plan: the plan itself, its answers, its people, and the rows of each stage."""

from planning.models.answers import Answer, Presence, RivalAnswer
from planning.models.evaluation import Criterion, CriterionCount, Need
from planning.models.evidence import Evidence, EvidenceFile
from planning.models.people import Contribution, Duty, Partner
from planning.models.plan import Continuum, Facet, StageState, UnitPlan
from planning.models.resources import PlanResource
from planning.models.standards import Standard
from planning.models.teaching import Barrier, CoTeachingModel, FormativeCheck, Lesson, LessonLead

__all__ = [
    "Answer",
    "Barrier",
    "CoTeachingModel",
    "Continuum",
    "Contribution",
    "Criterion",
    "CriterionCount",
    "Duty",
    "Evidence",
    "EvidenceFile",
    "Facet",
    "FormativeCheck",
    "Lesson",
    "LessonLead",
    "Need",
    "Partner",
    "PlanResource",
    "Presence",
    "RivalAnswer",
    "StageState",
    "Standard",
    "UnitPlan",
]
