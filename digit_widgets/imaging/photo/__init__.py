"""Photographs: the ink of a digit, separated from its paper."""
