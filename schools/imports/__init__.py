"""What schools and their bureaus bring in from Excel, by noun."""

from schools.imports.kinds import KINDS

__all__ = ["KINDS"]
