"""Pictures that can be printed: maps, timelines and tables drawn by matplotlib."""

from __future__ import annotations

from borders.figures.map import plot
from borders.figures.matrix import plot_matrix
from borders.figures.reach import plot_reach
from borders.figures.routes import plot_routes
from borders.figures.timeline import plot_history

__all__ = ["plot", "plot_history", "plot_matrix", "plot_reach", "plot_routes"]
