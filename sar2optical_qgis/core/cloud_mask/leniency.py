"""How much of the clouds that were found is hidden: all, or less where hardly any ground would be left to learn from.

The mask's file keeps how sure each pixel is, so that a weaker reading needs no second look at the image.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..raster.filters import dilate
from ..raster.raster import Raster
from ..raster.target_grid import TargetGrid
from ..raster.windows import every_window
from .detection import Found, enlarged

CLEAR, NO_DATA, SHADOW, CLOUD, GIVEN = 0, 1, 40, 50, 100  # codes of the file, read as per cent
SURE = (80, 95)  # per cent from which a cloud has these codes
OF_CLASS = np.array([CLEAR, CLOUD, CLOUD, SHADOW], np.uint8)
KIND = 'probability'  # how the file is read
ENOUGH, LEAST = 0.1, 0.0005  # share of the image that has to stay clear, and without which there is nothing to fit
MOSTLY_CLEAR = 0.6  # share before growing: beyond it nobody needs to count
NARROW = 20  # pixels of growth that leave enough of what is mostly clear
LARGE, THINNED = 1500**2, 3  # pixels of an image that is counted on every few of them: so many a radius of growth
WINDOW = 1024  # pixels


@dataclass(frozen=True)
class Level:
    """A reading of the file: the code from which pixels are hidden, whether these grow, and what is said of it."""

    least: int
    grows: bool
    told: str

    @property
    def hide(self) -> str:
        """Return the values to hide, as MASK_TYPE probability takes them."""
        return f'>={self.least}'


LEVELS = (
    Level(SHADOW, True, ''),
    Level(CLOUD, True, 'cloud shadows are left as they are'),
    Level(CLOUD, False, 'shadows are left as they are, and clouds are not grown'),
    Level(SURE[0], False, 'only what is surely cloud is hidden'),
    Level(SURE[1], False, 'only the surest cloud is hidden, and much may be left'),
)


def codes_of(found: Found, factor: int) -> np.ndarray:
    """Return the codes of a window, uint8 (rows, cols); ``factor``: image pixels along one of the network's."""
    codes = OF_CLASS[found.own]
    if found.own.any():
        share = 100.0 * (found.probability[1] + found.probability[2])
        for sure in SURE:
            np.copyto(codes, np.uint8(sure), where=(codes >= CLOUD) & (share >= sure))
    rows, cols = found.classes.shape
    codes = enlarged(codes, factor)[:rows, :cols]
    if found.kept is not None:
        codes[found.kept] = GIVEN
    if not found.is_whole:
        codes[found.classes > 3] = NO_DATA
    return codes


def level_for(path: str, seen: TargetGrid, growth: int, clear: float) -> tuple[Level, str]:
    """Return the first level that leaves enough of the image clear, and a sentence about it or ''.

    ``growth``: pixels by which clouds will grow. ``clear``: share of the image that is clear before.
    """
    if clear > MOSTLY_CLEAR and growth <= NARROW:
        return LEVELS[0], ''
    first = _clear_share(path, seen, LEVELS[0], growth)
    if first >= ENOUGH:
        return LEVELS[0], ''
    for level in LEVELS[1:]:
        share = _clear_share(path, seen, level, growth)
        if level is LEVELS[1] and first >= LEAST and share <= first:  # there are no shadows
            break
        if share >= LEAST:
            return level, f'Clouds and shadows leave {first:.1%} of {seen.raster.role} to learn from: {level.told}.'
    return LEVELS[0], ''


def _clear_share(path: str, seen: TargetGrid, level: Level, growth: int) -> float:
    """Return the share of the image's valid pixels that a level leaves clear; of large images of every few pixels."""
    file, (left, top) = Raster(path, 'MASK'), seen.origin
    step = max(growth // THINNED, 1) if seen.grid.height * seen.grid.width > LARGE else 1
    radius = growth // step if level.grows else 0
    clear, valid, edge = 0, 0, radius * step
    for row, col, rows, cols in every_window(seen.grid, WINDOW):
        window = left + col - edge, top + row - edge, cols + 2 * edge, rows + 2 * edge
        codes, inside = (each[0, ::step, ::step] for each in file.read(window, (1,)))
        inner = tuple(slice(radius, radius + -(-size // step)) for size in (rows, cols))
        is_valid = (inside & (codes != NO_DATA))[inner]
        hidden = dilate((codes >= level.least) & inside, radius)[inner]
        valid += np.count_nonzero(is_valid)
        clear += np.count_nonzero(is_valid & ~hidden)
    return clear / max(valid, 1)
