"""Standalone page: the pad in one HTML file, which reads without a kernel or a connection."""
