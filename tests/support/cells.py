"""Cells of notebooks that several test modules show."""

from __future__ import annotations

__all__ = ["MONITOR"]

#: A training that has run for some epochs, with simulated callbacks.
MONITOR = """
    from types import SimpleNamespace
    from digit_widgets import TrainingMonitor

    monitor = TrainingMonitor()
    monitor.set_params({"epochs": 10, "steps": 1000, "batch_size": 128})
    monitor.set_model(SimpleNamespace(get_weights=list))
    monitor.on_train_begin()
    for epoch in range(3):
        monitor.on_epoch_begin(epoch)
        figures = {"loss": 1.25 / (epoch + 1), "accuracy": 0.9}
        monitor.on_train_batch_end(500, figures)
        monitor.on_epoch_end(epoch, {**figures, "val_loss": 0.123, "val_accuracy": 0.987})
    monitor
    """
