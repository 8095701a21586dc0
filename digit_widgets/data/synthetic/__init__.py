"""Drawings made at random: characters of no alphabet, and what is no digit."""
