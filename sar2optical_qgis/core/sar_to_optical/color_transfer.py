"""Colours transferred from a reference: an older clear picture of the ground, fitted on radar, in today's radar.

A same-image fit (regression.py) of the picture on the radar says what the radar can tell of its colours. It is on
today's radar, twice: ground that has changed since lies far off its colour and is left out the second time. With radar
of the picture's own date (REFERENCE_SAR) another is fitted on that pair and applied to today's radar, too, and what
counts is the mean of both. On the way today's radar is fitted on the picture, too (expected_backscatter.py). What of
the older picture still holds is another question: older_picture.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..fit.cells import CELL, windows
from ..fit.features import FeatureMap
from ..fit.normal_equations import NormalEquations, usual_step
from ..fit.regression import SIGMA_FAR, SameImageFit
from ..raster.block_cache import enough_for
from ..raster.filters import box_mean
from ..raster.push_pull import square_means
from ..run.pipeline import for_each
from ..sentinel.covariates import MARGIN, MULTILOOK
from ..sentinel.radar import Radar
from ..sentinel.reference_picture import COLOURS, ReferencePicture
from .expected_backscatter import LEAST, OUTLIER, OUTLIER_RADIUS, ExpectedBackscatter, looks_of

HALO = 64  # a BLOCK of the fit's residual
SAMPLES, SAMPLE = 8, 96  # windows along each axis, pixels


@dataclass(frozen=True)
class Prior:
    """What a window knows of its older picture; arrays (3, rows, cols) or (rows, cols)."""

    picture: np.ndarray
    known: np.ndarray  # where there is a picture, and radar
    fitted: np.ndarray  # today, by the fit
    error: np.ndarray  # the fit's own, mean over colours, (rows, cols)
    radar: np.ndarray  # today's covariates (4 per polarisation, rows, cols)
    seen: np.ndarray  # where they hold
    change: np.ndarray | None  # of the covariates since, less what all of the scene has changed by; None = not known
    there: np.ndarray | None  # where that is known
    odd: np.ndarray  # how far radar lies off what the picture lets expect, errors (polarisations, rows, cols)


class ColorTransfer:
    """The fit of a scene and its pictures, window by window."""

    def __init__(self, radar: Radar, picture: ReferencePicture, before: Radar | None = None) -> None:
        """Take today's radar, the older picture, and the radar of the picture's date if there is one."""
        self.radar, self.picture, self.before = radar, picture, before
        self.polarisations = radar.polarisations
        self.rasters = [each.raster for each in (radar, picture, before) if each is not None]
        if before is not None:
            self.polarisations = tuple(p for p in radar.polarisations if p in before.polarisations)
            if not self.polarisations:
                raise InputError(
                    f'INPUT ({", ".join(radar.polarisations)}) and REFERENCE_SAR ({", ".join(before.polarisations)}) '
                    'have no polarisation in common. Choose radar of the same polarisation, or leave REFERENCE_SAR out.'
                )

    def fit(self, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> str:
        """Fit; return a sentence about it. ``progress`` is told 0..1."""
        self.shift = np.zeros((4 * len(self.polarisations), 1, 1), np.float32)
        sample, looks = self._sample()
        features, shape = FeatureMap(sample), (self.radar.grid.height, self.radar.grid.width)
        self.expected = ExpectedBackscatter(looks, shape, len(self.polarisations), usual_step(*shape))
        radars = (self.radar, self.radar) if self.before is None else (self.radar, self.radar, self.before)
        fits: list[SameImageFit] = []
        for number, radar in enumerate(radars):
            first = fits[0] if number == 1 else None

            def told(done: float, number: int = number) -> None:
                progress((number + done) / len(radars))

            fits.append(self._fit_on(radar, features, first, told, cancelled))
            self.expected.solve()
            if number == 0:
                fits[0].forget_surroundings()
        self.fits = fits[1:]  # the first has told what has changed
        whose = 'today' if self.before is None else 'its own date'
        return f'REFERENCE teaches its colours: a fit on {fits[-1].pixels} pixels with the radar of {whose}.'

    def _fit_on(
        self,
        radar: Radar,
        features: FeatureMap,
        first: SameImageFit | None,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> SameImageFit:
        """Return the fit of the picture on a radar, without the ground that lies far off a ``first`` one."""
        height, width = self.radar.grid.height, self.radar.grid.width
        step = usual_step(height, width)
        sums = NormalEquations((height, width), len(COLOURS), features, step)

        def add(window: tuple[int, int, int, int]) -> None:
            every = 1 if first else step
            picture, known, looks = self._picture(window)
            planes, seen = radar.covariates(*window, self.polarisations, every)
            picture, known, looks = (v[..., ::every, ::every] for v in (picture, known, looks))
            if radar is self.radar:
                self.expected.add(window, looks, planes, known & seen, every)
            if first is not None:
                off = picture - self._fitted(first, window, planes, seen)
                known = known & (self._distance(first, window, off, known & seen) < OUTLIER)
            rest = np.s_[..., :: step // every, :: step // every]
            seen = np.broadcast_to(seen, planes.shape)
            sums.accumulate_sampled(*window[:2], picture[rest], known[rest], planes[rest], seen[rest])

        cache = enough_for(self.rasters, self.radar.grid, CELL)
        for_each(windows(height, width), add, progress, cancelled, cache)
        if sums.pixels >= LEAST:
            return sums.solve()
        if first is not None:  # of a small scene too little is left
            return first
        raise InputError(
            'REFERENCE and the radar show too little common ground to learn colours from. '
            'Choose a REFERENCE that covers more of it, or leave REFERENCE out.'
        )

    def _picture(self, window: tuple[int, int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return a window of the older picture, where it is known, and its looks."""
        row, col, height, width = window
        picture, known = self.picture.read(row - MARGIN, col - MARGIN, height + 2 * MARGIN, width + 2 * MARGIN)
        inner = np.s_[..., MARGIN:-MARGIN, MARGIN:-MARGIN]
        return picture[inner], known[inner], looks_of(picture, known)

    def _fitted_on(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the covariates that the fit learns from."""
        return (self.before or self.radar).covariates(row, col, height, width, self.polarisations)

    def _sample(self) -> tuple[np.ndarray, np.ndarray]:
        """Return covariates (d, n) and looks (10, n) to learn from, from all over; sets how the radar differs today."""
        height, width = self.radar.grid.height, self.radar.grid.width
        rows, cols = (
            np.unique(np.linspace(0, max(size - SAMPLE, 0), min(-(-size // SAMPLE), SAMPLES)).astype(int)).tolist()
            for size in (height, width)
        )
        parts, looks, changes = [], [], []
        for row, col in ((row, col) for row in rows for col in cols):
            window = row, col, min(SAMPLE, height - row), min(SAMPLE, width - col)
            planes, seen = self._fitted_on(*window)
            parts.append(planes[:, seen])
            _, known, look = self._picture(window)
            looks.append(look[:, known])
            if self.before is not None:
                today, there = self.radar.covariates(*window, self.polarisations)
                changes.append((today - planes)[:, there & seen])
        sample = np.concatenate(parts, axis=1)
        if sample.shape[1] < LEAST:
            raise InputError(
                'REFERENCE_SAR covers too little of INPUT. Choose one of this place, or leave REFERENCE_SAR out.'
                if self.before is not None
                else 'INPUT holds too few valid pixels to learn colours from. Choose another layer or EXTENT.'
            )
        if changes and (change := np.concatenate(changes, axis=1)).shape[1]:
            self.shift = np.median(change, axis=1).astype(np.float32)[:, None, None]
        return sample, np.concatenate(looks, axis=1)

    @staticmethod
    def _fitted(
        fit: SameImageFit, window: tuple[int, int, int, int], planes: np.ndarray, seen: np.ndarray
    ) -> np.ndarray:
        """Return what a fit makes of covariates, (3, rows, cols), at every pixel, by way of squares."""
        nothing = np.zeros((len(COLOURS), *seen.shape), np.float32)
        means, known = square_means(planes, seen, MULTILOOK)
        known = np.broadcast_to(known, means.shape)
        return fit.predict(*window[:2], nothing, np.zeros(seen.shape, bool), means, known, MULTILOOK, in_place=True)

    def _distance(
        self, fit: SameImageFit, window: tuple[int, int, int, int], off: np.ndarray, known: np.ndarray
    ) -> np.ndarray:
        """Return how far a picture lies ``off`` a fit, in squared errors of the fit, mean of 5 x 5 pixels."""
        square = (off / self._usual(fit, window, known.shape)) ** 2
        return box_mean(square.mean(axis=0), known, OUTLIER_RADIUS)

    @staticmethod
    def _usual(fit: SameImageFit, window: tuple[int, int, int, int], shape: tuple[int, int]) -> np.ndarray:
        """Return a fit's own error around a window, (3, rows, cols)."""
        return np.maximum(fit.sigma_at(*window[:2], np.zeros(shape, bool)) / SIGMA_FAR, 1e-3)

    def prior(self, row: int, col: int, height: int, width: int) -> Prior:
        """Return what a window knows."""
        window = row, col, height, width
        picture, known, looks = self._picture(window)
        today, seen = self.radar.covariates(*window, self.polarisations)
        odd = self.expected.odd(window, looks, today, known & seen)
        shifts = (0.0, self.shift)[: len(self.fits)]
        fitted = np.mean([self._fitted(f, window, today - s, seen) for f, s in zip(self.fits, shifts)], axis=0)
        error = np.mean([self._usual(f, window, seen.shape) for f in self.fits], axis=(0, 1))
        change = there = None
        if self.before is not None:
            then, there = self._fitted_on(*window)
            change, there = today - self.shift - then, there & seen
        return Prior(picture, known & seen, fitted, error, today, seen, change, there, odd)
