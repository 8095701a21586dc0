"""``python -m digit_widgets``: the command line."""

from digit_widgets.app.cli import main

main()
