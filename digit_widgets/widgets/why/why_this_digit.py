"""Why this digit: what of a pad's drawing speaks for the label read, or for any other."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from traitlets import Instance, TraitError, Unicode, observe, validate

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.explanation import Counterfactual, InkAttribution
from digit_widgets.imaging import is_dot
from digit_widgets.ink import Bounds, Ink
from digit_widgets.recognition import Recognizer
from digit_widgets.recognition.wording import ONE_DOT, sentence
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import PadFollower, check_pad
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.why.explainer import Explainer, GradCamCache
from digit_widgets.widgets.why.interruption import OvertakenError
from digit_widgets.widgets.why.label_choice import LabelChoice, find_problem
from digit_widgets.widgets.why.reasons_view import ReasonsView
from digit_widgets.widgets.why.subject import Subject, SubjectFinder

__all__ = ["WhyThisDigit"]

#: Seconds that the pad's own reading goes first, and within which a model is fast enough to explain
#: while the pen is down.
_PATIENCE, _LIVE = 0.05, 0.1
_EMPTY = "Draw on the pad: what speaks for its reading is coloured here."
_SEARCHING = "Looking for the smallest change of the ink that makes it another label …"


class WhyThisDigit(PadFollower):
    """Shows what of a pad's drawing speaks for a label, while it is drawn, for any model.

    The ink itself is coloured by what each piece does for the label read, or for any that is
    chosen. Once the pen is lifted, a picture by occlusion stands below, and one by Grad-CAM if the
    model is a convolutional network that `GradCam` takes. The smallest change found that makes it
    another label is drawn as a ghost; a button makes that change on the pad, and the pad's undo
    takes it back.

    A background thread works on the newest drawing, after the pad's own reading: a slow model is
    asked once the pen is lifted, and delays neither the pen nor the bars. An image that the pad
    reads instead of its drawing is not explained: the drawing is.

    Parameters
    ----------
    pad
        The pad to follow; anything else raises ArgumentError.
    model
        Anything that `load_predictor` takes; by default the pad's own model, whichever it has. If
        it cannot be used, ModelError is raised; if the pad's cannot, `error` says so.
    label, rather_than
        The labels first asked about; see below. ArgumentError is raised if the model has none such.

    Attributes
    ----------
    label
        str or None: the label asked about, one of the model's; None for the one read. May be
        assigned.
    rather_than
        str or None: the label that it is compared with; None for all others. May be assigned.
    attribution
        `InkAttribution`: the evidence shown; None if there is none. Read-only.
    counterfactual
        `Counterfactual`: the change shown; None if there is none. Read-only.
    error
        str: the problem, and what to do about it; "" if there is none. Read-only.
    """

    FOLLOWED = ("ink", "model", "threshold", "probabilities", "disabled")

    label = Unicode(None, allow_none=True)
    rather_than = Unicode(None, allow_none=True)
    attribution = Instance(InkAttribution, allow_none=True, read_only=True)
    counterfactual = Instance(Counterfactual, allow_none=True, read_only=True)

    def __init__(
        self,
        pad: DigitPad,
        model: Any = None,
        *,
        label: str | None = None,
        rather_than: str | None = None,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, WhyThisDigit, kwargs)
        self._finder = SubjectFinder(check_pad(pad), model)
        recognizer = self._finder.find_recognizer()
        labels = () if recognizer is None else recognizer.labels
        for name, asked, other in (("label", label, None), ("rather_than", rather_than, label)):
            if asked is not None and not isinstance(asked, str):
                raise ArgumentError(f"{name}= is a string: {str(asked)!r:.40}, not {asked!r:.40}.")
            if problem := find_problem(asked, other, labels):
                raise ArgumentError(problem)
        self._labels: tuple[str, ...] = ()
        self._subject: Subject | None = None
        self._explainer: Explainer | None = None
        self._cams = GradCamCache()
        self._seconds = 0.0
        super().__init__(pad, **kwargs)
        self._choice = LabelChoice(self._on_choice)
        self._view = ReasonsView(pad.canvas.width, pad.canvas.height, self._on_accept)
        self.add_class("digit-widgets-why")
        self._offer(labels)
        self.label, self.rather_than = label, rather_than
        self._pad.canvas.observe(self._on_pad, "pen_is_down")
        self._begin(self._choice, self._view)

    def close(self) -> None:
        """Remove the widget from all pages, stop following the pad and stop the thread."""
        if hasattr(self, "_pad"):
            with suppress(ValueError):
                self._pad.canvas.unobserve(self._on_pad, "pen_is_down")
        super().close()

    def _facts(self) -> dict[str, Any]:
        return {"label": self.label, "rather_than": self.rather_than, "error": self.error}

    # What is asked --------------------------------------------------------------------------

    @validate("label", "rather_than")
    def _check_label(self, proposal: Any) -> str | None:
        name: str | None = proposal["value"]
        if (recognizer := self._finder.find_recognizer()) is not None:
            self._offer(recognizer.labels)
        other = self.rather_than if proposal["trait"].name == "label" else self.label
        if problem := find_problem(name, other, self._labels):
            raise TraitError(problem)
        return name

    @observe("label", "rather_than")
    def _on_label(self, _: Any) -> None:
        self._choice.show(self._labels, self.label, self.rather_than)
        self._worker.submit(None)

    def _on_choice(self, label: str | None, rather_than: str | None) -> None:
        if label == self.rather_than:
            self.rather_than = None
        self.label = label
        self.rather_than = rather_than
        self._choice.show(self._labels, self.label, self.rather_than)

    def _offer(self, labels: tuple[str, ...]) -> None:
        """Offer a model's labels; one that another model does not have is no longer asked about."""
        if labels == self._labels:
            return
        self._labels = labels
        for name in ("label", "rather_than"):
            if getattr(self, name) not in labels:
                setattr(self, name, None)
        self._choice.show(labels, self.label, self.rather_than)

    # From drawing to reasons: the worker's thread ---------------------------------------------

    def _is_overtaken(self, subject: Subject) -> bool:
        return self._closing.is_set() or not subject.is_same(self._finder.find())

    def _update(self) -> None:
        # The bars first: people watch them most.
        self._pad.wait(_PATIENCE)
        subject = self._finder.find()
        ink, recognizer = subject.ink, subject.recognizer
        if recognizer is None:
            raise ModelError("The pad's model cannot be used, as the pad says: give it another.")
        self._offer(recognizer.labels)
        if ink.is_blank or is_dot(ink):
            words = (
                _EMPTY if ink.is_blank else f"{sentence(ONE_DOT)}, which no model is asked about."
            )
            self._show_nothing(words)
            return
        with suppress(OvertakenError):
            explainer = self._explain(subject, recognizer)
            if explainer is not None:
                self._show(explainer, recognizer)

    def _explain(self, subject: Subject, recognizer: Recognizer) -> Explainer | None:
        """Return the newest drawing's explainer; None if it has to wait until the pen is lifted."""
        if self._subject is not None and self._subject.is_same(subject):
            return self._explainer
        if self._pad.canvas.pen_is_down and self._seconds > _LIVE:
            self._view.mark_stale(stale=True)
            return None
        start = time.perf_counter()
        within = Bounds(0.0, 0.0, self._pad.canvas.width, self._pad.canvas.height)
        explainer = Explainer(recognizer, subject.ink, within, lambda: self._is_overtaken(subject))
        self._seconds = time.perf_counter() - start
        self._explainer, self._subject = explainer, subject
        return explainer

    # From reasons to the page ---------------------------------------------------------------

    def _show(self, explainer: Explainer, recognizer: Recognizer) -> None:
        question = explainer.make_question(self.label, self.rather_than)
        target = explainer.choose_target(self.label, self.rather_than)
        attribution, view = explainer.attribution, self._view
        is_known = explainer.knows_change(target)
        view.show_ink(attribution, question, explainer.find_change(target) if is_known else None)
        self.set_trait("attribution", attribution)
        self.set_trait("error", "")
        if self._pad.canvas.pen_is_down:
            view.mark_stale(stale=True)
            return
        view.tell(explainer.prediction, attribution, question)
        if not is_known:
            self.set_trait("counterfactual", None)
            # Of a fast model, screen readers would say it after every stroke.
            is_slow = self._seconds > _LIVE
            view.show_change(None, attribution, _SEARCHING if is_slow else "")
        view.mark_stale(stale=False)
        image = attribution.pieces.image
        view.show_occlusion(explainer.occlude().weigh(question), image, question)
        try:
            seen = explainer.look_inside(self._cams.open(recognizer.predictor), question)
            view.show_grad_cam(seen.heat, image, question)
        except ModelError as error:
            view.refuse_grad_cam(str(error))
        change = explainer.find_change(target)
        view.button.disabled = self._pad.disabled
        wanted = "another label" if target is None else target
        view.show_change(change, attribution, f"No small change was found that makes it {wanted}.")
        view.show_ink(attribution, question, change)
        self.set_trait("counterfactual", change)

    def _show_nothing(self, words: str) -> None:
        self._explainer = self._subject = None
        self.set_trait("attribution", None)
        self.set_trait("counterfactual", None)
        self.set_trait("error", "")
        self._view.show_nothing(self._pad.ink, words)

    def _fail(self, problem: str) -> None:
        # Colours of an older drawing would be taken for this one's.
        self._show_nothing("")
        super()._fail(problem)

    def _on_accept(self, ink: Ink, change: Counterfactual) -> None:
        if ink is self._pad.ink and not self._pad.disabled:
            self._pad.ink = change.ink
