"""The demo province, worlds for tests and benches."""
