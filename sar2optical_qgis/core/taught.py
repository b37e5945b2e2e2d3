"""Colours taught by the scene itself: today's radar and an older clear picture of the ground give today's picture.

A same-image fit (regression.py) of the picture on the radar says what the radar can tell of its colours. With radar of
the picture's own date (REFERENCE_SAR) it is fitted on that pair and applied to today's radar; where the radar has
changed, so does the colour. Without it the fit is on today's radar, twice: ground that has changed since lies far off
its colour and is left out the second time. Either way, what has not changed keeps most of the older picture's detail.

Both limits and the share are chosen on training dates of real series (training/RESULTS.md): the older picture as it is
errs by more than its mean between it and the fit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .align import AVERAGE, BILINEAR, AlignedReader
from .bands import find_s2_bands
from .errors import Cancelled, InputError
from .features import FeatureMap
from .filters import box_mean
from .radar import Radar
from .radiometry import guess_reflectance_scale, natural_colour
from .raster import Raster
from .regression import CELL, SIGMA_FAR, SameImageFit
from .sentinel2 import offset_by_name

COLOURS = ('B04', 'B03', 'B02')
SHARE = 0.2  # of the fit where nothing has changed
CHANGED_DB = 1.5  # of a 7 x 7 mean: from here the colour follows the radar, at twice that wholly
LEVELS = slice(1, None, 4)  # that mean among the covariates
OUTLIER = 1.5  # squared errors of the fit, mean of 5 x 5: from here the ground has changed, at twice that surely
OUTLIER_RADIUS = 2
SIGMA, SIGMA_KEPT = 1.0, 0.12  # of the fit's own error; of a picture that has aged, in its units
HALO = 48
SAMPLES, SAMPLE = 8, 96  # windows along each axis, pixels
LEAST = 200  # pixels to learn from


class Picture:
    """An older clear layer as a natural-colour picture 0..1 on the radar's grid."""

    def __init__(self, path: str, radar: Radar) -> None:
        """Open and check the layer; ``sentence`` says how it was understood."""
        self.raster = raster = Raster(path, 'REFERENCE', is_picture=True)
        radar.raster.require_overlap(raster)
        names, _ = find_s2_bands(raster)
        numbers = tuple(names[b] for b in COLOURS if b in names)
        if len(numbers) < len(COLOURS):
            if not raster.is_byte or raster.count < len(COLOURS) or names:
                raise InputError(
                    'REFERENCE has no bands described as B04, B03 and B02. '
                    'Choose a Sentinel-2 layer with named bands, or an 8-bit picture in red, green and blue.'
                )
            numbers = (1, 2, 3)
        values, good = raster.sample(numbers, padding=raster.padding)
        good = good.all(axis=0)
        if not good.any():
            raise InputError('REFERENCE holds no valid pixel. Choose another layer, or leave REFERENCE out.')
        self.scale = None
        if not raster.is_byte:
            sample = values[:, good].astype(np.float32)
            self.scale = guess_reflectance_scale(
                sample, raster.is_integer, 'auto', sample, offset_by_name(raster), raster.is_byte
            )
        origin = radar.origin if radar.raster.is_pixel_for_pixel(raster) else None
        finer = origin is None and radar.grid.pixel_size_m > 1.5 * raster.grid.pixel_size_m
        self.reader = AlignedReader(raster, radar.grid, numbers, AVERAGE if finer else BILINEAR, origin=origin)
        self.sentence = (
            'REFERENCE is taken as an 8-bit picture.' if self.scale is None else
            f'REFERENCE: reflectance = (value {self.scale.offset:+g}) x {self.scale.scale:g}.'
        )  # fmt: skip

    def read(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return red, green, blue (3, rows, cols) 0..1 and where they are known."""
        values, good = self.reader.read(col, row, width, height)
        good = good.all(axis=0) & ~self.raster.padding(values)
        if self.scale is None:
            return np.where(good, values / np.float32(255.0), 0.0).astype(np.float32), good
        return np.where(good, natural_colour(self.scale.to_reflectance(np.where(good, values, 0))), 0.0), good


class Taught:
    """The fit of a scene and its pictures, window by window."""

    def __init__(self, radar: Radar, picture: Picture, before: Radar | None = None) -> None:
        """Take today's radar, the older picture, and the radar of the picture's date if there is one."""
        self.radar, self.picture, self.before = radar, picture, before
        self.polarisations = radar.polarisations
        if before is not None:
            self.polarisations = tuple(p for p in radar.polarisations if p in before.polarisations)
            if not self.polarisations:
                raise InputError(
                    f'INPUT ({", ".join(radar.polarisations)}) and REFERENCE_SAR ({", ".join(before.polarisations)}) '
                    'have no polarisation in common. Choose radar of the same polarisation, or leave REFERENCE_SAR out.'
                )

    def learn(self, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> str:
        """Fit; return a sentence about it. ``progress`` is told 0..1."""
        self.shift = np.zeros((4 * len(self.polarisations), 1, 1), np.float32)
        features = FeatureMap(self._sample())
        passes = 1 if self.before is not None else 2
        self.fit: SameImageFit | None = None
        for number in range(passes):
            height, width = self.radar.grid.height, self.radar.grid.width
            step = 1 if height * width <= 1500**2 else 2 if height * width <= 4500**2 else 4
            fit = SameImageFit((height, width), len(COLOURS), features, step)
            corners = [(r, c) for r in range(0, height, CELL) for c in range(0, width, CELL)]
            for k, (row, col) in enumerate(corners):
                if cancelled():
                    raise Cancelled
                window = row, col, min(CELL, height - row), min(CELL, width - col)
                picture, known = self.picture.read(*window)
                planes, seen = self._teaching(*window)
                if self.fit is not None:
                    known = known & (self._distance(window, picture, known & seen) < 2 * OUTLIER)
                fit.accumulate(row, col, picture, known, planes, np.broadcast_to(seen, planes.shape))
                progress((number + (k + 1) / len(corners)) / passes)
            if fit.pixels < LEAST:
                raise InputError(
                    'REFERENCE and the radar show too little common ground to learn colours from. '
                    'Choose a REFERENCE that covers more of it, or leave REFERENCE out.'
                )
            fit.solve()
            self.fit = fit
        radar = 'the radar of its own date' if self.before is not None else "today's radar, changed ground left out"
        return f'REFERENCE teaches the colours: a fit on {self.fit.pixels} pixels with {radar}. No network is used.'

    def _teaching(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the covariates that the fit learns from."""
        return (self.before or self.radar).covariates(row, col, height, width, self.polarisations)

    def _sample(self) -> np.ndarray:
        """Return covariates (d, n) to learn from, from all over; sets how the radar as a whole differs today."""
        height, width = self.radar.grid.height, self.radar.grid.width
        rows, cols = (
            np.unique(np.linspace(0, max(size - SAMPLE, 0), min(-(-size // SAMPLE), SAMPLES)).astype(int)).tolist()
            for size in (height, width)
        )
        parts, changes = [], []
        for row in rows:
            for col in cols:
                window = row, col, min(SAMPLE, height - row), min(SAMPLE, width - col)
                planes, seen = self._teaching(*window)
                parts.append(planes[:, seen])
                if self.before is not None:
                    today, there = self.radar.covariates(*window, self.polarisations)
                    changes.append((today - planes)[:, seen & there])
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

    def _fitted(self, window: tuple[int, int, int, int], planes: np.ndarray, seen: np.ndarray) -> np.ndarray:
        """Return what the fit makes of covariates, (3, rows, cols), at every pixel."""
        nothing = np.zeros((len(COLOURS), *seen.shape), np.float32)
        known = np.broadcast_to(seen, planes.shape)
        return self.fit.predict(*window[:2], nothing, np.zeros(seen.shape, bool), planes, known)

    def _distance(self, window: tuple[int, int, int, int], picture: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return how far the picture lies off the fit, in squared errors of the fit, mean of 5 x 5 pixels."""
        planes, seen = self._teaching(*window)
        fitted = self._fitted(window, planes, seen)
        return self._error(window, picture, fitted, known & seen)

    def _error(
        self, window: tuple[int, int, int, int], picture: np.ndarray, fitted: np.ndarray, known: np.ndarray
    ) -> np.ndarray:
        usual = self._usual(window, known.shape)
        square = ((picture - fitted) / usual) ** 2
        return box_mean(square.mean(axis=0), known, OUTLIER_RADIUS)

    def _usual(self, window: tuple[int, int, int, int], shape: tuple[int, int]) -> np.ndarray:
        """Return the fit's own error around a window, (3, rows, cols)."""
        return np.maximum(self.fit.sigma_at(*window[:2], np.zeros(shape, bool)) / SIGMA_FAR, 1e-3)

    def make(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return picture and sigma stacked, (6, rows, cols), and where there is radar, (rows, cols)."""
        window = row, col, height, width
        picture, known = self.picture.read(*window)
        today, seen = self.radar.covariates(*window, self.polarisations)
        fitted = self._fitted(window, today - self.shift, seen)
        if self.before is None:
            distance = self._error(window, picture, fitted, known & seen)
            changed = np.clip(distance / OUTLIER - 1.0, 0.0, 1.0)
        else:
            then, there = self._teaching(*window)
            decibels = np.abs(today - self.shift - then)[LEVELS].max(axis=0)
            changed = np.where(there, np.clip(decibels / CHANGED_DB - 1.0, 0.0, 1.0), 0.0)
        share = np.where(known, SHARE + (1.0 - SHARE) * changed, 1.0).astype(np.float32)
        mean = np.clip(picture * (1.0 - share) + fitted * share, 0.0, 1.0)
        sigma = np.hypot((1.0 - share) * SIGMA_KEPT, share * SIGMA * self._usual(window, seen.shape) * SIGMA_FAR)
        return np.concatenate([mean, sigma]).astype(np.float32), seen
