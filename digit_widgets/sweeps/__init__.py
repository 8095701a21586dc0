"""Sweeps: records of many trainings, and what they say together; no Keras.

Names are loaded on first use. `digit_widgets.training.sweep` makes the records.
"""

import lazy_loader

# The stub file next to this one lists the names, for type checkers and for lazy_loader.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
