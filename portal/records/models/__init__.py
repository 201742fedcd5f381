"""What the site keeps about itself: who did what, what waits, and who may act without an account."""

from portal.records.models.audit import AuditEvent, Transition
from portal.records.models.imports import (
    ExportJob,
    ImportBatch,
    ImportRow,
    RememberedColumns,
    RememberedWord,
)
from portal.records.models.links import SignedLink
from portal.records.models.mail import MailJob
from portal.records.models.marks import StaleMark
from portal.records.models.site import Heartbeat
from portal.records.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "AuditEvent",
    "ExportJob",
    "Heartbeat",
    "ImportBatch",
    "ImportRow",
    "MailJob",
    "RememberedColumns",
    "RememberedWord",
    "SignedLink",
    "StaleMark",
    "Transition",
]
