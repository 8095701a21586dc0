"""Scenes: images as people take them, made of pen strokes, and what is on each."""
