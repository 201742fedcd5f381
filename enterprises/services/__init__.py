"""What changes an enterprise's own facts, by noun; seats are taken through here by the rooms above."""

from enterprises.services.seats import release_seats, take_seats

__all__ = ["release_seats", "take_seats"]
