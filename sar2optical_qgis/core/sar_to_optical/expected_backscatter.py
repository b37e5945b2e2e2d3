"""Backscatter that ground of such looks has in this scene: where today's is another, the ground is not what it was.

The fit of colours on radar (color_transfer.py) the other way round: today's radar fitted on the older picture. Water
stands far off in radar and hardly in colour, so that a flood over fields shows here first; a desert, all of which is as
dark to radar as water is, is as its looks let expect. It is fitted twice, the second time without the ground that lies
far off.
"""

from __future__ import annotations

import numpy as np

from ..fit.features import FeatureMap
from ..fit.normal_equations import NormalEquations
from ..fit.regression import SIGMA_FAR, SameImageFit
from ..raster.filters import box_mean, limited
from ..raster.push_pull import square_means
from ..sentinel.covariates import MARGIN, MULTILOOK, RADII, TEXTURE_RADIUS

MEAN = RADII.index(3)  # of a polarisation's covariates: the mean of 7 x 7 pixels
LEAST_ERROR = 0.3  # dB
OUTLIER, OUTLIER_RADIUS = 3.0, 2  # squared errors, mean of 5 x 5 pixels: who lies further off is left out
LEAST = 200  # pixels to learn from
MOST = 8.0  # errors
LEAST_ROUGH = 0.005  # of natural colour: a step of 8 bits


def looks_of(picture: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return what a picture tells of backscatter, (10, rows, cols) float32: colours at three scales, and roughness.

    ``picture`` (3, rows + 2 MARGIN, cols + 2 MARGIN) 0..1, and where it is ``known``.
    """
    means = [box_mean(picture, known, radius) for radius in RADII]
    light = means[0].mean(axis=0)
    mean, square = (box_mean(v, known, TEXTURE_RADIUS) for v in (light, light * light))
    square -= mean * mean
    rough = np.log(np.sqrt(limited(square, 0.0, np.inf)) + np.float32(LEAST_ROUGH))
    return np.concatenate([*means, rough[None]])[:, MARGIN:-MARGIN, MARGIN:-MARGIN]


class ExpectedBackscatter:
    """The fit of a scene's radar on its older picture; sums of two passes over windows, each solved."""

    def __init__(self, sample: np.ndarray, shape: tuple[int, int], polarisations: int, step: int) -> None:
        """Take looks (10, n) from all over a raster of ``shape``, and how many polarisations are fitted on them.

        Every ``step``-th pixel of both axes is.
        """
        self.features, self.shape, self.polarisations, self.step = FeatureMap(sample), shape, polarisations, step
        self.fit: SameImageFit | None = None
        self.sums = self._nothing()

    def _nothing(self) -> NormalEquations:
        return NormalEquations(self.shape, self.polarisations, self.features, self.step)

    def add(
        self, window: tuple[int, int, int, int], looks: np.ndarray, radar: np.ndarray, known: np.ndarray, every: int
    ) -> None:
        """Add a window of which every so many pixels are given: looks, covariates of radar, where both are known."""
        if self.fit is not None:
            square = (self.odd(window, looks, radar, known) ** 2).mean(axis=0)
            known = known & (box_mean(square, known, OUTLIER_RADIUS) < OUTLIER)
        rest = np.s_[..., :: self.step // every, :: self.step // every]
        everywhere = np.broadcast_to(known, looks.shape)
        self.sums.accumulate_sampled(*window[:2], mean_of(radar)[rest], known[rest], looks[rest], everywhere[rest])

    def solve(self) -> None:
        """Fit what was added since; of too little the fit before stays."""
        if self.sums.pixels >= LEAST:
            self.fit = self.sums.solve()
            self.fit.forget_surroundings()
        self.sums = self._nothing()

    def odd(
        self, window: tuple[int, int, int, int], looks: np.ndarray, radar: np.ndarray, known: np.ndarray
    ) -> np.ndarray:
        """Return by how many errors radar lies off what the looks let expect, (polarisations, rows, cols); 0 unknown.

        ``looks`` (10, rows, cols), covariates of ``radar`` (4 per polarisation, rows, cols) and where both are known.
        """
        values = mean_of(radar)
        if self.fit is None:
            return np.zeros(values.shape, np.float32)
        means, holds = square_means(looks, known, MULTILOOK)
        nothing, none = np.zeros(values.shape, np.float32), np.zeros(known.shape, bool)
        holds = np.broadcast_to(holds, means.shape)
        off = values - self.fit.predict(*window[:2], nothing, none, means, holds, MULTILOOK, in_place=True)
        off /= np.maximum(self.fit.sigma_at(*window[:2], none) / SIGMA_FAR, LEAST_ERROR)
        return np.where(known, limited(off, -MOST, MOST), np.float32(0.0))


def mean_of(radar: np.ndarray) -> np.ndarray:
    """Return means of 7 x 7 pixels in dB, (polarisations, rows, cols), of covariates of radar."""
    return radar[MEAN :: len(RADII) + 1]
