"""Several models on one drawing."""
