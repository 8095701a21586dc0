"""Confusion explorer: which digits models mistake for which."""
