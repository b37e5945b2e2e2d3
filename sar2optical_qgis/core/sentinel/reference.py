"""REFERENCE of "Remove clouds": a clear layer of another date, whose bands teach what lies under the cloud."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..raster.align import BILINEAR
from ..raster.target_grid import TargetGrid
from .bands import is_reflectance
from .covariates import REFERENCE_MARGIN, reference_covariates
from .layers import open_layer
from .reflectance_units import reflectance_fill


class Reference:
    """An opened layer of any sensor and any bands on the pixels of the cloudy image."""

    def __init__(self, path: str, target_grid: TargetGrid) -> None:
        """Open and check the layer; ``decisions`` says how it is used."""
        raster = open_layer(path, 'REFERENCE', is_picture=True)
        target_grid.raster.require_overlap(raster)
        _, good = raster.sample(tuple(range(1, raster.count + 1)))
        holds = good.any(axis=1)  # not so B10 in Level-2A stacks
        shows = np.array([is_reflectance(description) for description in raster.descriptions[: raster.count]])
        holds &= shows | ~shows.any()
        if not holds.any() or not good[holds].all(axis=0).any():
            raise InputError('REFERENCE holds no valid pixel. Choose another layer, or leave REFERENCE out.')
        numbers = tuple(int(k) + 1 for k in np.flatnonzero(holds))
        raster.fill, told = reflectance_fill(raster, numbers, *raster.sample(numbers))
        self.decisions = list(told)
        self.reader = target_grid.lay(raster, numbers, BILINEAR)
        self.decisions += [f'REFERENCE: {len(numbers)} band(s) of another date teach what lies under the cloud.']

    def covariates(self, row: int, col: int, height: int, width: int, step: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Return covariates.reference_covariates of every ``step``-th pixel of a window, and where they hold."""
        edge = REFERENCE_MARGIN
        values, good = self.reader.read(col - edge, row - edge, width + 2 * edge, height + 2 * edge)
        good = good.all(axis=0)
        planes, known = reference_covariates(values, good)
        inner = slice(edge, -edge, step)
        return planes[:, inner, inner], known[inner, inner]
