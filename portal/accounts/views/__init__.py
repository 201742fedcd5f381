"""Pages about people, memberships and bureaus."""
