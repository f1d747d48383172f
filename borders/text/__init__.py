"""Everything that is said, in six languages."""
