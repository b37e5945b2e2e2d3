"""The same-image fit: every band regressed on what is visible under the cloud, learned on the image's own clear pixels.

Local ridge fits (normal_equations.py) are blended bilinearly between the centres of their cells. What they leave over
at clear pixels is interpolated by push-pull, whose levels above BLOCK pixels come from sums of the first pass. So a
second pass needs no more than a tile.

Where asked for, most of the interpolation is kriging by place and likeness (kriging.py) instead.

Without covariates it is push-pull about local means, which is the best that a single image without radar allows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..machine.matmul import matmul, matmul_rows
from ..raster.filters import box_mean, box_sum
from ..raster.push_pull import BLOCK, LEVELS, double, enlarge, fill, sum_up
from . import cells
from .block_sums import BlockSums
from .features import CHUNK, FeatureMap
from .kriging import SHARE as KRIGED
from .kriging import krige

NEAR, DOUBT = 2, 0.4  # blocks around a hidden block; share of clear pixels there that halves what is carried
REACH = 2  # blocks around hidden pixels whose residual the interpolation can feel
LEAST_VARIANCE = 1e-8  # of reflectance: a residual that numbers of four digits leave anyhow
SIGMA_FAR = 1.25  # of the clear pixels' residual: what the error is far inside a hole
SIGMA_RADIUS = 8  # pixels; a hole's rim, half surrounded by clear pixels, has half the error
RUN = 256  # samples in a row whose features are made at once: a product for each row wants long ones


class SameImageFit:
    """Solved local fits, and their prediction for any tile."""

    def __init__(
        self,
        feature_map: FeatureMap,
        beta: np.ndarray,
        limits: np.ndarray,
        left_over: np.ndarray,
        spectral: np.ndarray,
        block_features: BlockSums,
        block_values: np.ndarray,
        block_count: np.ndarray,
    ) -> None:
        """Take what NormalEquations solved and summed.

        Of every cell: ``beta`` (cells, cells, bands, features), ``limits`` (cells, cells, 2, bands) lowest and highest
        reflectance, ``left_over`` (cells, cells, bands, bands) covariance of the residual. ``spectral`` (1 + bands,
        1 + bands): products of 1 and the bands, summed over all clear pixels. Of every BLOCK: sums of features
        (features, rows, cols), sums of reflectance (bands, rows, cols) and how many pixels they are of (rows, cols).
        """
        self.features, self.beta, self.limits, self.spectral = feature_map, beta, limits, spectral
        self.left_over = left_over
        self.sigma = np.sqrt(np.maximum(left_over.diagonal(axis1=-2, axis2=-1), LEAST_VARIANCE))
        self.cells, self.bands = beta.shape[:2], beta.shape[2]
        self.kriges = False  # the residual, beside push-pull
        self.square = 1  # pixels along the side of those that share random features, a power of two up to BLOCK
        self.coarse = self._coarse(block_features, block_values, block_count)

    def forget_surroundings(self) -> None:
        """Say what covariates tell alone: what whole blocks leave over hides that a block's ground lies off the fit."""
        self.coarse[...] = 0.0

    @property
    def pixels(self) -> int:
        """How many clear pixels the fit saw."""
        return int(self.spectral[0, 0])

    def _coarse(self, features: BlockSums, values: np.ndarray, count: np.ndarray) -> np.ndarray:
        """Return the filled residual of whole BLOCKs, (bands, rows, cols): push-pull levels that no tile can see.

        Far from clear pixels it says less and less, and the fit itself the more.
        """
        rows, cols = count.shape
        total = np.empty_like(values)
        for i in range(rows):
            down = cells.blend(np.array([(i + 0.5) * BLOCK]), self.cells[0])
            sums = features.row(i)
            for group in cells.groups((np.arange(cols) + 0.5) * BLOCK, self.cells[1]):
                across = cells.blend((group + 0.5) * BLOCK, self.cells[1])
                fitted = self._apply(sums[:, group], down, across)
                total[:, i, group] = values[:, i, group] - fitted[:, 0]
        own = count / max(float(count.max()), 1.0)
        near = box_mean(own[None], np.ones(own.shape, bool), NEAR)[0]
        return fill(total, count) * (own + (1 - own) * near / (near + np.float32(DOUBT)))

    def _apply(
        self, features: np.ndarray, down: cells.Blend, across: cells.Blend, which: slice = slice(None)
    ) -> np.ndarray:
        """Return what ``which`` features (n, rows x cols) say, (bands, rows, cols), blended from up to four cells."""
        rows, cols = len(down[0][1]), len(across[0][1])
        beta = np.stack([np.concatenate([self.beta[i, j][:, which] for j, _ in across]) for i, _ in down])
        if len(down) == 1:
            made = matmul(beta[0], features).reshape(len(across), self.bands, rows, cols)
        else:  # the fits above and below are blended first, row by row: that halves the products
            part = np.stack([weights for _, weights in down], axis=1)
            each = matmul(part, beta.reshape(len(down), -1)).reshape(rows, *beta.shape[1:])
            made = matmul_rows(each, features.reshape(len(features), rows, cols).transpose(1, 0, 2))
            made = made.reshape(rows, len(across), self.bands, cols).transpose(1, 2, 0, 3)
        if len(across) > 1:
            made[0] *= across[0][1]
            made[1] *= across[1][1]
            made[0] += made[1]
        return made[0]

    def predict(
        self,
        row: int,
        col: int,
        values: np.ndarray,
        clear: np.ndarray,
        covariates: np.ndarray,
        known: np.ndarray,
        factor: int = 1,
        in_place: bool = False,
    ) -> np.ndarray:
        """Return the estimate (bands, rows, cols) for a window at (row, col), a corner of the BLOCK raster.

        ``covariates`` and ``known`` (d, rows / factor, cols / factor) are of squares of ``factor`` pixels, a power of
        two; what they tell is enlarged bilinearly. Clear pixels keep their values. Exact as for the whole raster from
        BLOCK pixels inside the window's rim. Only blocks near hidden pixels are worked on. With ``in_place`` the
        estimate takes the place of hidden ``values``, float32, where they lie.
        """
        made = values if in_place else np.array(values, np.float32)
        blocks = tuple(-(-size // BLOCK) for size in clear.shape)
        pad = tuple((0, n * BLOCK - size) for n, size in zip(blocks, clear.shape))
        hidden = np.pad(~clear, pad).reshape(blocks[0], BLOCK, blocks[1], BLOCK).any(axis=(1, 3))
        needed = box_sum(hidden, REACH) > 0.5
        if not needed.any():
            return made
        top, left = (int(needed.any(axis=1 - k).argmax()) for k in (0, 1))
        bottom, right = (n - int(needed.any(axis=1 - k)[::-1].argmax()) for k, n in enumerate(blocks))
        sizes = BLOCK, BLOCK // factor
        box, part = ((..., slice(top * n, bottom * n), slice(left * n, right * n)) for n in sizes)
        row, col, needed = row + top * BLOCK, col + left * BLOCK, needed[top:bottom, left:right]
        covariates, known, values, clear = covariates[part], known[part], made[box], clear[box]
        fitted = sum_up(values, factor) / np.float32(factor**2)
        self._fit_into(fitted, row, col, needed, covariates, known, factor)
        self._carry_residual(fitted, row, col, values, clear, covariates, known, factor)
        hidden = ~clear
        for k, band in enumerate(values):
            np.copyto(band, enlarge(fitted[k : k + 1], clear.shape, factor)[0], where=hidden)
        return made

    def _fit_into(
        self,
        made: np.ndarray,
        row: int,
        col: int,
        needed: np.ndarray,
        covariates: np.ndarray,
        known: np.ndarray,
        factor: int,
    ) -> None:
        """Write what the local fits say into ``needed`` blocks of a window (bands, rows / factor, cols / factor)."""
        rows, cols = made.shape[1:]
        block, run = BLOCK // factor, RUN * factor // BLOCK
        buffer, whole = np.empty(self.features.size * CHUNK, np.float32), bool(known.all())
        for i in np.nonzero(needed.any(axis=1))[0]:
            bottom = min((i + 1) * block, rows)
            blocks = np.nonzero(needed[i])[0]
            left, _ = cells.before((blocks + 0.5) * BLOCK + col, self.cells[1])
            for first, last in cells.runs(blocks, left, run):
                c = slice(first * block, min(last * block, cols))
                high = CHUNK // (c.stop - c.start) // self.square * self.square
                for top in range(i * block, bottom, high):
                    r = slice(top, min(top + high, bottom))
                    corner = row + r.start * factor, col + c.start * factor
                    holds = None if whole else known[:, r, c]
                    made[:, r, c] = self._fitted(covariates[:, r, c], holds, *corner, factor, buffer)

    def _fitted(
        self, covariates: np.ndarray, known: np.ndarray | None, row: int, col: int, factor: int, buffer: np.ndarray
    ) -> np.ndarray:
        """Return what the local fits say, (bands, rows, cols), of covariates (d, rows, cols) at pixel (row, col).

        Where pixels share random features, these are of their mean: what differs within is left to the linear ones.
        """
        linear, shape, side = self.features.linear, covariates.shape[1:], self.square
        features = buffer[: self.features.size * shape[0] * shape[1]].reshape(self.features.size, *shape)
        x = features[:linear]
        x[0] = 1.0
        self.features.standardised(covariates, known, x[1:])
        if side == 1 or factor > 1:
            features = features.reshape(len(features), -1)
            self.features.waves_of(features[:linear], features[linear:])
            return self._apply(features, *self._blends(row, col, shape, factor))
        made = self._apply(x.reshape(linear, -1), *self._blends(row, col, shape, 1), slice(linear))
        if shape[0] % side or shape[1] % side:
            x = np.pad(x, ((0, 0), *((0, -size % side) for size in shape)), 'edge')
        means = sum_up(x, side) * np.float32(side**-2)
        waves = self.features.waves_of(means.reshape(linear, -1))
        shared = self._apply(waves, *self._blends(row, col, means.shape[1:], side), slice(linear, None))
        made += shared.repeat(side, axis=1).repeat(side, axis=2)[:, : shape[0], : shape[1]]
        return made

    def _blends(self, row: int, col: int, shape: tuple[int, int], side: int) -> tuple[cells.Blend, cells.Blend]:
        """Return the cells, down and across, that squares of ``side`` pixels from (row, col) on blend."""
        return tuple(
            cells.blend(start + (np.arange(size) + 0.5) * side, count)
            for start, size, count in zip((row, col), shape, self.cells)
        )

    def _carry_residual(
        self,
        made: np.ndarray,
        row: int,
        col: int,
        values: np.ndarray,
        clear: np.ndarray,
        covariates: np.ndarray,
        known: np.ndarray,
        factor: int,
    ) -> None:
        """Hold a window's fit to the limits, and add the interpolated residual of clear pixels."""
        first, shape = (row // BLOCK, col // BLOCK), tuple(-(-size // BLOCK) for size in clear.shape)
        coarse = self.coarse[:, first[0] : first[0] + shape[0], first[1] : first[1] + shape[1]]
        coarse = np.pad(coarse, ((0, 0), *((0, n - m) for n, m in zip(shape, coarse.shape[1:]))), mode='edge')
        sees = clear.astype(np.float32)
        weight, some = sum_up(sees, factor), bool(clear.any())
        sure = None if known.all() else known.all(axis=0)
        told = None if sure is None else weight * sure
        kriges = self.kriges and some and len(covariates) > 0
        carried = np.empty_like(made) if kriges else None
        means = np.zeros_like(made) if kriges else None  # residual of squares of which something is clear
        for k, (fitted, low, high) in enumerate(zip(made, *self._limits(row, col, weight.shape, factor))):
            np.minimum(np.maximum(fitted, low, out=fitted), high, out=fitted)
            residual = sum_up(values[k : k + 1] * sees, factor) if some else np.zeros((1, *weight.shape), np.float32)
            residual -= weight * fitted
            left_over = _carried(residual, weight, coarse[k : k + 1], factor)
            if kriges:
                np.divide(residual[0], weight, out=means[k], where=weight > 0)
            if told is not None:  # where covariates are missing the fit is the mean, and its residual another thing
                residual *= sure
                np.copyto(left_over, _carried(residual, told, coarse[k : k + 1], factor), where=sure)
            if kriges:
                carried[k] = left_over
                continue
            fitted += left_over
            np.minimum(np.maximum(fitted, low, out=fitted), high, out=fitted)
        if not kriges:
            return
        known_ones = weight > 0 if told is None else told > 0
        level = enlarge(coarse, tuple(-(-size // factor) for size in clear.shape), BLOCK // factor)
        likeness = self.features.standardised(covariates, known)
        kriged = krige(means, level, known_ones, likeness, (row // factor, col // factor), factor)
        kriged -= carried
        kriged *= np.float32(KRIGED)
        np.add(carried, kriged, out=carried, where=~known_ones if sure is None else sure & ~known_ones)
        for fitted, left_over, low, high in zip(made, carried, *self._limits(row, col, weight.shape, factor)):
            fitted += left_over
            np.minimum(np.maximum(fitted, low, out=fitted), high, out=fitted)

    def _limits(self, row: int, col: int, shape: tuple[int, int], factor: int) -> list[Iterator[np.ndarray]]:
        """Return the lowest and the highest reflectance of a window, each band by band (rows, cols)."""
        return [cells.maps(self.limits[:, :, k], row, col, shape, factor) for k in (0, 1)]

    def sigma_at(self, row: int, col: int, clear: np.ndarray) -> np.ndarray:
        """Return the standard deviation of the estimate's error, (bands, rows, cols) as reflectance, for a window.

        It is how far clear pixels lie from the local fits, less beside clear pixels, whose residual is carried over.
        Both factors are measured on held-out places (training/RESULTS.md).
        """
        beside = box_sum(clear, SIGMA_RADIUS) * np.float32(-0.9 * SIGMA_FAR / (2 * SIGMA_RADIUS + 1) ** 2)
        beside += np.float32(SIGMA_FAR)
        sigma = np.empty((self.bands, *clear.shape), np.float32)
        for band, near in zip(sigma, cells.maps(self.sigma, row, col, clear.shape)):
            np.multiply(near, beside, out=band)
        return sigma

    def spectral_gain(self, known: list[int], unknown: list[int]) -> np.ndarray:
        """Return (unknown, known) gains that carry a correction of known bands to bands that a model lacks."""
        columns = [0, *(k + 1 for k in known)]
        gram = self.spectral[np.ix_(columns, columns)]
        cross = self.spectral[np.ix_(columns, [k + 1 for k in unknown])]
        penalty = np.diag([0.0, *([1e-5 * max(gram[0, 0], 1.0)] * len(known))]) + 1e-9 * np.eye(len(columns))
        return np.linalg.solve(gram + penalty, cross)[1:].T.astype(np.float32)


def _carried(residual: np.ndarray, weight: np.ndarray, coarse: np.ndarray, factor: int) -> np.ndarray:
    """Return (rows, cols) of what a band's summed residual (1, rows, cols) is, interpolated where ``weight`` is 0.

    ``coarse`` (1, blocks, blocks): that of whole BLOCKs. Of pixels, what is known is not asked for, and left out.
    """
    levels = LEVELS - (factor.bit_length() - 1)
    if factor > 1:
        return fill(residual, weight, coarse, levels)[0]
    return double(fill(sum_up(residual), sum_up(weight), coarse, levels - 1), weight.shape)[0]
