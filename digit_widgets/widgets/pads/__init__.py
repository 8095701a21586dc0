"""Pads: widgets that are drawn on, and whose drawing a network reads."""
