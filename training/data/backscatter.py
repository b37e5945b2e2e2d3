"""Radar for chips that have none: a rough fit of VV and VH to optical bands, with everything it can't know as noise.

Optical to radar is the easier way round (a colour tells water, wood and soil apart); with strong noise on top it gives
a hundred more places to learn the colour of land cover from. Judged on real radar only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from training.data.cover_labels import labels_of_chip
from training.data.examples import Example, classes_of, surface_rgb
from training.data.index import Chip
from training.data.pseudo_landcover import URBAN, WATER
from training.data.rasters import read_clear, read_reflectance, read_sar

FEATURES = 160
LOOKS = 4.4  # equivalent number of looks of Sentinel-1 IW GRD at 10 m
OUTPUTS = ('VV', 'VH')


def _covariates(rgb: np.ndarray, nir: np.ndarray, swir: np.ndarray) -> np.ndarray:
    """Return (pixels, 8): log reflectance, two indices and local roughness of red, green, blue, NIR and SWIR2."""
    bands = np.stack([*rgb, nir, swir])
    logs = np.log(np.clip(bands, 0.005, 1.0))
    everywhere = np.ones(nir.shape, bool)
    middle = box_mean(logs[0], everywhere, 3)
    rough = np.sqrt(np.maximum(box_mean(logs[0] ** 2, everywhere, 3) - middle**2, 0))
    ndvi = (nir - rgb[0]) / np.maximum(nir + rgb[0], 0.01)
    ndwi = (rgb[1] - nir) / np.maximum(rgb[1] + nir, 0.01)
    return np.stack([*logs, ndvi, ndwi, rough]).reshape(8, -1).T.astype(np.float32)


@dataclass(frozen=True)
class Backscatter:
    """Ridge on random Fourier features (Rahimi and Recht 2007) of the covariates, to smoothed VV and VH in dB."""

    centre: np.ndarray
    scale: np.ndarray
    frequencies: np.ndarray
    phases: np.ndarray
    weights: np.ndarray
    residual_db: np.ndarray  # (2,)

    @staticmethod
    def _features(x, frequencies, phases) -> np.ndarray:
        return np.concatenate([np.cos(x @ frequencies + phases), x, np.ones((len(x), 1), np.float32)], axis=1)

    @classmethod
    def fit(cls, chips: Iterable[Chip], per_chip: int = 1500, seed: int = 0) -> Backscatter:
        """Fit on every chip that has VV, VH, near and short-wave infrared and is clear."""
        rng = np.random.default_rng(seed)
        xs, ys, places = [], [], []
        for chip in chips:
            if not chip.s1 or chip.kind == 'pair8' or not {'B02', 'B03', 'B04', 'B12'} <= set(chip.bands):
                continue
            bands, valid = read_reflectance(chip.s2, chip.bands)
            valid &= read_clear(chip) & (bands['B02'] < 0.25)
            sar = read_sar(chip.s1, valid.shape)
            if len(sar) < 2 or valid.mean() < 0.6:
                continue
            x = _covariates(surface_rgb(chip, bands, valid), bands.get('B8A', bands.get('B08')), bands['B12'])
            y = np.stack(
                [box_mean(np.nan_to_num(sar[p], nan=-15.0), np.isfinite(sar[p]), 2).ravel() for p in OUTPUTS], 1
            )
            pick = rng.choice(np.flatnonzero(valid.ravel()), per_chip)
            xs, ys, places = [*xs, x[pick]], [*ys, y[pick]], [*places, np.full(per_chip, hash(chip.group))]
        x, y, place = np.concatenate(xs), np.concatenate(ys), np.concatenate(places)
        names, inverse, counts = np.unique(place, return_inverse=True, return_counts=True)
        weight = np.sqrt(len(place) / (len(names) * counts[inverse]))[:, None].astype(np.float32)
        centre, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
        frequencies = rng.normal(0, 0.7 / np.sqrt(x.shape[1]), (x.shape[1], FEATURES)).astype(np.float32)
        phases = rng.uniform(0, 2 * np.pi, FEATURES).astype(np.float32)
        features = cls._features((x - centre) / scale, frequencies, phases) * weight
        gram = features.T @ features + 0.003 * len(x) * np.eye(features.shape[1], dtype=np.float32)
        weights = np.linalg.solve(gram, features.T @ (y * weight))
        residual = np.sqrt((((features @ weights) - y * weight) ** 2).mean(axis=0))
        return cls(centre, scale, frequencies, phases, weights.astype(np.float32), residual)

    def simulate(
        self, rgb: np.ndarray, nir: np.ndarray, swir: np.ndarray, classes: np.ndarray | None, rng: np.random.Generator
    ) -> dict[str, np.ndarray]:
        """Return VV and VH (rows, cols) in dB with correlated error, wind on water, bright walls and speckle."""
        shape = nir.shape
        everywhere = np.ones(shape, bool)
        x = np.clip((_covariates(rgb, nir, swir) - self.centre) / self.scale, -3, 3)
        clean = self._features(x, self.frequencies, self.phases) @ self.weights
        clean = np.clip(clean.T.reshape(2, *shape), [[[-26.0]], [[-32.0]]], [[[2.0]], [[-6.0]]])
        shared = rng.standard_normal(shape).astype(np.float32)
        offset = rng.normal(0, 1.2)
        result = {}
        for name, values, residual in zip(OUTPUTS, clean, self.residual_db):
            noise = 0.8 * shared + 0.6 * rng.standard_normal(shape).astype(np.float32)
            for radius in (2, 9):
                smooth = box_mean(noise, everywhere, radius)
                values = values + smooth / max(float(smooth.std()), 1e-3) * 0.4 * residual
            if classes is not None:
                values = values + np.where(classes == WATER, rng.normal(-2.5, 3.0), 0.0)
                walls = (classes == URBAN) & (rng.random(shape) < 0.12)
                values = (
                    values + np.where(classes == URBAN, 2.0, 0.0) + np.where(walls, rng.gamma(2.0, 2.5, shape), 0.0)
                )
            speckle = rng.gamma(LOOKS, 1 / LOOKS, shape)
            if rng.random() < 0.7:  # neighbours share speckle where the product is oversampled
                speckle = 0.6 * speckle + 0.4 * np.roll(speckle, 1, axis=rng.integers(0, 2))
            result[name] = (values + offset + 10 * np.log10(np.maximum(speckle, 1e-3))).astype(np.float32)
        return result

    def second(
        self, rgb: np.ndarray, nir: np.ndarray, swir: np.ndarray, vv: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return VH (rows, cols) in dB that goes with measured VV: what optics say of it, moved as VV is off theirs."""
        good, everywhere = np.isfinite(vv), np.ones(vv.shape, bool)
        x = np.clip((_covariates(rgb, nir, swir) - self.centre) / self.scale, -3, 3)
        clean = (self._features(x, self.frequencies, self.phases) @ self.weights).T.reshape(2, *vv.shape)
        off = box_mean(np.where(good, vv - clean[0], 0), good, 1)
        noise = box_mean(rng.standard_normal(vv.shape).astype(np.float32), everywhere, 4)
        noise *= 0.5 * self.residual_db[1] / max(float(noise.std()), 1e-3)
        values = np.clip(clean[1] + rng.normal(0.75, 0.1) * off + noise + rng.normal(0, 0.7), -32.0, -4.0)
        speckle = rng.gamma(3 * LOOKS, 1 / (3 * LOOKS), vv.shape)
        return np.where(good, values + 10 * np.log10(speckle), np.nan).astype(np.float32)


