"""How a status comes about: here and nowhere else."""
