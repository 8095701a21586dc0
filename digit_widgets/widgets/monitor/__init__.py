"""A training, watched."""