def completed(example: Example, chip: Chip, backscatter: Backscatter, rng: np.random.Generator) -> Example:
    """Return the example with a VH beside its VV alone, where the chip has the bands for it.

    All cities with radar have VV alone, and nearly all that has VV alone are cities: a network learns that at once.
    """
    if set(example.db) != {'VV'} or not {'B02', 'B03', 'B04', 'B12'} <= set(chip.bands):
        return example
    bands, valid = read_reflectance(chip.s2, chip.bands)
    vv = example.db['VV'].astype(np.float32)
    nir = bands.get('B8A', bands.get('B08'))
    vh = backscatter.second(surface_rgb(chip, bands, valid), nir, bands['B12'], vv, rng)
    return replace(example, db={**example.db, 'VH': vh.astype(np.float16)})


def simulated_examples(chips: Iterable[Chip], backscatter: Backscatter, seed: int = 1) -> list[Example]:
    """Return an example with simulated radar for every clear optical chip with near and short-wave infrared."""
    rng = np.random.default_rng(seed)
    examples = []
    for chip in chips:
        if (
            chip.kind not in ('clear', 'pair', 'series')
            or chip.s1
            or not {'B02', 'B03', 'B04', 'B12'} <= set(chip.bands)
        ):
            continue
        bands, valid = read_reflectance(chip.s2, chip.bands)
        if valid.mean() < 0.5:
            continue
        rgb = surface_rgb(chip, bands, valid)
        nir, swir = bands.get('B8A', bands.get('B08')), bands['B12']
        classes = classes_of(chip, bands, rgb)
        db = {k: v.astype(np.float16) for k, v in backscatter.simulate(rgb, nir, swir, classes, rng).items()}
        picture = natural_colour(rgb).astype(np.float16)
        cover = labels_of_chip(chip, valid)
        examples.append(
            Example(chip.id, chip.group, 'simulated', db, True, picture, valid, classes, '', chip.gsd_m, cover)
        )
    return examples
