"""Export: writes a network for another runtime, and measures what that changed."""
