"""A reading, point after point."""
