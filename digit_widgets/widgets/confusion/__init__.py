"""Which digits models take for which."""
