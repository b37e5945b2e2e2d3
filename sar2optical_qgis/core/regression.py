"""The same-image fit: every band regressed on what is visible under the cloud, learned on the image's own clear pixels.

Ridge regression (Hoerl and Kennard 1970) on the covariates, averaged with ridge on random Fourier features of them
(Rahimi and Recht 2007). Both are linear in their features, so the sums of their normal equations add up: over cells of
the raster in a first pass, over 3 x 3 cells with a pull to the whole image when solved, blended bilinearly between
cell centres when applied. What the fit leaves over at clear pixels is interpolated by push-pull, whose levels above
BLOCK pixels come from sums of the first pass. So a second pass needs no more than a tile.

Without covariates it is push-pull about local means, which is the best that a single image without radar allows.
"""

from __future__ import annotations

import numpy as np

from .filters import box_sum
from .pushpull import BLOCK, LEVELS, fill

CELL = 512  # pixels between the centres of local fits
FOURIER = 128  # random features
RANGE = (0.5, 99.5)  # percentiles of the covariates of clear pixels that a fit may use
FREQUENCY = 0.7  # of the random features, per root of the number of standardised covariates
RIDGE, RIDGE_FOURIER = 1e-2, 5e-4  # penalty per pixel that a fit saw
REACH = 2  # blocks around hidden pixels whose residual the interpolation can feel
SIGMA_FAR = 1.25  # of the clear pixels' residual: what the error is far inside a hole
SIGMA_RADIUS = 8  # pixels; a hole's rim, half surrounded by clear pixels, has half the error
RIDGE_FLOOR = 100.0  # penalty of a fit that saw hardly any pixel
SHRINKAGE = 2000.0  # pixels' worth of the whole image in every local fit


class FeatureMap:
    """Standardised covariates and random Fourier features of them: 1, x, cos(W x + b)."""

    def __init__(self, sample: np.ndarray) -> None:
        """Take mean, spread and range from covariates (d, n) of clear pixels; d may be 0.

        Beyond the range that the clear pixels have, the covariates are held at its rim: a fit must not extrapolate.
        """
        d = sample.shape[0]
        some = sample.shape[1] > 1
        self.mean = sample.mean(axis=1).astype(np.float32) if some else np.zeros(d, np.float32)
        spread = sample.std(axis=1).astype(np.float32) if some else np.ones(d, np.float32)
        self.scale = 1.0 / np.maximum(spread, 1e-6)
        limits = np.percentile(sample, RANGE, axis=1).astype(np.float32) if some else np.zeros((2, d), np.float32)
        self.low, self.high = limits if some else (self.mean - 5.0, self.mean + 5.0)
        rng = np.random.default_rng(7)  # the same features on every run: results are repeatable
        count = FOURIER if d else 0
        self.weights = rng.normal(0.0, FREQUENCY / max(d, 1) ** 0.5, (d, count)).astype(np.float32)
        self.phase = rng.uniform(0.0, 2 * np.pi, count).astype(np.float32)
        self.linear = 1 + d
        self.size = 1 + d + count

    def __call__(self, covariates: np.ndarray) -> np.ndarray:
        """Return features (n, size) float32 of covariates (d, n)."""
        x = (np.clip(covariates.T, self.low, self.high) - self.mean) * self.scale
        features = np.empty((x.shape[0], self.size), np.float32)
        features[:, 0] = 1.0
        features[:, 1 : self.linear] = x
        np.cos(x @ self.weights + self.phase, out=features[:, self.linear :])
        return features


