"""Painting: the ink of the kernel, on an ipycanvas."""
