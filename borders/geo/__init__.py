"""The earth, lines on it, and what of it is drawn."""
