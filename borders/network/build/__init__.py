"""A network made of extracts of OpenStreetMap."""
