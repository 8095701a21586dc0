"""Studio: one drawing, read, compared, looked into and used to fool the networks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipywidgets import HTML, Box, VBox
from traitlets import Enum, observe

from digit_widgets.ink import Ink
from digit_widgets.widgets.comparison.followed_comparison import FollowedComparison
from digit_widgets.widgets.network.feature_maps import FeatureMaps
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import PadFollower
from digit_widgets.widgets.pads.number_pad import NumberPad
from digit_widgets.widgets.pads.saved_pad import describe_pad, portable_model
from digit_widgets.widgets.pads.static_fallback import StaticFallback
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.parts.short_repr import ShortRepr, model_name
from digit_widgets.widgets.studio.fooling import FoolTheNetworks
from digit_widgets.widgets.studio.number_offer import NumberOffer
from digit_widgets.widgets.studio.offer import ConfidentDrawings, Offer
from digit_widgets.widgets.studio.view_tabs import ViewTabs, name_panels
from digit_widgets.widgets.timeline.ink_timeline import InkTimeline
from digit_widgets.widgets.why.why_this_digit import WhyThisDigit

__all__ = ["Studio"]

_READ, _COMPARE, _INSIDE, _FOOL, _NUMBER = VIEWS = (
    "Read",
    "Compare",
    "Look inside",
    "Fool it",
    "A whole number",
)
#: Side of the pad in CSS pixels, where there is room, and widths of the pen and the eraser as
#: shares of it: those of a `DigitPad`.
_SIDE = 400
_PEN, _ERASER = 16 / 280, 28 / 280
#: The networks that are compared, in the order of their colours.
_MODELS = {"CNN": "cnn", "ANN": "ann", "Reader": "reader"}
_NETWORK = "Inside the convolutional network, the CNN of <b>Compare</b>, for this drawing."
_SHEET = "A number is wider than a digit and has a sheet of its own. Your digit stays on its pad."
_OFFER = "Three read with confidence."
_CLASSES = {name: f"digit-widgets-view-{name.lower().replace(' ', '-')}" for name in VIEWS}


class Studio(ShortRepr, StaticFallback, VBox):  # type: ignore[misc]
    """One pad with five views of its drawing, of which a tab shows one.

    *Read* shows what is read, and how that developed while it was drawn (`InkTimeline`); *Compare*,
    what three networks read; *Look inside*, the convolutional network's maps (`FeatureMaps`) and
    what of the ink speaks for the label (`WhyThisDigit`); *Fool it* counts the networks that read
    something else than what somebody says it is; *A whole number* has a wide `NumberPad` of its
    own. The pad stays where it is in the first four, with its drawing. After three digits that were
    read with confidence, a line in *Read* offers *Fool it*, once; for a drawing of several digits,
    one offers to take it to *A whole number*.

    A view is built when it is first opened, and does nothing while another one is shown. None needs
    TensorFlow.

    Parameters
    ----------
    ink
        The initial drawing, on 400 × 400.

    Attributes
    ----------
    pad
        `DigitPad`: the pad, with what is drawn and read.
    view
        str: the view that is shown, one of "Read", "Compare", "Look inside", "Fool it" and
        "A whole number". May be assigned.
    """

    view = Enum(VIEWS, _READ)

    def __init__(self, *, ink: Ink | None = None, **kwargs: Any) -> None:
        check_keywords(self, Studio, kwargs)
        self.pad = DigitPad(ink=ink, size=_SIDE)
        canvas = self.pad.canvas
        canvas.pen_width, canvas.eraser_width = _PEN * _SIDE, _ERASER * _SIDE
        #: What follows the pad, by the view that shows it, and all that is closed at the end.
        self._followers: dict[str, list[PadFollower]] = {name: [] for name in VIEWS}
        self._built: dict[str, list[Any]] = {_READ: []}
        self._tabs = ViewTabs(VIEWS, self._choose, self._build_the_rest)
        self._panels = {name: _make_panel(name) for name in VIEWS}
        self._over_time = VBox(layout={"overflow": "visible", "min_width": "0"})
        self._over_time.add_class("digit-widgets-over-time")
        self._offer = Offer(_OFFER, "Now try to fool it", lambda: self._choose(_FOOL))
        self._number_offer = NumberOffer(self.pad, self._read_as_number)
        offers = [self._number_offer, self._offer]
        self._panels[_READ].children = [self.pad.answer, self._over_time, *offers]
        ConfidentDrawings(self.pad, self._offer.show)
        self.pad.surface.add_class("digit-widgets-studio-pad")
        # Its style sheet gives the distance, which depends on the room that there is.
        self.pad.surface.layout.margin = "0"
        stage = Box(
            [self.pad.surface, *self._panels.values()],
            layout={"overflow": "visible"},
        )
        stage.add_class("digit-widgets-stage")
        super().__init__(**kwargs)
        self.children = [self._tabs, stage, AriaLabels(name_panels(_CLASSES))]
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-studio")
        self.add_class("digit-widgets-pad")
        self.add_class("digit-widgets-live")
        self._show()
        self.pad.observe(lambda _: self._save_description(), "_saved_pad")
        self._save_description()

    @property
    def ink(self) -> Ink:  # type: ignore[override]
        """The drawing on the pad, in CSS pixels."""
        ink: Ink = self.pad.ink
        return ink

    def close(self) -> None:
        """Remove the widget from all pages, and stop all that its views do."""
        # ipywidgets also closes widgets whose __init__ has failed.
        for widget in [each for built in getattr(self, "_built", {}).values() for each in built]:
            widget.close()
        if hasattr(self, "_number_offer"):
            self._number_offer.close()
        if hasattr(self, "pad"):
            self.pad.close()
        super().close()

    def _facts(self) -> Mapping[str, Any]:
        return {"view": self.view, "value": self.pad.value, "strokes": len(self.pad.ink.strokes)}

    def _render_fallback(self) -> str:
        return self.pad._render_fallback()

    def _describe_pad(self) -> dict[str, Any]:
        pad = self.pad
        reader = portable_model(pad.model, pad.recognizer)
        names: dict[str | None, str] = {model: name for name, model in _MODELS.items()}
        # The pad's own network first: it reads, and all are compared.
        models = {names.pop(reader, model_name(pad.model)): reader}
        models |= {name: model for model, name in names.items()}
        return describe_pad("studio", pad.canvas, models, tools=pad.TOOLS)

    def _choose(self, view: str) -> None:
        self.view = view

    def _read_as_number(self) -> None:
        """Show the drawing on the number's sheet, as large as fits; it stays on its pad, too."""
        self.view = _NUMBER
        (sheet,) = (each for each in self._built[_NUMBER] if isinstance(each, NumberPad))
        width, height = sheet.canvas.width, sheet.canvas.height
        scale = min(width, height) / _SIDE
        left, top = (width - scale * _SIDE) / 2, (height - scale * _SIDE) / 2
        sheet.ink = self.pad.ink.transform(scale, left, top)

    @observe("view")
    def _on_view(self, _: Any) -> None:
        self._show()

    def _show(self) -> None:
        """Show the chosen view, built if it is new, and let no other one follow the pad."""
        shown = self.view
        for name, followers in self._followers.items():
            if name != shown:
                for follower in followers:
                    follower.following = False
        if shown not in self._built:
            self._panels[shown].children = self._built[shown] = self._build(shown)
        for follower in self._followers[shown]:
            follower.following = True
        self.pad.surface.layout.display = "none" if shown == _NUMBER else ""
        if shown == _FOOL:
            # Who has found the view needs no offer of it.
            self._offer.end()
        for name, panel in self._panels.items():
            panel.layout.display = "" if name == shown else "none"
        self._tabs.chosen = VIEWS.index(shown)

    def _build_the_rest(self) -> None:
        """Build what is not needed to draw, now that a page can be drawn on."""
        if not self._built[_READ]:
            timeline = InkTimeline(self.pad, compact=True)
            self._followers[_READ] = self._built[_READ] = [timeline]
            timeline.following = self.view == _READ
            self._over_time.children = [timeline]

    def _build(self, view: str) -> list[Any]:
        if view == _COMPARE:
            comparison = FollowedComparison(self.pad, _MODELS)
            self._followers[view] = [comparison]
            return [comparison]
        if view == _INSIDE:
            maps, why = FeatureMaps(self.pad, "cnn"), WhyThisDigit(self.pad, "cnn")
            self._followers[view] = [maps, why]
            return [HTML(_NETWORK), maps, why]
        if view == _FOOL:
            fooling = FoolTheNetworks(self.pad, _MODELS)
            self._followers[view] = [fooling.comparison]
            return [fooling]
        return [HTML(_SHEET), NumberPad()]


def _make_panel(name: str) -> Box:
    panel = Box(layout={"overflow": "visible", "min_width": "0"})
    panel.add_class("digit-widgets-view")
    panel.add_class(_CLASSES[name])
    return panel
