"""Networks: their layers and their feature maps."""
