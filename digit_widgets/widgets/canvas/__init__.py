"""Drawing surface: pointer events in, ink out."""
