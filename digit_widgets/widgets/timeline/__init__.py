"""Ink timeline: the predictions while a drawing was made."""
