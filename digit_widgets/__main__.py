"""``python -m digit_widgets``: the command line."""

from digit_widgets.cli import main

main()
