"""Runtimes: models as their own libraries run them, with their own kinds of input and output."""
