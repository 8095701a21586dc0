"""Feeding: how a model's images are made and its numbers are read, found by trying or stated."""
