"""The shuffle experiment: what a dense and a convolutional network learn without neighbours."""
