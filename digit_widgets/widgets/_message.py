"""What is wrong, said under a widget."""

from __future__ import annotations

from html import escape

from ipywidgets import HTML

from digit_widgets.errors import DigitWidgetsError

__all__ = ["Message", "described", "model_problem"]


class Message(HTML):  # type: ignore[misc]
    """Says in plain text what is wrong, a line each; screen readers read it out."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("digit-widgets-message")

    def say(self, text: str) -> None:
        """Say this instead of what was said before; "" for that nothing is wrong."""
        lines = escape(text).replace("\n", "<br>")
        self.value = f'<div role="alert">{lines}</div>'


def described(error: BaseException) -> str:
    """Name what was raised, as tracebacks do."""
    return f"{type(error).__name__}: {error}"


def model_problem(error: BaseException) -> str:
    """Say what went wrong with a model: in our words, or in what the model's own code raised."""
    if isinstance(error, DigitWidgetsError):
        return str(error)
    return f"The model raised {described(error)}"
