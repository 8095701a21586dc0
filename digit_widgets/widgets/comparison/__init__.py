"""Model comparison: several models on one drawing."""
