"""The drawing surface: pointers in, ink out."""
