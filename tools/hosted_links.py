"""Hosted links: where a public repository's notebooks can be run without installing anything."""

from __future__ import annotations

import re

__all__ = ["hosted_links"]

_BINDER = "https://mybinder.org/v2/gh/{0}/main?urlpath={1}"
_COLAB = "https://colab.research.google.com/github/{0}/blob/main/notebooks/01_draw_a_digit.ipynb"
_ELSEWHERE = "{doc}`The notebooks run on hosted Jupyter, too <howto/publish>`."


def hosted_links(repository: str) -> str:
    """Return a line of links for the documentation's first page, in MyST.

    Parameters
    ----------
    repository
        On GitHub, as "owner/name", which is ``GITHUB_REPOSITORY`` in its workflows; another text
        is no repository that a host could open, and gives a link to the instructions.
    """
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        return _ELSEWHERE
    lab = _BINDER.format(repository, "lab/tree/notebooks")
    page = _BINDER.format(repository, "voila/render/notebooks/app.ipynb")
    return (
        f"With a kernel, and nothing to install: [the notebooks on Binder]({lab}), [the page on "
        f"Binder]({page}), or [the first notebook on Colab]({_COLAB.format(repository)}), which "
        "{doc}`needs a cell before it <howto/publish>`."
    )
