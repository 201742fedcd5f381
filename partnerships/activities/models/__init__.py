"""What happens in a partnership, with its evidence."""

from partnerships.activities.models.activity import Activity, Confirmation, Evidence

__all__ = ["Activity", "Confirmation", "Evidence"]
