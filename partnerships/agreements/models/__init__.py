"""What the two sides agree: partnerships, proposals, agreements."""

from partnerships.agreements.models.agreement import Agreement, Signature
from partnerships.agreements.models.partnership import Partnership, Side, sides_of
from partnerships.agreements.models.proposal import Proposal

__all__ = ["Agreement", "Partnership", "Proposal", "Side", "Signature", "sides_of"]
