"""Pads: widgets to draw on, whose drawing a network predicts."""
