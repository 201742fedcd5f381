"""Pages of partnerships, proposals and agreements."""
