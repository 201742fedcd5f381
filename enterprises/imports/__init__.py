"""What bureaus, schools and enterprises bring in from Excel, by noun."""

from enterprises.imports.kinds import KINDS

__all__ = ["KINDS"]
