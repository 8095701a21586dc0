"""Sweeping: many trainings with varied settings, on all cores or on a cluster."""
