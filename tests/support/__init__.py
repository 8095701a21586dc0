"""A real Chromium, real hosts and real digits: for the browser tests, benchmarks and images."""
