"""REFERENCE of "Remove clouds": a clear layer of another date, whose bands teach what lies under the cloud."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..errors import InputError
from ..raster.align import BILINEAR
from ..raster.fill import within_reach
from ..raster.registration import LEAST, displaced, shift_of, shift_told
from ..raster.target_grid import TargetGrid
from .bands import is_reflectance
from .cloud_mask import CloudMask
from .contrast import require_contrast
from .covariates import REFERENCE_MARGIN, reference_covariates
from .layers import open_layer
from .reflectance_units import reflectance_fill

USUAL, BEYOND = (0.5, 99.5), 0.5  # percentiles of what lies where the image is clear; times their distance, above
LEAST_CLOUD = 0.01  # of what the image hides


class Reference:
    """An opened layer of any sensor and any bands on the pixels of the cloudy image."""

    def __init__(
        self, path: str, target_grid: TargetGrid, role: str = 'REFERENCE', mask: CloudMask | None = None
    ) -> None:
        """Open and check the layer; ``decisions`` says how it is used. ``mask``: of its clouds."""
        raster = open_layer(path, role, is_picture=True)
        target_grid.raster.require_overlap(raster)
        _, good = raster.sample(tuple(range(1, raster.count + 1)))
        holds = good.any(axis=1)  # not so B10 in Level-2A stacks
        shows = np.array([is_reflectance(description) for description in raster.descriptions[: raster.count]])
        holds &= shows | ~shows.any()
        if not holds.any() or not good[holds].all(axis=0).any():
            raise InputError(f'{role} holds no valid pixel. Choose another layer, or leave {role} out.')
        numbers = tuple(int(k) + 1 for k in np.flatnonzero(holds))
        raster.fill, told = reflectance_fill(raster, numbers, *raster.sample(numbers))
        raster.fill = within_reach(raster.fill, *raster.sample(numbers))
        seen, good = raster.sample(numbers)
        require_contrast(role, seen[:, good.all(axis=0)])
        self.decisions, self.brightest = list(told), np.inf
        self.raster, self.numbers, self.target_grid = raster, numbers, target_grid
        self.reader, self.mask, self.bands = target_grid.lay(raster, numbers, BILINEAR), mask, len(numbers)

    @property
    def is_aligned(self) -> bool:
        """Whether its pixels are those of the image."""
        return self.reader.offset is not None

    def read_numbers(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the bands of a window and their validity, both (bands, rows, cols), whatever a mask says."""
        return self.reader.read(col, row, width, height)

    def read(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the bands (bands, rows, cols) float32 of a window, and where they show the ground, (rows, cols)."""
        values, good = self.reader.read(col, row, width, height)
        good = good.all(axis=0)
        if self.brightest < np.inf:
            good &= values.mean(axis=0) <= self.brightest
        if self.mask is not None:
            good &= ~self.mask.read(row, col, height, width)
        return values.astype(np.float32), good

    def register(self, windows: Iterable[tuple[int, int, np.ndarray, np.ndarray]]) -> tuple[str, ...]:
        """Move the layer onto the image where it surely lies off it; return what is to be said.

        ``windows``: row, column, the image's mean over its bands and where it is clear, (rows, cols).
        """
        if self.target_grid.raster.is_pixel_for_pixel(self.raster):
            return ()

        def pair(row: int, col: int, image: np.ndarray, clear: np.ndarray) -> tuple:
            values, good = self.read(row, col, *image.shape)
            both = clear & good
            return image, np.where(both, values.mean(axis=0), 0.0), both

        shift = shift_of(pair(*window) for window in windows)
        if shift is None or max(map(abs, shift)) < LEAST:
            return ()
        self.raster.grid = displaced(self.raster.grid, shift, self.target_grid.grid.pixel_size_m)
        self.reader = self.target_grid.lay(self.raster, self.numbers, BILINEAR)
        return (shift_told(self.raster.role, self.target_grid.raster.role, shift),)

    def leave_out_clouds(self, windows: list[tuple[int, int, np.ndarray, np.ndarray]]) -> tuple[str, ...]:
        """Leave out what is far brighter, where the image is hidden, than anything where it is clear; say so.

        No clear pixel teaches what such a one means, and the fit would take it for the brightest ground: clouds lie
        where clouds lie on mountains and coasts. ``windows`` as of register().
        """
        clear_ones, hidden_ones = [], []
        for row, col, image, clear in windows:
            values, good = self.read(row, col, *image.shape)
            mean = values.mean(axis=0)
            clear_ones.append(mean[good & clear])
            hidden_ones.append(mean[good & ~clear])
        ground, hidden = (np.concatenate(each or [np.zeros(0)]) for each in (clear_ones, hidden_ones))
        if not ground.size or not hidden.size:
            return ()
        low, high = np.percentile(ground, USUAL)
        brightest = high + BEYOND * (high - low)
        share = float((hidden > brightest).mean())
        if share < LEAST_CLOUD:
            return ()
        self.brightest = brightest
        return (
            f'{self.raster.role} is far brighter in {share:.0%} of what {self.target_grid.raster.role} hides than '
            'anywhere else: taken for cloud, which teaches nothing. REFERENCE_MASKS tell it better.',
        )

    def covariates(self, row: int, col: int, height: int, width: int, step: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Return covariates.reference_covariates of every ``step``-th pixel of a window, and where they hold."""
        edge = REFERENCE_MARGIN
        planes, known = reference_covariates(*self.read(row - edge, col - edge, height + 2 * edge, width + 2 * edge))
        inner = slice(edge, -edge, step)
        return planes[:, inner, inner], known[inner, inner]
