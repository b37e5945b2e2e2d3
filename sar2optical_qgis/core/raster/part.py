"""The part of a grid that is written, where more of it is worked on: context around an extent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .grid import Grid
from .target_grid import TargetGrid
from .writer import RasterWriter


@dataclass(frozen=True)
class Part:
    """A window of a grid, in pixels."""

    row: int
    col: int
    height: int
    width: int

    @classmethod
    def of(cls, target: TargetGrid) -> Part:
        """Return the extent that was wanted, all of the grid where it has no context."""
        return cls(*(target.wanted or (0, 0, target.grid.height, target.grid.width)))

    def grid_in(self, grid: Grid) -> Grid:
        """Return the part as a grid of its own."""
        return grid.window(self.col, self.row, self.width, self.height)

    def inside(self, row: int, col: int, shape: tuple[int, int]) -> tuple[slice, slice]:
        """Return rows and cols of a window of ``shape`` at (row, col) that lie in the part, empty where none do."""
        spans = ((self.row - row, self.height, shape[0]), (self.col - col, self.width, shape[1]))
        return tuple(slice(min(max(first, 0), end), max(min(first + size, end), 0)) for first, size, end in spans)

    def write(self, writer: RasterWriter, row: int, col: int, values: np.ndarray) -> None:
        """Write what of a window (bands, rows, cols) at (row, col) of the grid lies in the part."""
        rows, cols = self.inside(row, col, values.shape[-2:])
        if rows.start < rows.stop and cols.start < cols.stop:
            writer.write(col + cols.start - self.col, row + rows.start - self.row, values[..., rows, cols])
