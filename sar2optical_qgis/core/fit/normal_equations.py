"""Normal equations of the same-image fit: summed up window by window over clear pixels, solved in every cell.

Ridge regression (Hoerl and Kennard 1970) on the covariates, averaged with ridge on random Fourier features of them
(Rahimi and Recht 2007). Both are linear in their features, so the sums of their normal equations add up: over cells of
the raster, over 3 x 3 cells with a pull to the whole image when solved.
"""

from __future__ import annotations

import threading

import numpy as np

from ..machine.matmul import matmul
from ..raster.push_pull import BLOCK
from . import cells
from .block_sums import BlockSums
from .features import CHUNK, FeatureMap
from .regression import SameImageFit

RIDGE, RIDGE_FOURIER = 1e-2, 1e-3  # penalty per pixel that a fit saw
FOURIER_SHARE = 0.7  # of the estimate, chosen with the penalties on training places (training/EXPERIMENTS.md)
RIDGE_FLOOR = 100.0  # penalty of a fit that saw hardly any pixel
SHRINKAGE = 2000.0  # pixels' worth of the whole image in every local fit


def usual_step(height: int, width: int) -> int:
    """Return every which pixel of both axes a fit takes: large rasters have enough."""
    pixels = height * width
    return 1 if pixels <= 1500**2 else 2 if pixels <= 4500**2 else 4


