"""Windows of a grid that are looked at before a run, (row, column, height, width) in pixels."""

from __future__ import annotations

import numpy as np

from .grid import Grid

EDGE, ALONG = 512, 5  # pixels; windows along each axis, unless told otherwise


def spread_windows(grid: Grid, size: int, along: int = ALONG) -> list[tuple[int, int, int, int]]:
    """Return windows of ``size`` pixels, evenly over the grid, ``along`` each of its axes at most."""
    rows = np.unique(np.linspace(0, max(grid.height - size, 0), along).astype(int)).tolist()
    cols = np.unique(np.linspace(0, max(grid.width - size, 0), along).astype(int)).tolist()
    return [(r, c, min(size, grid.height - r), min(size, grid.width - c)) for r in rows for c in cols]


def every_window(grid: Grid, edge: int = EDGE) -> list[tuple[int, int, int, int]]:
    """Return windows of ``edge`` pixels that hold all of the grid."""
    corners = ((row, col) for row in range(0, grid.height, edge) for col in range(0, grid.width, edge))
    return [(r, c, min(edge, grid.height - r), min(edge, grid.width - c)) for r, c in corners]
