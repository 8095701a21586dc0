"""The pictures of the docs, and the command that takes them."""
