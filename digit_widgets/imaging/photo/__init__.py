"""A digit's ink, found in a photograph of paper."""
