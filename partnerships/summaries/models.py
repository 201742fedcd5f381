"""Counted cells, kept right from marks."""
