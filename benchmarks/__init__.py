"""Benchmarks, one command each: ``python -m benchmarks.<name>`` from the repository's root."""
