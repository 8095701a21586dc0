"""Draw a digit in Jupyter and watch neural networks read it while you draw.

The names are loaded when they are used: importing the package loads neither a widget library
nor TensorFlow.
"""

import lazy_loader

from digit_widgets.startup_logs import quiet_imports

quiet_imports()

# The stub beside this file lists the names, for type checkers and for this.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
