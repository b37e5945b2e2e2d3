"""Input planes of the networks by name, made alike in training and in the plugin.

A model's card lists the names it wants, in order. Planes are float32 (rows, cols); 0 stands for "not there" and a
flag plane says so, which lets one network serve with and without SAR, with four or ten bands, with and without land
cover.

=====================  ==============================================================================
vv, vh                 (dB + 15) / 10 for calibrated backscatter, else 0
vv_scene, vh_scene     (dB - median of the scene) / robust spread of the scene: for any stretch, 8-bit pictures too
has_vv, has_vh         1 where the polarisation is there and valid
absolute               1 where vv, vh hold calibrated backscatter
lc_<class>             0..1 membership of a land-cover class (LANDCOVER_CLASSES); all 0 = unknown
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

from ..errors import ModelError
from ..names import LANDCOVER_CLASSES, S2_BANDS
from ..raster.filters import limited

SAR_CHANNELS = ('vv', 'vh', 'vv_scene', 'vh_scene', 'has_vv', 'has_vh', 'absolute')
LANDCOVER_CHANNELS = tuple(f'lc_{name}' for name in LANDCOVER_CLASSES)


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
    out: dict[str, np.ndarray] | None = None,
) -> dict[str, np.ndarray | float]:
    """Return the SAR planes for dB rasters (rows, cols) keyed 'VV' and / or 'VH', with their validity.

    Planes that ``out`` names are written into it; one that holds the same everywhere comes as a number.
    """
    out, planes, some = out or {}, dict.fromkeys(SAR_CHANNELS, 0.0), False
    for polarisation, values in db.items():
        name, good = polarisation.lower(), valid[polarisation]
        scene, whole = statistics[polarisation], bool(good.all())
        made = {f'{name}_scene': (-scene.median_db, scene.spread_db, 5.0)}
        if calibrated:
            made[name] = (15.0, 10.0, 3.0)
        for key, (offset, scale, limit) in made.items():
            plane = np.add(values, np.float32(offset), out=out.get(key))
            plane /= np.float32(scale)
            planes[key] = limited(plane, -limit, limit, out=plane)
            if not whole:
                np.copyto(plane, 0.0, where=~good)
        planes[f'has_{name}'] = 1.0 if whole else good.astype(np.float32)
        some = some | good
    everywhere = bool(np.all(some))
    planes['absolute'] = float(calibrated) if everywhere or not calibrated else some.astype(np.float32)
    return planes


def landcover_planes(planes: np.ndarray) -> dict[str, np.ndarray | float]:
    """Name the planes of landcover.planes_of_codes (6, rows, cols), or planes_of_class (6, 1, 1) for a whole scene."""
    return {
        name: float(plane[0, 0]) if plane.shape == (1, 1) else plane for name, plane in zip(LANDCOVER_CHANNELS, planes)
    }


def optical_planes(
    observed: dict[str, np.ndarray], base: dict[str, np.ndarray], valid: np.ndarray, hidden: np.ndarray
) -> dict[str, np.ndarray | float]:
    """Return the Sentinel-2 planes for reflectance (rows, cols) keyed by band name, over S2_BANDS."""
    return {**observed_planes(observed, valid, hidden), **base_planes(base)}


def observed_planes(
    observed: dict[str, np.ndarray], valid: np.ndarray, hidden: np.ndarray, out: dict[str, np.ndarray] | None = None
) -> dict[str, np.ndarray | float]:
    """Return the planes of the image and its mask: obs, has, hidden, valid.

    Planes that ``out`` names are written into it; one that holds the same everywhere comes as a number.
    """
    whole = bool(valid.all())
    planes = {'hidden': hidden.astype(np.float32), 'valid': 1.0 if whole else valid.astype(np.float32)}
    planes.update((f'has_{band}', float(band in observed)) for band in S2_BANDS)
    planes.update(_reflectance_planes('obs', observed, out))
    for band in () if whole else observed:
        np.copyto(planes[f'obs_{band}'], 0.0, where=~valid)
    return planes


def base_planes(base: dict[str, np.ndarray], out: dict[str, np.ndarray] | None = None) -> dict[str, np.ndarray | float]:
    """Return the planes of the same-image estimate, as observed_planes."""
    return _reflectance_planes('base', base, out)


def _reflectance_planes(
    kind: str, values: dict[str, np.ndarray], out: dict[str, np.ndarray] | None
) -> dict[str, np.ndarray | float]:
    planes: dict[str, np.ndarray | float] = {f'{kind}_{band}': 0.0 for band in S2_BANDS}
    for band, reflectance in values.items():
        key = f'{kind}_{band}'
        planes[key] = limited(np.asarray(reflectance, np.float32), 0.0, 1.5, out=(out or {}).get(key))
    return planes


def require_planes(names: tuple[str, ...], planes: dict[str, np.ndarray | float]) -> None:
    """Raise ModelError where a card asks for a plane that is not made."""
    missing = [name for name in names if name not in planes]
    if missing:
        raise ModelError(
            f'The model asks for the input planes {", ".join(missing[:4])}, which this version of the plugin does not '
            'make. Update the plugin, or use one of the shipped models.'
        )


def stack(names: tuple[str, ...], planes: dict[str, np.ndarray | float]) -> np.ndarray:
    """Return (len(names), rows, cols) float32 in the order that the card asks for."""
    require_planes(names, planes)
    shape = next(plane.shape for plane in planes.values() if not isinstance(plane, float))
    made = np.empty((len(names), *shape), np.float32)
    for plane, name in zip(made, names):
        plane[...] = planes[name]
    return made
