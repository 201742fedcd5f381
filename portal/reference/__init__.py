"""Reference data: regions, industries, clusters, the catalogue of majors, cooperation forms, holidays."""
