"""Input pipeline of training: data split, held out, augmented, rendered and batched."""
