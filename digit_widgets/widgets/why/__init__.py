"""Why: what of a pad's drawing speaks for the label read, or for any other."""
