"""Sweep board: the models of a sweep ranked, drawn as charts, and put on a pad."""
