"""Files of places that others made: read, and written with columns more."""