class NormalEquations:
    """Sums over the clear pixels of a raster, by cell, and by BLOCK for the interpolation of what the fit leaves.

    Windows may come from several threads at once: the sums don't depend on their order.
    """

    def __init__(self, shape: tuple[int, int], bands: int, feature_map: FeatureMap, step: int = 1) -> None:
        """Prepare for a raster of ``shape`` (rows, cols); every ``step``-th pixel of both axes is used for fitting."""
        self.features, self.step, self.bands = feature_map, step, bands
        self.cells = cells.count(shape[0]), cells.count(shape[1])
        blocks = (-(-shape[0] // BLOCK), -(-shape[1] // BLOCK))
        n = feature_map.size
        self.gram = np.zeros((*self.cells, n, n))
        self.cross = np.zeros((*self.cells, n, bands))
        self.low = np.full((*self.cells, bands), np.inf)
        self.high = np.full((*self.cells, bands), -np.inf)
        self.spectral = np.zeros((*self.cells, bands + 1, bands + 1))  # 1 and bands against themselves
        self.block_features = BlockSums(n, *blocks)
        self.block_values = np.zeros((bands, *blocks), np.float32)
        self.block_count = np.zeros(blocks, np.float32)
        self._one_at_a_time = threading.Lock()

    @property
    def pixels(self) -> int:
        """How many clear pixels were added."""
        return int(self.spectral[..., 0, 0].sum())

    def accumulate(
        self, row: int, col: int, values: np.ndarray, clear: np.ndarray, covariates: np.ndarray, known: np.ndarray
    ) -> None:
        """Add a window whose corner (row, col) lies on the BLOCK raster and which lies within one cell.

        ``values`` (bands, rows, cols) reflectance, ``clear`` (rows, cols) where it may be learned from,
        ``covariates`` (d, rows, cols) and ``known``, of the same shape, where each of them holds.
        """
        s = self.step
        sampled = (..., slice((-row) % s, None, s), slice((-col) % s, None, s))
        first = row + (-row) % s, col + (-col) % s
        self.accumulate_sampled(*first, values[sampled], clear[sampled], covariates[sampled], known[sampled])

    def accumulate_sampled(
        self, row: int, col: int, values: np.ndarray, clear: np.ndarray, covariates: np.ndarray, known: np.ndarray
    ) -> None:
        """Add a window of which every ``step``-th pixel of both axes was taken, the first of them at (row, col)."""
        use, total = clear & known.all(axis=0), np.zeros((self.features.size + self.bands,) * 2)
        blocks = (row + np.arange(len(use)) * self.step) // BLOCK
        starts = np.flatnonzero(np.diff(blocks, prepend=-1))
        high = max(CHUNK // max(use.shape[1], 1), 1)  # sampled rows at once, all of one row of blocks
        for start, stop in zip(starts, [*starts[1:], len(use)]):
            for top in range(start, stop, high):
                part = slice(top, min(top + high, stop))
                index = np.flatnonzero(use[part])
                if len(index):
                    corner = row + top * self.step, col
                    total += self._add(corner, values[:, part], covariates[:, part], index)
        if not total.any():
            return
        n, cell = self.features.size, cells.of_pixel(row, col)
        one = [0, *range(n, n + self.bands)]
        with self._one_at_a_time:
            self.gram[cell] += total[:n, :n]
            self.cross[cell] += total[:n, n:]
            self.spectral[cell] += total[np.ix_(one, one)]

    def _add(
        self, corner: tuple[int, int], values: np.ndarray, covariates: np.ndarray, index: np.ndarray
    ) -> np.ndarray:
        """Add the pixels ``index`` of some sampled rows within one row of blocks; return products of all pairs."""
        rows, cols = values.shape[1:]
        n = self.features.size
        both = np.empty((n + self.bands, len(index)), np.float32)
        whole = len(index) == rows * cols
        x, y = (v.reshape(len(v), rows * cols) for v in (covariates, values))
        self.features(x if whole else x.take(index, axis=1), out=both[:n])
        both[n:] = y if whole else y.take(index, axis=1)
        cell, lowest, highest = cells.of_pixel(*corner), both[n:].min(axis=1), both[n:].max(axis=1)
        block = (corner[1] + index % cols * self.step) // BLOCK
        first = corner[1] // BLOCK
        member = block == np.arange(first, block.max() + 1)[:, None]
        sums = matmul(both, member.T.astype(np.float32))
        where = corner[0] // BLOCK, slice(first, first + len(member))
        with self._one_at_a_time:
            self.low[cell] = np.minimum(self.low[cell], lowest)
            self.high[cell] = np.maximum(self.high[cell], highest)
            self.block_features.add(where[0], first, sums[:n])
            self.block_values[(slice(None), *where)] += sums[n:]
            self.block_count[where] += member.sum(axis=1)
        return matmul(both, both.T)

    def solve(self) -> SameImageFit:
        """Return the fit; the sums are gone afterwards."""
        gram, cross, products = (sums.sum((0, 1)) for sums in (self.gram, self.cross, self.spectral))
        share = SHRINKAGE / max(gram[0, 0], 1.0)
        low, high = self.low.min((0, 1)), self.high.max((0, 1))
        beta = np.zeros((*self.cells, self.bands, self.features.size), np.float32)
        limits = np.zeros((*self.cells, 2, self.bands), np.float32)
        left_over = np.zeros((*self.cells, self.bands, self.bands), np.float32)
        for i, j in np.ndindex(*self.cells):
            near = slice(max(i - 1, 0), i + 2), slice(max(j - 1, 0), j + 2)
            local, local_cross = self.gram[near].sum((0, 1)), self.cross[near].sum((0, 1))
            local, local_cross = local + share * gram, local_cross + share * cross
            made = solve(local, local_cross, self.features)
            beta[i, j] = made.T
            squares = (self.spectral[near].sum((0, 1)) + share * products)[1:, 1:]
            fitted = made.T @ local_cross
            left_over[i, j] = (squares + made.T @ local @ made - fitted - fitted.T) / max(local[0, 0], 1.0)
            alone = self.gram[near][..., 0, 0].sum() < SHRINKAGE
            limits[i, j, 0] = low if alone else self.low[near].min((0, 1))
            limits[i, j, 1] = high if alone else self.high[near].max((0, 1))
        limits[~np.isfinite(limits)] = 0.0
        blocks = self.block_features, self.block_values, self.block_count
        del self.gram, self.cross, self.low, self.high  # large, and the blocks need memory too
        del self.block_features, self.block_values, self.block_count
        return SameImageFit(self.features, beta, limits, left_over, products, *blocks)


def solve(gram: np.ndarray, cross: np.ndarray, features: FeatureMap) -> np.ndarray:
    """Return the weighted mean of the plain and the Fourier ridge, (size, bands), of sums over n pixels.

    ``gram`` (size, size) and ``cross`` (size, bands) of the features; the mean of their fits, where they have several.
    """
    n = gram[0, 0]
    beta = np.zeros_like(cross)
    for linear, every in features.fits:
        for own, ridge, share in ((linear, RIDGE, 1 - FOURIER_SHARE), (every, RIDGE_FOURIER, FOURIER_SHARE)):
            penalty = np.full(len(own), RIDGE_FLOOR * (ridge / RIDGE) ** 0.5 + ridge * n)
            penalty[0] = 1e-6  # the mean is free
            made = np.linalg.solve(gram[np.ix_(own, own)] + np.diag(penalty), cross[own])
            beta[own] += made * (share / len(features.fits))
    return beta
