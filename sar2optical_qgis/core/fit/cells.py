"""Cells of a raster: local fits belong to their centres and blend bilinearly from one to the next."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..machine.matmul import matmul

CELL = 512  # pixels between the centres of local fits
Blend = list  # of (cell, weight of it at each of some positions), one or two neighbouring cells


def count(length: int) -> int:
    """Return how many cells an axis of ``length`` pixels has."""
    return -(-length // CELL)


def of_pixel(row: int, col: int) -> tuple[int, int]:
    """Return the cell that a pixel lies in."""
    return row // CELL, col // CELL


def windows(height: int, width: int) -> list[tuple[int, int, int, int]]:
    """Return the windows (row, col, height, width) of a raster's cells, row by row."""
    corners = ((row, col) for row in range(0, height, CELL) for col in range(0, width, CELL))
    return [(row, col, min(CELL, height - row), min(CELL, width - col)) for row, col in corners]


def before(position: np.ndarray, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the cell whose centre lies before each pixel position, and the part of the way to the next centre."""
    at = np.clip(position / CELL - 0.5, 0, cells - 1)
    cell = np.floor(at).astype(int)
    return cell, at - cell


def blend(position: np.ndarray, cells: int) -> Blend:
    """Return the one or two cells between whose centres all of the positions lie, each with its weights."""
    cell, part = before(position, cells)
    first, part = int(cell[0]), part.astype(np.float32)
    return [(first, 1 - part), (first + 1, part)] if part.any() else [(first, 1 - part)]


def groups(position: np.ndarray, cells: int) -> list[np.ndarray]:
    """Group pixel positions by the cell whose centre lies before each; give indices into ``position``."""
    left, _ = before(position, cells)
    return [np.nonzero(left == cell)[0] for cell in np.unique(left)]


def runs(numbers: np.ndarray, left: np.ndarray, most: int) -> Iterator[tuple[int, int]]:
    """Yield first and last (beyond) of at most so many numbers that follow on each other and have one cell ``left``."""
    start = 0
    for k in range(1, len(numbers) + 1):
        full = k - start == most
        if k == len(numbers) or full or numbers[k] != numbers[k - 1] + 1 or left[k] != left[start]:
            yield int(numbers[start]), int(numbers[k - 1]) + 1
            start = k


def weights(position: np.ndarray, cells: int) -> np.ndarray:
    """Return the weight of each cell at pixel positions, (n, cells) float32."""
    cell, part = before(position, cells)
    made = np.zeros((len(position), cells + 1), np.float32)
    made[np.arange(len(position)), cell] = 1 - part
    made[np.arange(len(position)), cell + 1] = part
    return made[:, :cells]


def maps(each: np.ndarray, row: int, col: int, shape: tuple[int, int], factor: int = 1) -> Iterator[np.ndarray]:
    """Yield maps (rows, cols) of a window at (row, col), one for each band of what cells hold (cells, cells, bands).

    ``factor``: along the side of a sample of the maps, pixels.
    """
    for axis, (start, size) in enumerate(zip((row, col), shape)):
        shares = weights(start + (np.arange(size) + 0.5) * factor, each.shape[axis])
        touched = np.flatnonzero(shares.any(axis=0))
        each = each.take(touched, axis)
        if axis == 0:
            down = shares[:, touched]
    for band in range(each.shape[-1]):
        yield matmul(matmul(down, each[..., band]), shares[:, touched].T)
