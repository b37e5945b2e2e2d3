"""Frame: how far black or white around a picture, which is no data, reaches into it from its left and its right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Frame:
    """A number, and how far it reaches into the picture from its left and from its right in some of its rows."""

    number: float
    rows: tuple[int, ...]
    left: tuple[int, ...]  # pixels
    right: tuple[int, ...]
    width: int  # of the picture

    def reaches(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return where in a window the frame may be, bool (rows, cols): as far as in either of the rows around."""
        asked = np.arange(row, row + height).clip(0, self.rows[-1])
        after = np.searchsorted(self.rows, asked)
        before = np.maximum(after - (np.array(self.rows)[after] != asked), 0)
        left, right = (np.maximum(np.array(each)[before], np.array(each)[after]) for each in (self.left, self.right))
        cols = np.arange(col, col + width)
        return (cols < left[:, None]) | (cols >= self.width - right[:, None])
