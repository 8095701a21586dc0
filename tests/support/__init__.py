"""A real Chromium, real hosts and real digits, for browser tests, benchmarks and images."""
