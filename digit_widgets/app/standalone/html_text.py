"""HTML text: the words of HTML that nobody trusts."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["plain_text"]

_BLOCKS = ("p", "br", "div", "li", "td", "tr", "h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = ("script", "style")


def plain_text(html: str) -> str:
    """Return the text of HTML in one line, without its scripts and styles."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.text).split())


class _Text(HTMLParser):
    """Collects the text of HTML.

    Attributes
    ----------
    text
        In the order in which it stands.
    """

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._is_seen = True

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._is_seen = tag not in _UNSEEN
        if tag in _BLOCKS:
            self.text.append(" ")

    def handle_endtag(self, _: str) -> None:
        self._is_seen = True

    def handle_data(self, data: str) -> None:
        if self._is_seen:
            self.text.append(data)
