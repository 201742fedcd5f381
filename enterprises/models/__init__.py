"""What an enterprise can fill in alone."""

from enterprises.models.enterprise import Alias, Contact, Enterprise, EnterpriseMembership, Site, StaffGroup
from enterprises.models.opening import Opening

__all__ = ["Alias", "Contact", "Enterprise", "EnterpriseMembership", "Opening", "Site", "StaffGroup"]
