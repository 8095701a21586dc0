"""Standalone page: the pad in one HTML file, which reads without a kernel and without a network."""
