"""Parts shared by several widgets."""
