"""Who attacks the package, and how: see `harness`."""

ATTACKERS: tuple[str, ...] = ("data", "questions", "texts", "faults", "extracts", "files", "guided")
"""The modules here that attack, each by its `ATTACKER`."""
