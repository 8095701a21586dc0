"""Data sets: labelled images and ink, without Keras.

Names are loaded on first use.
"""

import lazy_loader

# The stub file next to this one lists the names, for type checkers and for lazy_loader.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
