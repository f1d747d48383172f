"""Roads and rails, routes along them, and how far a place is from a crossing."""
