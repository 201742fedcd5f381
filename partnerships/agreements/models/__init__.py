"""What the two sides agree: partnerships, proposals, agreements."""

from partnerships.agreements.models.agreement import Agreement, Signature
from partnerships.agreements.models.partnership import Partnership, Side
from partnerships.agreements.models.proposal import Proposal

__all__ = ["Agreement", "Partnership", "Proposal", "Side", "Signature"]
