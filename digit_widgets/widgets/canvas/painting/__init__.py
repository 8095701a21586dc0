"""Painting: the kernel's ink on an ipycanvas."""
