"""Input planes of the networks by name, made alike in training and in the plugin.

A model's card lists the names it wants, in order. Planes are float32 (rows, cols); 0 stands for "not there" and a
flag plane says so, which lets one network serve with and without SAR, with four or ten bands, with and without land
cover.

=====================  ==============================================================================
vv, vh                 (dB + 15) / 10 for calibrated backscatter, else 0
vv_scene, vh_scene     (dB - median of the scene) / robust spread of the scene: for any stretch, 8-bit pictures too
has_vv, has_vh         1 where the polarisation is there and valid
absolute               1 where vv, vh hold calibrated backscatter
lc_<class>             0..1 membership of a land-cover class (landcover.CLASSES); all 0 = unknown
obs_<band>             reflectance as observed, under cloud too; 0 where nodata or not in the image
base_<band>            the same-image estimate of the reflectance (regression.py); 0 where the band is not in the image
has_<band>             1 where the image has the band
hidden                 1 where the mask says cloud or shadow
valid                  1 where the image has data
=====================  ==============================================================================
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import ModelError
from .landcover import CLASSES

S2_BANDS = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')
SAR_CHANNELS = ('vv', 'vh', 'vv_scene', 'vh_scene', 'has_vv', 'has_vh', 'absolute')
LANDCOVER_CHANNELS = tuple(f'lc_{name}' for name in CLASSES)


@dataclass(frozen=True)
class SceneStatistics:
    """Robust statistics of one polarisation over a whole scene, in dB."""

    median_db: float
    spread_db: float  # half of the range from the 16th to the 84th percentile

    @classmethod
    def of(cls, db: np.ndarray) -> SceneStatistics:
        """Take the statistics of valid dB values (any shape)."""
        if db.size == 0:
            return cls(0.0, 1.0)
        low, middle, high = np.percentile(db, (16, 50, 84))
        return cls(float(middle), max(float(high - low) / 2.0, 0.5))


def sar_planes(
    db: dict[str, np.ndarray],
    valid: dict[str, np.ndarray],
    statistics: dict[str, SceneStatistics],
    calibrated: bool,
) -> dict[str, np.ndarray]:
    """Return the SAR planes for dB rasters (rows, cols) keyed 'VV' and / or 'VH', with their validity."""
    shape = next(iter(db.values())).shape
    zero = np.zeros(shape, np.float32)
    planes = dict.fromkeys(SAR_CHANNELS, zero)
    some = np.zeros(shape, bool)
    for polarisation, values in db.items():
        name, good = polarisation.lower(), valid[polarisation]
        scene = statistics[polarisation]
        if calibrated:
            planes[name] = np.where(good, np.clip((values + 15.0) / 10.0, -3.0, 3.0), 0.0).astype(np.float32)
        relative = (values - scene.median_db) / scene.spread_db
        planes[f'{name}_scene'] = np.where(good, np.clip(relative, -5.0, 5.0), 0.0).astype(np.float32)
        planes[f'has_{name}'] = good.astype(np.float32)
        some |= good
    planes['absolute'] = (some & calibrated).astype(np.float32)
    return planes


def landcover_planes(planes: np.ndarray) -> dict[str, np.ndarray]:
    """Name the planes of landcover.planes_of_codes or planes_of_class, (6, rows, cols)."""
    return dict(zip(LANDCOVER_CHANNELS, planes))


def optical_planes(
    observed: dict[str, np.ndarray], base: dict[str, np.ndarray], valid: np.ndarray, hidden: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the Sentinel-2 planes for reflectance (rows, cols) keyed by band name, over S2_BANDS."""
    zero = np.zeros(valid.shape, np.float32)
    one = np.ones(valid.shape, np.float32)
    planes = {'hidden': hidden.astype(np.float32), 'valid': valid.astype(np.float32)}
    for band in S2_BANDS:
        there = band in observed
        planes[f'obs_{band}'] = np.where(valid, np.clip(observed[band], 0.0, 1.5), 0.0) if there else zero
        planes[f'base_{band}'] = np.clip(base[band], 0.0, 1.5) if there else zero
        planes[f'has_{band}'] = one if there else zero
    return planes


def stack(names: tuple[str, ...], planes: dict[str, np.ndarray], out: np.ndarray | None = None) -> np.ndarray:
    """Return (len(names), rows, cols) float32 in the order that the card asks for, written into ``out`` if given."""
    missing = [name for name in names if name not in planes]
    if missing:
        raise ModelError(
            f'The model asks for the input planes {", ".join(missing[:4])}, which this version of the plugin does not '
            'make. Update the plugin, or use one of the shipped models.'
        )
    if out is None:
        out = np.empty((len(names), *planes[names[0]].shape), np.float32)
    for plane, name in zip(out, names):
        plane[...] = planes[name]
    return out
