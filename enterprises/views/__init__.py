"""Pages of enterprises, by noun."""
