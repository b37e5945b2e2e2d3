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

from .pushpull import BLOCK, LEVELS, fill

CELL = 512  # pixels between the centres of local fits
FOURIER = 128  # random features
FREQUENCY = 0.7  # of the random features, per root of the number of standardised covariates
RIDGE, RIDGE_FOURIER = 1e-2, 5e-4  # penalty per pixel that a fit saw
RIDGE_FLOOR = 10.0  # penalty of a fit that saw hardly any pixel
SHRINKAGE = 2000.0  # pixels' worth of the whole image in every local fit


class FeatureMap:
    """Standardised covariates and random Fourier features of them: 1, x, cos(W x + b)."""

    def __init__(self, sample: np.ndarray) -> None:
        """Take mean and spread from a sample of valid covariates (d, n); d may be 0."""
        d = sample.shape[0]
        some = sample.shape[1] > 1
        self.mean = sample.mean(axis=1).astype(np.float32) if some else np.zeros(d, np.float32)
        spread = sample.std(axis=1).astype(np.float32) if some else np.ones(d, np.float32)
        self.scale = 1.0 / np.maximum(spread, 1e-6)
        rng = np.random.default_rng(7)  # the same features on every run: results are repeatable
        count = FOURIER if d else 0
        self.weights = rng.normal(0.0, FREQUENCY / max(d, 1) ** 0.5, (d, count)).astype(np.float32)
        self.phase = rng.uniform(0.0, 2 * np.pi, count).astype(np.float32)
        self.linear = 1 + d
        self.size = 1 + d + count

    def __call__(self, covariates: np.ndarray) -> np.ndarray:
        """Return features (n, size) float32 of covariates (d, n)."""
        x = np.clip((covariates.T - self.mean) * self.scale, -5.0, 5.0)
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
        ``covariates`` (d, rows, cols) and ``known`` (rows, cols) where they hold.
        """
        s = self.step
        use = np.zeros_like(clear)
        use[(-row) % s :: s, (-col) % s :: s] = True
        use &= clear & known
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
        centre = (np.arange(cols) + 0.5) * BLOCK
        for i in range(rows):
            features = np.ascontiguousarray(self.block_features[:, i].T)
            weighted = self._blend(features, np.full(cols, (i + 0.5) * BLOCK), centre)
            total[:, i] = self.block_values[:, i] - weighted.T
        self.coarse = fill(total, self.block_count)
        del self.block_features, self.block_values

    def _blend(self, features: np.ndarray, rows: np.ndarray, cols: np.ndarray, limits: bool = False) -> np.ndarray:
        """Apply the four nearest local fits, weighted bilinearly, to features (n, size) at pixel positions (n,)."""
        out = np.zeros((len(features), self.bands), np.float32)
        y = np.clip(rows / CELL - 0.5, 0, self.cells[0] - 1)
        x = np.clip(cols / CELL - 0.5, 0, self.cells[1] - 1)
        top, left = np.floor(y).astype(int), np.floor(x).astype(int)
        pair = top * self.cells[1] + left
        for code in np.unique(pair):
            here = pair == code
            i, j = divmod(int(code), self.cells[1])
            whole = here.all()
            f = features if whole else features[here]
            dy, dx = (y[here] - i)[:, None], (x[here] - j)[:, None]
            value = low = high = 0.0
            for a, b, weight in (
                (i, j, (1 - dy) * (1 - dx)),
                (i, j + 1, (1 - dy) * dx),
                (i + 1, j, dy * (1 - dx)),
                (i + 1, j + 1, dy * dx),
            ):
                if a >= self.cells[0] or b >= self.cells[1] or not weight.any():
                    continue
                weight = weight.astype(np.float32)
                value = value + weight * (f @ self.beta[a, b])
                if limits:
                    low, high = low + weight * self.limits[a, b, 0], high + weight * self.limits[a, b, 1]
            out[here] = np.clip(value, low, high) if limits else value
        return out

    def predict(
        self, row: int, col: int, values: np.ndarray, clear: np.ndarray, covariates: np.ndarray, known: np.ndarray
    ) -> np.ndarray:
        """Return the estimate (bands, rows, cols) for a window at (row, col), a corner of the BLOCK raster.

        Clear pixels keep their values. Exact as for the whole raster from BLOCK pixels inside the window's rim.
        """
        shape = clear.shape
        d = covariates.shape[0]
        x = np.where(known.reshape(-1), covariates.reshape(d, clear.size), self.features.mean[:, None])
        grid_rows, grid_cols = np.divmod(np.arange(clear.size), shape[1])
        fitted = self._blend(self.features(x), grid_rows + row + 0.5, grid_cols + col + 0.5, limits=True)
        fitted = fitted.T.reshape(self.bands, *shape)
        residual = np.where(clear, values - fitted, 0.0).astype(np.float32)
        blocks = tuple(-(-size // BLOCK) for size in shape)
        top, left = row // BLOCK, col // BLOCK
        coarse = self.coarse[:, top : top + blocks[0], left : left + blocks[1]]
        pad = tuple((0, n - m) for n, m in zip(blocks, coarse.shape[1:]))
        coarse = np.pad(coarse, ((0, 0), *pad), mode='edge')
        filled = fill(residual, clear.astype(np.float32), coarse, LEVELS)
        return np.where(clear, values, np.clip(fitted + filled, 0.0, None)).astype(np.float32)

    def residual_sigma(self, row: int, col: int, shape: tuple[int, int]) -> np.ndarray:
        """Return how far clear pixels lie from the local fits, (bands, rows, cols) as reflectance, for a window."""
        near = self.sigma
        for axis, (start, size) in enumerate(((row, shape[0]), (col, shape[1]))):
            at = np.clip((np.arange(start, start + size) + 0.5) / CELL - 0.5, 0, self.cells[axis] - 1)
            low = np.floor(at).astype(int)
            part = (at - low).astype(np.float32).reshape([-1 if k == axis else 1 for k in range(3)])
            high = np.minimum(low + 1, self.cells[axis] - 1)
            near = near.take(low, axis) * (1 - part) + near.take(high, axis) * part
        return np.ascontiguousarray(near.transpose(2, 0, 1), dtype=np.float32)

    def spectral_gain(self, known: list[int], unknown: list[int]) -> np.ndarray:
        """Return (unknown, known) gains that carry a correction of known bands to bands that a model lacks."""
        columns = [0, *(k + 1 for k in known)]
        gram = self.spectral[np.ix_(columns, columns)]
        cross = self.spectral[np.ix_(columns, [k + 1 for k in unknown])]
        penalty = np.diag([0.0, *([1e-5 * max(gram[0, 0], 1.0)] * len(known))]) + 1e-9 * np.eye(len(columns))
        return np.linalg.solve(gram + penalty, cross)[1:].T.astype(np.float32)
