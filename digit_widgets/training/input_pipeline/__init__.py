"""Input pipeline of training: splits, holds out, augments, renders and batches the data."""
