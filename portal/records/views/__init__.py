"""Pages of what the site keeps about itself."""
