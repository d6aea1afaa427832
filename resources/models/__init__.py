"""What the library prepares: requests, catalogue, boxes and their bookings, lists, purchases."""

from resources.models.advice import Advice
from resources.models.bookings import BookingMove, BoxBooking, FollowUp, LoanLine
from resources.models.boxes import BoxItem, BoxPicture, BoxVersion, ResourceBox
from resources.models.budgets import Budget
from resources.models.catalogue import CatalogueWord, Copy, Resource
from resources.models.catalogue_import import (
    CatalogueImport,
    ColumnMapping,
    ImportBatch,
    ImportPart,
    ImportRemark,
)
from resources.models.lists import CheckedLink, Curator, ListEntry, ResourceList
from resources.models.purchases import PurchaseMove, PurchaseSuggestion
from resources.models.topics import Help, NothingThisTime, TopicRequest, TopicRequestMove
from resources.models.weeding import WeedingMove, WeedingProposal

__all__ = [
    "Advice",
    "BookingMove",
    "BoxBooking",
    "BoxItem",
    "BoxPicture",
    "BoxVersion",
    "Budget",
    "CatalogueImport",
    "CatalogueWord",
    "CheckedLink",
    "ColumnMapping",
    "Copy",
    "Curator",
    "FollowUp",
    "Help",
    "ImportBatch",
    "ImportPart",
    "ImportRemark",
    "ListEntry",
    "LoanLine",
    "NothingThisTime",
    "PurchaseMove",
    "PurchaseSuggestion",
    "Resource",
    "ResourceBox",
    "ResourceList",
    "TopicRequest",
    "TopicRequestMove",
    "WeedingMove",
    "WeedingProposal",
]