class SameImageFit:
    """Sums of the first pass, local fits, and their prediction for any tile of the second."""

    def __init__(self, shape: tuple[int, int], bands: int, feature_map: FeatureMap, step: int = 1) -> None:
        """Prepare for a raster of ``shape`` (rows, cols); every ``step``-th pixel of both axes is used for fitting."""
        self.shape, self.features, self.step, self.bands = shape, feature_map, step, bands
        self.cells = (-(-shape[0] // CELL), -(-shape[1] // CELL))
        blocks = (-(-shape[0] // BLOCK), -(-shape[1] // BLOCK))
        n = feature_map.size
        self.gram = np.zeros((*self.cells, n, n))
        self.cross = np.zeros((*self.cells, n, bands))
        self.square = np.zeros((*self.cells, bands))
        self.low = np.full((*self.cells, bands), np.inf)
        self.high = np.full((*self.cells, bands), -np.inf)
        self.spectral = np.zeros((bands + 1, bands + 1))  # 1 and bands against themselves, for bands a model lacks
        self.block_features = np.zeros((n, *blocks), np.float32)
        self.block_values = np.zeros((bands, *blocks), np.float32)
        self.block_count = np.zeros(blocks, np.float32)

    def accumulate(
        self, row: int, col: int, values: np.ndarray, clear: np.ndarray, covariates: np.ndarray, known: np.ndarray
    ) -> None:
        """Add a window whose corner (row, col) lies on the BLOCK raster and which lies within one cell.

        ``values`` (bands, rows, cols) reflectance, ``clear`` (rows, cols) where it may be learned from,
        ``covariates`` (d, rows, cols) and ``known``, of the same shape, where each of them holds.
        """
        s = self.step
        use = np.zeros_like(clear)
        use[(-row) % s :: s, (-col) % s :: s] = True
        use &= clear & known.all(axis=0)
        if not use.any():
            return
        y = values[:, use].T.astype(np.float32)
        f = self.features(covariates[:, use])
        cell = row // CELL, col // CELL
        self.gram[cell] += f.T @ f
        self.cross[cell] += f.T @ y
        self.square[cell] += (y.astype(np.float64) ** 2).sum(axis=0)
        self.low[cell] = np.minimum(self.low[cell], y.min(axis=0))
        self.high[cell] = np.maximum(self.high[cell], y.max(axis=0))
        one = np.concatenate([np.ones((len(y), 1), np.float32), y], axis=1)
        self.spectral += one.T @ one
        rows, cols = np.nonzero(use)
        wide = self.block_count.shape[1]
        index = (rows + row) // BLOCK * wide + (cols + col) // BLOCK
        order = np.argsort(index, kind='stable')
        block, start = np.unique(index[order], return_index=True)
        where = np.divmod(block, wide)
        self.block_features[(slice(None), *where)] += np.add.reduceat(f[order], start, axis=0).T
        self.block_values[(slice(None), *where)] += np.add.reduceat(y[order], start, axis=0).T
        self.block_count[where] += np.diff(np.append(start, len(index)))

    @property
    def pixels(self) -> int:
        """How many clear pixels the fit saw."""
        return int(self.spectral[0, 0])

    def solve(self) -> None:
        """Solve the local fits; afterwards predict() may be called and the sums are gone."""
        gram, cross, square = (sums.sum((0, 1)) for sums in (self.gram, self.cross, self.square))
        share = SHRINKAGE / max(gram[0, 0], 1.0)
        low, high = self.low.min((0, 1)), self.high.max((0, 1))
        self.beta = np.zeros((*self.cells, self.features.size, self.bands), np.float32)
        self.limits = np.zeros((*self.cells, 2, self.bands), np.float32)
        self.sigma = np.zeros((*self.cells, self.bands), np.float32)
        for i, j in np.ndindex(*self.cells):
            near = slice(max(i - 1, 0), i + 2), slice(max(j - 1, 0), j + 2)
            local, local_cross = self.gram[near].sum((0, 1)), self.cross[near].sum((0, 1))
            local, local_cross = local + share * gram, local_cross + share * cross
            self.beta[i, j] = beta = self._solve(local, local_cross)
            left_over = self.square[near].sum((0, 1)) + share * square
            left_over += (beta * (local @ beta - 2.0 * local_cross)).sum(axis=0)
            self.sigma[i, j] = np.sqrt(np.maximum(left_over / max(local[0, 0], 1.0), 1e-8))
            alone = self.gram[near][..., 0, 0].sum() < SHRINKAGE
            self.limits[i, j, 0] = low if alone else self.low[near].min((0, 1))
            self.limits[i, j, 1] = high if alone else self.high[near].max((0, 1))
        self.limits[~np.isfinite(self.limits)] = 0.0
        del self.gram, self.cross, self.square, self.low, self.high
        self._solve_coarse()

    def _solve(self, gram: np.ndarray, cross: np.ndarray) -> np.ndarray:
        """Return the mean of the plain and the Fourier ridge, (size, bands)."""
        k, n = self.features.linear, gram[0, 0]
        beta = np.zeros_like(cross)
        for size, ridge in ((k, RIDGE), (len(gram), RIDGE_FOURIER)):
            penalty = np.full(size, RIDGE_FLOOR * (ridge / RIDGE) ** 0.5 + ridge * n)
            penalty[0] = 1e-6  # the mean is free
            beta[:size] += 0.5 * np.linalg.solve(gram[:size, :size] + np.diag(penalty), cross[:size])
        return beta

    def _solve_coarse(self) -> None:
        """Fill the residual of whole BLOCKs over the raster: the push-pull levels that no tile can see."""
        rows, cols = self.block_count.shape
        total = np.empty_like(self.block_values)
        for i in range(rows):
            for left, group in self._columns(np.arange(cols) * BLOCK):
                top, y = _cell_and_part(np.array([(i + 0.5) * BLOCK]), self.cells[0])
                _, x = _cell_and_part((group + 0.5) * BLOCK, self.cells[1])
                features = self.block_features[:, i, group].T
                fitted = self._blend(features, int(top[0]), left, np.broadcast_to(y, x.shape), x)[0]
                total[:, i, group] = self.block_values[:, i, group] - fitted.T
        self.coarse = fill(total, self.block_count)
        del self.block_features, self.block_values

    def _columns(self, starts: np.ndarray) -> list[tuple[int, np.ndarray]]:
        """Group blocks (first pixel column of each) by the cell to the left of them; give indices into ``starts``."""
        left, _ = _cell_and_part(starts + BLOCK / 2, self.cells[1])
        return [(int(cell), np.nonzero(left == cell)[0]) for cell in np.unique(left)]

    def _blend(
        self, features: np.ndarray, top: int, left: int, y: np.ndarray, x: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Apply the four local fits around to features (n, size), at parts y, x (n,) of the way to the lower right.

        Returns estimate, lowest and highest value that clear pixels nearby have, each (n, bands).
        """
        value, low, high = (np.zeros((len(features), self.bands), np.float32) for _ in range(3))
        for i, j, weight in (
            (top, left, (1 - y) * (1 - x)),
            (top, left + 1, (1 - y) * x),
            (top + 1, left, y * (1 - x)),
            (top + 1, left + 1, y * x),
        ):
            if i < self.cells[0] and j < self.cells[1] and weight.any():
                weight = weight[:, None].astype(np.float32)
                value += weight * (features @ self.beta[i, j])
                low += weight * self.limits[i, j, 0]
                high += weight * self.limits[i, j, 1]
        return value, low, high

    def predict(
        self, row: int, col: int, values: np.ndarray, clear: np.ndarray, covariates: np.ndarray, known: np.ndarray
    ) -> np.ndarray:
        """Return the estimate (bands, rows, cols) for a window at (row, col), a corner of the BLOCK raster.

        Clear pixels keep their values. Exact as for the whole raster from BLOCK pixels inside the window's rim.
        Only blocks near hidden pixels are worked on.
        """
        rows, cols = clear.shape
        blocks = -(-rows // BLOCK), -(-cols // BLOCK)
        pad = tuple((0, n * BLOCK - size) for n, size in zip(blocks, clear.shape))
        hidden = np.pad(~clear, pad).reshape(blocks[0], BLOCK, blocks[1], BLOCK).any(axis=(1, 3))
        needed = box_sum(hidden.astype(np.float32), REACH) > 0.5
        fitted, low, high = (values.astype(np.float32) for _ in range(3))
        for block_row in np.nonzero(needed.any(axis=1))[0]:
            r = np.arange(block_row * BLOCK, min((block_row + 1) * BLOCK, rows))
            top, y = _cell_and_part(r + row + 0.5, self.cells[0])
            found = np.nonzero(needed[block_row])[0]
            for left, group in self._columns(found * BLOCK + col):
                c = (found[group][:, None] * BLOCK + np.arange(BLOCK)).ravel()
                c = c[c < cols]
                _, x = _cell_and_part(c + col + 0.5, self.cells[1])
                seen = covariates[:, r[:, None], c].reshape(len(covariates), r.size * c.size)
                holds = known[:, r[:, None], c].reshape(seen.shape)
                seen = np.where(holds, seen, self.features.mean[:, None])  # a covariate that is missing says nothing
                parts = np.repeat(y, len(c)), np.tile(x, len(r))
                blended = self._blend(self.features(seen), int(top[0]), left, *parts)
                for target, made in zip((fitted, low, high), blended):
                    target[:, r[:, None], c] = made.T.reshape(self.bands, len(r), len(c))
        fitted = np.clip(fitted, low, high)
        residual = np.where(clear, values - fitted, 0.0).astype(np.float32)
        first = row // BLOCK, col // BLOCK
        coarse = self.coarse[:, first[0] : first[0] + blocks[0], first[1] : first[1] + blocks[1]]
        coarse = np.pad(coarse, ((0, 0), *((0, n - m) for n, m in zip(blocks, coarse.shape[1:]))), mode='edge')
        filled = fill(residual, clear.astype(np.float32), coarse, LEVELS)
        return np.where(clear, values, np.clip(fitted + filled, low, high)).astype(np.float32)

    def sigma_at(self, row: int, col: int, clear: np.ndarray) -> np.ndarray:
        """Return the standard deviation of the estimate's error, (bands, rows, cols) as reflectance, for a window.

        It is how far clear pixels lie from the local fits, less beside clear pixels, whose residual is carried over.
        Both factors are measured on held-out places (training/RESULTS.md).
        """
        near = self.sigma
        for axis, (start, size) in enumerate(((row, clear.shape[0]), (col, clear.shape[1]))):
            low, part = _cell_and_part(np.arange(start, start + size) + 0.5, self.cells[axis])
            part = part.astype(np.float32).reshape([-1 if k == axis else 1 for k in range(3)])
            high = np.minimum(low + 1, self.cells[axis] - 1)
            near = near.take(low, axis) * (1 - part) + near.take(high, axis) * part
        beside = box_sum(clear.astype(np.float32), SIGMA_RADIUS) / (2 * SIGMA_RADIUS + 1) ** 2
        return (SIGMA_FAR * (1.0 - 0.9 * beside) * near.transpose(2, 0, 1)).astype(np.float32)

    def spectral_gain(self, known: list[int], unknown: list[int]) -> np.ndarray:
        """Return (unknown, known) gains that carry a correction of known bands to bands that a model lacks."""
        columns = [0, *(k + 1 for k in known)]
        gram = self.spectral[np.ix_(columns, columns)]
        cross = self.spectral[np.ix_(columns, [k + 1 for k in unknown])]
        penalty = np.diag([0.0, *([1e-5 * max(gram[0, 0], 1.0)] * len(known))]) + 1e-9 * np.eye(len(columns))
        return np.linalg.solve(gram + penalty, cross)[1:].T.astype(np.float32)


def _cell_and_part(position: np.ndarray, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the cell whose centre lies before each pixel position, and the part of the way to the next centre."""
    at = np.clip(position / CELL - 0.5, 0, cells - 1)
    before = np.floor(at).astype(int)
    return before, at - before
