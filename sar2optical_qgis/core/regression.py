"""The same-image fit: every band regressed on what is visible under the cloud, learned on the image's own clear pixels.

Ridge regression (Hoerl and Kennard 1970) on the covariates, averaged with ridge on random Fourier features of them
(Rahimi and Recht 2007). Both are linear in their features, so the sums of their normal equations add up: over cells of
the raster in a first pass, over 3 x 3 cells with a pull to the whole image when solved, blended bilinearly between
cell centres when applied. What the fit leaves over at clear pixels is interpolated by push-pull, whose levels above
BLOCK pixels come from sums of the first pass. So a second pass needs no more than a tile.

Without covariates it is push-pull about local means, which is the best that a single image without radar allows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .blocksums import BlockSums
from .features import FeatureMap
from .filters import box_sum
from .products import product
from .pushpull import BLOCK, LEVELS, fill

CELL = 512  # pixels between the centres of local fits
RIDGE, RIDGE_FOURIER = 1e-2, 1e-3  # penalty per pixel that a fit saw
FOURIER_SHARE = 0.7  # of the estimate, chosen with the penalties on training places (training/EXPERIMENTS.md)
REACH = 2  # blocks around hidden pixels whose residual the interpolation can feel
SIGMA_FAR = 1.25  # of the clear pixels' residual: what the error is far inside a hole
SIGMA_RADIUS = 8  # pixels; a hole's rim, half surrounded by clear pixels, has half the error
RIDGE_FLOOR = 100.0  # penalty of a fit that saw hardly any pixel
SHRINKAGE = 2000.0  # pixels' worth of the whole image in every local fit
CHUNK = 2048  # pixels whose features are made at once: they stay in the processor's cache
RUN = 256  # of them in a row: a product for each row wants long ones


Blend = list  # of (cell, weight of it at each of some positions), one or two neighbouring cells


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
        self.block_features = BlockSums(n, *blocks)
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
        n, cell = self.features.size, (row // CELL, col // CELL)
        self.gram[cell] += total[:n, :n]
        self.cross[cell] += total[:n, n:]
        self.square[cell] += total.diagonal()[n:]
        one = [0, *range(n, n + self.bands)]
        self.spectral += total[np.ix_(one, one)]

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
        cell = corner[0] // CELL, corner[1] // CELL
        self.low[cell] = np.minimum(self.low[cell], both[n:].min(axis=1))
        self.high[cell] = np.maximum(self.high[cell], both[n:].max(axis=1))
        block = (corner[1] + index % cols * self.step) // BLOCK
        first = corner[1] // BLOCK
        member = block == np.arange(first, block.max() + 1)[:, None]
        sums = product(both, member.T.astype(np.float32))
        where = corner[0] // BLOCK, slice(first, first + len(member))
        self.block_features.add(where[0], first, sums[:n])
        self.block_values[(slice(None), *where)] += sums[n:]
        self.block_count[where] += member.sum(axis=1)
        return product(both, both.T)

    @property
    def pixels(self) -> int:
        """How many clear pixels the fit saw."""
        return int(self.spectral[0, 0])

    def solve(self) -> None:
        """Solve the local fits; afterwards predict() may be called and the sums are gone."""
        gram, cross, square = (sums.sum((0, 1)) for sums in (self.gram, self.cross, self.square))
        share = SHRINKAGE / max(gram[0, 0], 1.0)
        low, high = self.low.min((0, 1)), self.high.max((0, 1))
        self.beta = np.zeros((*self.cells, self.bands, self.features.size), np.float32)
        self.limits = np.zeros((*self.cells, 2, self.bands), np.float32)
        self.sigma = np.zeros((*self.cells, self.bands), np.float32)
        for i, j in np.ndindex(*self.cells):
            near = slice(max(i - 1, 0), i + 2), slice(max(j - 1, 0), j + 2)
            local, local_cross = self.gram[near].sum((0, 1)), self.cross[near].sum((0, 1))
            local, local_cross = local + share * gram, local_cross + share * cross
            beta = self._solve(local, local_cross)
            self.beta[i, j] = beta.T
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
        """Return the weighted mean of the plain and the Fourier ridge, (size, bands)."""
        k, n = self.features.linear, gram[0, 0]
        beta = np.zeros_like(cross)
        for size, ridge, share in ((k, RIDGE, 1 - FOURIER_SHARE), (len(gram), RIDGE_FOURIER, FOURIER_SHARE)):
            penalty = np.full(size, RIDGE_FLOOR * (ridge / RIDGE) ** 0.5 + ridge * n)
            penalty[0] = 1e-6  # the mean is free
            beta[:size] += share * np.linalg.solve(gram[:size, :size] + np.diag(penalty), cross[:size])
        return beta

    def _solve_coarse(self) -> None:
        """Fill the residual of whole BLOCKs over the raster: the push-pull levels that no tile can see."""
        rows, cols = self.block_count.shape
        total = np.empty_like(self.block_values)
        for i in range(rows):
            down = _blend(np.array([(i + 0.5) * BLOCK]), self.cells[0])
            features = self.block_features.row(i)
            for group in self._columns(np.arange(cols) * BLOCK):
                across = _blend((group + 0.5) * BLOCK, self.cells[1])
                fitted = self._apply(features[:, group], down, across)
                total[:, i, group] = self.block_values[:, i, group] - fitted[:, 0]
        self.coarse = fill(total, self.block_count)
        del self.block_features, self.block_values

    def _columns(self, starts: np.ndarray) -> list[np.ndarray]:
        """Group blocks (first pixel column of each) by the cell to the left of them; give indices into ``starts``."""
        left, _ = _cell_and_part(starts + BLOCK / 2, self.cells[1])
        return [np.nonzero(left == cell)[0] for cell in np.unique(left)]

    def _apply(self, features: np.ndarray, down: Blend, across: Blend) -> np.ndarray:
        """Return the estimate (bands, rows, cols) of features (size, rows x cols), blended from up to four cells."""
        rows, cols = len(down[0][1]), len(across[0][1])
        beta = np.stack([np.concatenate([self.beta[i, j] for j, _ in across]) for i, _ in down])
        if len(down) == 1:
            made = product(beta[0], features).reshape(len(across), self.bands, rows, cols)
        else:  # the fits above and below are blended first, row by row: that halves the products
            part = np.stack([weights for _, weights in down], axis=1)
            each = product(part, beta.reshape(len(down), -1)).reshape(rows, *beta.shape[1:])
            made = np.empty((rows, beta.shape[1], cols), np.float32)
            for k in range(rows):
                product(each[k], features[:, k * cols : (k + 1) * cols], out=made[k])
            made = made.reshape(rows, len(across), self.bands, cols).transpose(1, 2, 0, 3)
        if len(across) > 1:
            made[0] *= across[0][1]
            made[1] *= across[1][1]
            made[0] += made[1]
        return made[0]

    def predict(
        self, row: int, col: int, values: np.ndarray, clear: np.ndarray, covariates: np.ndarray, known: np.ndarray
    ) -> np.ndarray:
        """Return the estimate (bands, rows, cols) for a window at (row, col), a corner of the BLOCK raster.

        Clear pixels keep their values. Exact as for the whole raster from BLOCK pixels inside the window's rim.
        Only blocks near hidden pixels are worked on.
        """
        made = np.array(values, np.float32)
        blocks = tuple(-(-size // BLOCK) for size in clear.shape)
        pad = tuple((0, n * BLOCK - size) for n, size in zip(blocks, clear.shape))
        hidden = np.pad(~clear, pad).reshape(blocks[0], BLOCK, blocks[1], BLOCK).any(axis=(1, 3))
        needed = box_sum(hidden, REACH) > 0.5
        if not needed.any():
            return made
        top, left = (int(needed.any(axis=1 - k).argmax()) for k in (0, 1))
        bottom, right = (n - int(needed.any(axis=1 - k)[::-1].argmax()) for k, n in enumerate(blocks))
        box = (..., slice(top * BLOCK, bottom * BLOCK), slice(left * BLOCK, right * BLOCK))
        row, col, needed = row + top * BLOCK, col + left * BLOCK, needed[top:bottom, left:right]
        self._fit_into(made[box], row, col, needed, covariates[box], known[box])
        self._carry_residual(made[box], row, col, values[box], clear[box], known[box])
        return made

    def _fit_into(
        self, made: np.ndarray, row: int, col: int, needed: np.ndarray, covariates: np.ndarray, known: np.ndarray
    ) -> None:
        """Write what the local fits say into the ``needed`` blocks of a window (bands, rows, cols)."""
        rows, cols = made.shape[1:]
        buffer, whole = np.empty((self.features.size, CHUNK), np.float32), bool(known.all())
        for i in np.nonzero(needed.any(axis=1))[0]:
            bottom = min((i + 1) * BLOCK, rows)
            for first, last in self._runs(np.nonzero(needed[i])[0], col):
                c = slice(first * BLOCK, min(last * BLOCK, cols))
                across = _blend(np.arange(c.start, c.stop) + col + 0.5, self.cells[1])
                high = CHUNK // (c.stop - c.start)
                for top in range(i * BLOCK, bottom, high):
                    r = slice(top, min(top + high, bottom))
                    down = _blend(np.arange(r.start, r.stop) + row + 0.5, self.cells[0])
                    size = (r.stop - r.start) * (c.stop - c.start)
                    seen = covariates[:, r, c].reshape(len(covariates), size)
                    holds = None if whole else known[:, r, c].reshape(len(known), size)
                    made[:, r, c] = self._apply(self.features(seen, holds, buffer[:, :size]), down, across)

    def _carry_residual(
        self, made: np.ndarray, row: int, col: int, values: np.ndarray, clear: np.ndarray, known: np.ndarray
    ) -> None:
        """Hold a window's fit to the limits, add the interpolated residual of clear pixels, which keep their values."""
        first, shape = (row // BLOCK, col // BLOCK), tuple(-(-size // BLOCK) for size in clear.shape)
        coarse = self.coarse[:, first[0] : first[0] + shape[0], first[1] : first[1] + shape[1]]
        coarse = np.pad(coarse, ((0, 0), *((0, n - m) for n, m in zip(shape, coarse.shape[1:]))), mode='edge')
        weight = clear.astype(np.float32)
        sure = None if known.all() else known.all(axis=0)
        told = None if sure is None else weight * sure
        lows, highs = (self._between_cells(self.limits[:, :, k], row, col, clear.shape) for k in (0, 1))
        for k, (fitted, low, high) in enumerate(zip(made, lows, highs)):
            np.minimum(np.maximum(fitted, low, out=fitted), high, out=fitted)
            residual = values[k] - fitted
            residual *= weight
            left_over = fill(residual[None], weight, coarse[k : k + 1], LEVELS)[0]
            if told is not None:  # where covariates are missing the fit is the mean, and its residual another thing
                residual *= told
                np.copyto(left_over, fill(residual[None], told, coarse[k : k + 1], LEVELS)[0], where=sure)
            fitted += left_over
            np.minimum(np.maximum(fitted, low, out=fitted), high, out=fitted)
            np.copyto(fitted, values[k], where=clear)

    def _runs(self, blocks: np.ndarray, col: int) -> Iterator[tuple[int, int]]:
        """Yield first and last (beyond) of neighbouring blocks right of one cell's centre, at most RUN pixels wide."""
        left, _ = _cell_and_part(blocks * BLOCK + col + BLOCK / 2, self.cells[1])
        start = 0
        for k in range(1, len(blocks) + 1):
            full = k - start == RUN // BLOCK
            if k == len(blocks) or full or blocks[k] != blocks[k - 1] + 1 or left[k] != left[start]:
                yield int(blocks[start]), int(blocks[k - 1]) + 1
                start = k

    def _between_cells(self, each: np.ndarray, row: int, col: int, shape: tuple[int, int]) -> Iterator[np.ndarray]:
        """Yield maps (rows, cols), band by band, of what each cell holds, (cells, cells, bands)."""
        for axis, (start, size) in enumerate(zip((row, col), shape)):
            weights = _weights(np.arange(start, start + size) + 0.5, self.cells[axis])
            touched = np.flatnonzero(weights.any(axis=0))
            each = each.take(touched, axis)
            if axis == 0:
                down = weights[:, touched]
        for band in range(each.shape[-1]):
            yield product(product(down, each[..., band]), weights[:, touched].T)

    def sigma_at(self, row: int, col: int, clear: np.ndarray) -> np.ndarray:
        """Return the standard deviation of the estimate's error, (bands, rows, cols) as reflectance, for a window.

        It is how far clear pixels lie from the local fits, less beside clear pixels, whose residual is carried over.
        Both factors are measured on held-out places (training/RESULTS.md).
        """
        beside = box_sum(clear, SIGMA_RADIUS) * np.float32(-0.9 * SIGMA_FAR / (2 * SIGMA_RADIUS + 1) ** 2)
        beside += np.float32(SIGMA_FAR)
        sigma = np.empty((self.bands, *clear.shape), np.float32)
        for band, near in zip(sigma, self._between_cells(self.sigma, row, col, clear.shape)):
            np.multiply(near, beside, out=band)
        return sigma

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


def _blend(position: np.ndarray, cells: int) -> Blend:
    """Return the one or two cells between whose centres all of the positions lie, each with its weights."""
    before, part = _cell_and_part(position, cells)
    first, part = int(before[0]), part.astype(np.float32)
    return [(first, 1 - part), (first + 1, part)] if part.any() else [(first, 1 - part)]


def _weights(position: np.ndarray, cells: int) -> np.ndarray:
    """Return the weight of each cell at pixel positions, (n, cells) float32."""
    before, part = _cell_and_part(position, cells)
    weights = np.zeros((len(position), cells + 1), np.float32)
    weights[np.arange(len(position)), before] = 1 - part
    weights[np.arange(len(position)), before + 1] = part
    return weights[:, :cells]
