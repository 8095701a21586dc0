"""Confusion explorer: shows which digits models confuse."""
