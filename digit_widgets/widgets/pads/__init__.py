"""The widgets that are drawn on and read."""
