"""Synthetic drawings: characters of no alphabet, non-digits, and numbers of drawn digits."""
