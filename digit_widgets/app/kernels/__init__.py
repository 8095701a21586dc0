"""Kernels of the servers that this package starts, and the connections of pages with them."""
