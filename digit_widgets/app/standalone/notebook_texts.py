"""Notebook texts: what an exported notebook says in place of what it cannot show, by language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["ENGLISH", "NotebookTexts", "choose_notebook_texts"]


@dataclass(frozen=True, slots=True)
class NotebookTexts:
    """The texts of a language.

    Attributes
    ----------
    drawing
        What an image of a pad is, for screen readers.
    needs_kernel, view_needs_kernel, rest_needs_kernel
        Of a widget; of one within a box; and below a box whose other parts stay as they are.
    other_version, damaged, too_long
        Why a pad stays an image.
    needs_file, unusable, doubtful
        Of a network that no page can run, whose file is refused, or that reads few digits, with
        {name}, {bundled} networks and the {problem} in English.
    """

    drawing: str
    needs_kernel: str
    view_needs_kernel: str
    rest_needs_kernel: str
    other_version: str
    damaged: str
    too_long: str
    needs_file: str
    unusable: str
    doubtful: str


ENGLISH = NotebookTexts(
    drawing="A drawing",
    needs_kernel="This widget needs a kernel: open the notebook in Jupyter to use it.",
    view_needs_kernel="This view needs a kernel.",
    rest_needs_kernel="What is no pad here stays as it was saved: it needs a kernel.",
    other_version="This notebook's pad was saved by another version of Digit Widgets: run the cell "
    "again.",
    damaged="What this notebook says of its pad is damaged: run the cell again.",
    too_long="This pad's drawing is too long to be saved in a notebook: make it shorter, and save "
    "the notebook again.",
    needs_file="{name} cannot be used here: a page runs {bundled}, or a float32 .tflite file of "
    "the ten digits that is fed 28×28 in 0..1. From a Keras model, digit-widgets export model "
    "MODEL.keras --to tflite writes one: give the pad that file.",
    unusable="{problem}",
    doubtful="{problem}",
)
_GERMAN = NotebookTexts(
    drawing="Eine Zeichnung",
    needs_kernel="Dieses Widget braucht einen Kernel: Öffne das Notebook in Jupyter, um es zu "
    "benutzen.",
    view_needs_kernel="Diese Ansicht braucht einen Kernel.",
    rest_needs_kernel="Was hier keine Zeichenfläche ist, bleibt, wie es gespeichert wurde: Es "
    "braucht einen Kernel.",
    other_version="Diese Zeichenfläche wurde von einer anderen Version von Digit Widgets "
    "gespeichert: Führe die Zelle noch einmal aus.",
    damaged="Was dieses Notebook von seiner Zeichenfläche sagt, ist beschädigt: Führe die Zelle "
    "noch einmal aus.",
    too_long="Diese Zeichnung ist zu lang, um in einem Notebook gespeichert zu werden: Kürze sie, "
    "und speichere das Notebook noch einmal.",
    needs_file="{name} lässt sich hier nicht verwenden: Eine Seite führt {bundled} aus oder eine "
    ".tflite-Datei in float32, die die zehn Ziffern liest und 28×28 in 0..1 nimmt. Aus einem "
    "Modell von Keras schreibt digit-widgets export model MODELL.keras --to tflite eine: Gib sie "
    "der Zeichenfläche.",
    unusable="{name} lässt sich hier nicht verwenden: Seine Datei fehlt, ist beschädigt, oder eine "
    "Seite kann sie nicht ausführen. Beim Export steht, warum.",
    doubtful="{name} hat beim Ausprobieren wenige echte Ziffern gelesen. Beim Export steht, wie "
    "viele.",
)


def choose_notebook_texts(language: Any) -> NotebookTexts:
    """Return the texts of a language, such as "de" or "de-AT"; English for others."""
    return _GERMAN if str(language).lower().startswith("de") else ENGLISH
