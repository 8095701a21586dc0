"""Cells of notebooks that several test modules show."""

from __future__ import annotations

__all__ = ["MONITOR"]

#: A training that has run for some epochs, with simulated callbacks, and a film of random answers.
MONITOR = """
    from types import SimpleNamespace

    import numpy as np

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
    chance = np.random.default_rng(0)
    strip = monitor.children[-1].film_strip
    strip.begin(
        SimpleNamespace(
            update=lambda: None,
            predict_proba=lambda images: chance.dirichlet(np.full(10, 0.3), len(images)),
        ),
        np.eye(28, dtype=np.float32),
    )
    for batches in (1, 30, 1000, 10_000):
        strip.take(batches)
    monitor
    """
