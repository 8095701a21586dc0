"""Evaluation: measures how well a model reads, in figures and in a report, without Keras.

Names are loaded when they are used.
"""

import lazy_loader

# The stub beside this file lists the names, for type checkers and for this.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
