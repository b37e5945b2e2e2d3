"""Colours transferred from a reference: today's radar and an older clear picture of the ground give today's picture.

A same-image fit (regression.py) of the picture on the radar says what the radar can tell of its colours. It is on
today's radar, twice: ground that has changed since lies far off its colour and is left out the second time. With radar
of the picture's own date (REFERENCE_SAR) another is fitted on that pair and applied to today's radar, too, and what
counts is the mean of both.

What is likely today is the mean of that and of the network's own estimate, by the precision of each. The older picture
moves towards it as far as it has aged (staleness.py): its pattern and its broad colour apart, and wholly where the
radar says that the ground has changed. All numbers are chosen on early dates of real series (training/EXPERIMENTS.md).
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
from ..sentinel.covariates import MULTILOOK
from ..sentinel.radar import Radar
from ..sentinel.reference_picture import COLOURS, ReferencePicture
from .staleness import AGED, Likeness, aged, aged_fields, fields

PRECISION = 0.14  # of the fit, as a standard deviation: the network's own counts against it
PRECISION_BROAD = 0.28  # of its broad colour without REFERENCE_SAR, which is the older picture's own
BROAD_RADIUS = 24  # pixels: means of 49 x 49 are broad colour, what stands out against them is pattern
FINE_RADIUS, FINE_KEPT = 2, 0.5  # of what stands out against 5 x 5: roads and rims stay where fields change
CHANGED_DB = 3.0  # of a 7 x 7 mean: from here the ground has changed, at twice that surely
LEVELS = slice(1, None, 4)  # that mean among the covariates
OUTLIER = 3.0  # squared errors of the fit, mean of 5 x 5: who lies further off is left out of the fit
OUTLIER_RADIUS = 2
FIELD_RADIUS = 6  # pixels: 13 x 13 means of how far the picture lies off the fit
OUTLYING_FIELD = 0.8  # of their root mean square in a cell: who lies further off is left out too
STANDS_OUT, SURELY = 1.9, 2.5  # of their root mean square: from the one the ground has likely changed
ONE_WAY = 0.2, 0.5  # part of the squared errors that is their mean's: fields lie off one way, a town's roofs many ways
SIGMA, SIGMA_MOVED = 1.18, 0.46  # of what is likely, as far as it counts; of how far it lies off the older picture
HALO = 64  # a BLOCK of the fit's residual, and the broad mean
SAMPLES, SAMPLE = 8, 96  # windows along each axis, pixels
LEAST = 200  # pixels to learn from


@dataclass(frozen=True)
class Prior:
    """What a window knows without the network; arrays (3, rows, cols) or (rows, cols)."""

    picture: np.ndarray
    known: np.ndarray  # where there is a picture
    fitted: np.ndarray  # today, by the fit
    usual: np.ndarray  # the fit's own error
    changed: np.ndarray  # 0..1
    pattern: np.ndarray  # share of the older picture's pattern that has gone, 0..1


class ColorTransfer:
    """The fit of a scene and its pictures, window by window."""

    def __init__(
        self, radar: Radar, picture: ReferencePicture, before: Radar | None = None, days: int | None = None
    ) -> None:
        """Take today's radar, the older picture, the radar of the picture's date if there is one, and its age."""
        self.radar, self.picture, self.before = radar, picture, before
        self.broad, self.fields = aged(days), aged_fields(days)
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
        features = FeatureMap(self._sample())
        radars = (self.radar, self.radar) if self.before is None else (self.radar, self.radar, self.before)
        fits: list[SameImageFit] = []
        for number, radar in enumerate(radars):
            first = fits[0] if number == 1 else None

            def told(done: float, number: int = number) -> None:
                progress((number + done) / len(radars))

            fits.append(self._fit_on(radar, features, first, told, cancelled))
        self.fits = fits[1:]  # the first has told what has changed
        if self.before is None:
            return f'REFERENCE teaches the colours: a fit on {fits[-1].pixels} pixels with the radar of today.'
        return (
            f'REFERENCE teaches the colours: a fit on {fits[-1].pixels} pixels with the radar of its own date, whose '
            f"pattern correlates {self.alike:.2f} with today's."
        )

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

        def add(window: tuple[int, int, int, int]) -> tuple[float, int]:
            picture, known = self.picture.read(*window)
            every, square, count = 1 if first else step, 0.0, 0  # fields are told by all of their pixels
            planes, seen = radar.covariates(*window, self.polarisations, every)
            picture, known = picture[:, ::every, ::every], known[::every, ::every]
            if first is not None:
                off, seen_both = picture - self._fitted(first, window, planes, seen), known & seen
                field = self._off_field(off, seen_both)
                square, count = float(field[seen_both].sum(dtype=np.float64)), int(seen_both.sum())
                known = known & (self._distance(first, window, off, seen_both) < OUTLIER)
                known &= field * count <= OUTLYING_FIELD**2 * square
            rest = np.s_[..., :: step // every, :: step // every]
            seen = np.broadcast_to(seen, planes.shape)
            sums.accumulate_sampled(*window[:2], picture[rest], known[rest], planes[rest], seen[rest])
            return square, count

        cache = enough_for(self.rasters, self.radar.grid, CELL)
        found = for_each(windows(height, width), add, progress, cancelled, cache)
        if first is not None:
            total, count = (sum(each) for each in zip(*found))
            self.usual_field = max(total / max(count, 1), 1e-8)
            if sums.pixels < LEAST:  # of a small scene too little is left
                return first
        if sums.pixels < LEAST:
            raise InputError(
                'REFERENCE and the radar show too little common ground to learn colours from. '
                'Choose a REFERENCE that covers more of it, or leave REFERENCE out.'
            )
        return sums.solve()

    def _covariates(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the covariates that the fit learns from."""
        return (self.before or self.radar).covariates(row, col, height, width, self.polarisations)

    def _sample(self) -> np.ndarray:
        """Return covariates (d, n) to learn from, from all over; sets how the radar differs today, and where."""
        height, width = self.radar.grid.height, self.radar.grid.width
        rows, cols = (
            np.unique(np.linspace(0, max(size - SAMPLE, 0), min(-(-size // SAMPLE), SAMPLES)).astype(int)).tolist()
            for size in (height, width)
        )
        self.likeness = Likeness(rows, cols, SAMPLE)
        parts, changes = [], []
        for i, row in enumerate(rows):
            for j, col in enumerate(cols):
                window = row, col, min(SAMPLE, height - row), min(SAMPLE, width - col)
                planes, seen = self._covariates(*window)
                parts.append(planes[:, seen])
                if self.before is not None:
                    today, there = self.radar.covariates(*window, self.polarisations)
                    there &= seen
                    changes.append((today - planes)[:, there])
                    self.likeness.add(i, j, today[LEVELS][:, there], planes[LEVELS][:, there])
        self.alike = self.likeness.finish()
        sample = np.concatenate(parts, axis=1)
        if sample.shape[1] < LEAST:
            raise InputError(
                'REFERENCE_SAR covers too little of INPUT. Choose one of this place, or leave REFERENCE_SAR out.'
                if self.before is not None
                else 'INPUT holds too few valid pixels to learn colours from. Choose another layer or EXTENT.'
            )
        if changes and (change := np.concatenate(changes, axis=1)).shape[1]:
            self.shift = np.median(change, axis=1).astype(np.float32)[:, None, None]
        return sample

    @staticmethod
    def _fitted(
        fit: SameImageFit, window: tuple[int, int, int, int], planes: np.ndarray, seen: np.ndarray
    ) -> np.ndarray:
        """Return what a fit makes of covariates, (3, rows, cols), at every pixel, by squares of MULTILOOK pixels."""
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
    def _off_field(off: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return the mean square, over bands, of how far a picture lies off the fit in the mean of a field."""
        return (box_mean(off, known, FIELD_RADIUS) ** 2).mean(axis=0)

    def _standing_out(self, off: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return how surely the radar says that a picture that lies ``off`` the fit is of other ground, 0..1."""
        field = self._off_field(off, known)
        one_way = field / np.maximum(box_mean(off**2, known, FIELD_RADIUS).mean(axis=0), 1e-8)
        far = (np.sqrt(field / self.usual_field) - STANDS_OUT) / (SURELY - STANDS_OUT)
        sure = (one_way - ONE_WAY[0]) / (ONE_WAY[1] - ONE_WAY[0])
        return np.clip(far, 0.0, 1.0) * np.clip(sure, 0.0, 1.0)

    @staticmethod
    def _usual(fit: SameImageFit, window: tuple[int, int, int, int], shape: tuple[int, int]) -> np.ndarray:
        """Return a fit's own error around a window, (3, rows, cols)."""
        return np.maximum(fit.sigma_at(*window[:2], np.zeros(shape, bool)) / SIGMA_FAR, 1e-3)

    def prior(self, row: int, col: int, height: int, width: int) -> tuple[Prior, np.ndarray]:
        """Return what a window knows, and where there is radar, (rows, cols)."""
        window = row, col, height, width
        picture, known = self.picture.read(*window)
        today, seen = self.radar.covariates(*window, self.polarisations)
        shifts = (0.0, self.shift)[: len(self.fits)]
        fitted = np.mean([self._fitted(f, window, today - s, seen) for f, s in zip(self.fits, shifts)], axis=0)
        usual = np.mean([self._usual(f, window, seen.shape) for f in self.fits], axis=0)
        pattern = self.fields * fields(picture, known, BROAD_RADIUS)
        if self.before is None:
            changed = self._standing_out(picture - fitted, known & seen) * min(self.broad / AGED, 1.0)
        else:
            then, there = self._covariates(*window)
            decibels = np.abs(today - self.shift - then)[LEVELS].max(axis=0)
            changed = np.where(there, np.clip(decibels / CHANGED_DB - 1.0, 0.0, 1.0), 0.0)
            pattern = 1.0 - (1.0 - pattern) * self.likeness.at(*window)
        return Prior(picture, known & seen, fitted, usual, changed, pattern), seen

    def combine(self, prior: Prior, network: np.ndarray | None) -> np.ndarray:
        """Return picture and sigma stacked, (6, rows, cols).

        ``network``: its picture and sigma of the window, stacked alike, where there is one.
        """
        likely, spread = prior.fitted, prior.usual * SIGMA_FAR
        if network is None:
            spread = np.hypot(spread, PRECISION)
        else:
            mean, sigma = network[: len(COLOURS)], network[len(COLOURS) :]
            share = PRECISION**2 / (PRECISION**2 + sigma**2)
            likely = likely + share * (mean - likely)
            spread = np.sqrt((1.0 - share) * spread**2 + share * sigma**2)
        move = np.where(prior.known, likely - prior.picture, 0.0).astype(np.float32)
        broad = box_mean(move, prior.known, BROAD_RADIUS)
        move -= broad
        if network is not None and self.before is None:
            share = PRECISION_BROAD**2 / (PRECISION_BROAD**2 + sigma**2)
            broad = box_mean(share * (mean - prior.picture), prior.known, BROAD_RADIUS)
        fine = move - box_mean(move, prior.known, FINE_RADIUS)
        step = prior.pattern * (move - FINE_KEPT * fine) + np.maximum(prior.pattern, self.broad) * broad
        move += broad
        step += prior.changed * (move - step)
        made = np.where(prior.known, prior.picture + step, likely)
        share = np.maximum(prior.pattern, self.broad)
        share = np.where(prior.known, share + (1.0 - share) * prior.changed, 1.0)
        sigma = np.sqrt(share * (SIGMA * spread) ** 2 + (SIGMA_MOVED * move) ** 2)
        return np.concatenate([np.clip(made, 0.0, 1.0), sigma]).astype(np.float32)
