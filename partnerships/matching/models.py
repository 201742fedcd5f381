"""Who could work with whom, and why."""
