"""Pages of schools, by noun."""
