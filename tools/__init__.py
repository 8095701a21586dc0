"""Tools: generate the documentation's images, tables and notebook pages."""
