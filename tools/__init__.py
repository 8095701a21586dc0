"""Tools: the images, tables and notebook pages of the documentation."""
