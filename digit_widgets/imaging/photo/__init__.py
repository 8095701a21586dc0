"""Photographs: separates a digit's ink from its paper."""
