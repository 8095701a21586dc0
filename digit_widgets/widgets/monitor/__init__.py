"""Training monitor: a training's curves, progress and controls."""
