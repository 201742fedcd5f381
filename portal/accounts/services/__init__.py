"""What changes people, memberships and bureaus."""
