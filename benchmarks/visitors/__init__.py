"""Many visitors of one server: what each of them waits for, and what they leave."""
