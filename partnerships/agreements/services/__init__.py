"""What can be done with partnerships, proposals and agreements."""
