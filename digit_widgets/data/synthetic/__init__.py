"""Synthetic drawings: invented characters, non-digits, and numbers made of drawn digits."""
