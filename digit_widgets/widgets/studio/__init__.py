"""Studio: one drawing through several views of how it is read."""
