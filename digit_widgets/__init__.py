"""Draw a digit in Jupyter and watch neural networks read it while you draw.

The names are loaded on first use: importing the package loads neither a widget library
nor TensorFlow.
"""

import lazy_loader

from digit_widgets.startup_logs import quiet_imports

quiet_imports()

# The stub file next to this one lists the names, for type checkers and for lazy_loader.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
