"""Ink timeline: predictions while a drawing was made."""
