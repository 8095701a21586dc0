"""Robustness explorer: models on disturbed images, with their accuracy over the strength."""
