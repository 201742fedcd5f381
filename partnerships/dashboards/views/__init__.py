"""Pages of the dashboards, by who reads them."""
