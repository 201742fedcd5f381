"""How deep each partnership is, and why."""
