"""What goes out to people: messages and what they are about, what each wants to hear, and who was talked to."""

from outreach.models.calls import CallInvitation, CallRules, TopicCall
from outreach.models.choices import MailChoices, Noticed, NoticeKind, NoticeRound
from outreach.models.contacts import ContactLog, Induction
from outreach.models.digests import Digest, DigestEdition, DigestRules, DigestWish, Highlight
from outreach.models.outbox import Claim, FailingAddress, MailRules, Message
from outreach.models.report_pictures import ReportPicture, StoryPicture
from outreach.models.reports import ProgrammePlacing, Report, ReportLink, ReportStory, ReportVersion

__all__ = [
    "CallInvitation",
    "CallRules",
    "Claim",
    "ContactLog",
    "Digest",
    "DigestEdition",
    "DigestRules",
    "DigestWish",
    "FailingAddress",
    "Highlight",
    "Induction",
    "MailChoices",
    "MailRules",
    "Message",
    "NoticeKind",
    "NoticeRound",
    "Noticed",
    "ProgrammePlacing",
    "Report",
    "ReportLink",
    "ReportPicture",
    "ReportStory",
    "ReportVersion",
    "StoryPicture",
    "TopicCall",
]
