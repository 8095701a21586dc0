"""Networks, looked into: their layers and their feature maps."""
