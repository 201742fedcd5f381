"""What changes a school's own facts, by noun."""
