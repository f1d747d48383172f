"""Everything that is said, in each language."""
