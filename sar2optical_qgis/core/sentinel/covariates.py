"""Covariates of the same-image fit: radar despeckled at several scales, its texture; bands of a reference date."""

from __future__ import annotations

import numpy as np

from ..raster.filters import box_mean, box_mean_inside, limited
from ..raster.push_pull import square_means
from .radiometry import db_to_power, power_to_db

RADII = (1, 3, 8)  # pixels: 3 x 3, 7 x 7 and 17 x 17 windows
TEXTURE_RADIUS = 3
MULTILOOK = 2  # pixels along the side of the squares of multilooked_covariates
MULTILOOK_RADII, MULTILOOK_TEXTURE_RADIUS = (0, 1, 4), 1  # squares
MULTILOOK_MARGIN = MULTILOOK * (MULTILOOK_RADII[-1] + MULTILOOK_TEXTURE_RADIUS)  # pixels of context
REFERENCE_MARGIN = 1  # pixels of context of reference_covariates
MARGIN = RADII[-1] + TEXTURE_RADIUS  # pixels of context that a tile needs around it


def sar_covariates(db: dict[str, np.ndarray], valid: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return covariates (4 per polarisation, rows, cols) float32 and where they hold (rows, cols).

    Means are taken in linear power over 3, 7 and 17 pixels (multilooking); texture is the local standard deviation of
    the 3 x 3 means in dB over 7 x 7.
    """
    return _covariates({p: db_to_power(v) for p, v in db.items()}, valid, RADII, TEXTURE_RADIUS)


def _covariates(
    power: dict[str, np.ndarray], valid: dict[str, np.ndarray], radii: tuple[int, ...], texture: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return covariates of linear power: means over ``radii`` in dB, deviation of the first; and where they hold."""
    shape = next(iter(power.values())).shape
    planes, everywhere = np.empty((len(power), len(radii) + 1, *shape), np.float32), None
    for made, (polarisation, values) in zip(planes, power.items()):
        good = valid[polarisation]
        for level, radius in zip(made, radii):
            level[...] = power_to_db(box_mean(values, good, radius))
        mean = box_mean(made[0], good, texture)
        square = box_mean(made[0] * made[0], good, texture)
        square -= np.multiply(mean, mean, out=mean)
        np.sqrt(limited(square, 0.0, np.inf, out=square), out=made[-1])
        everywhere = good if everywhere is None else everywhere & good
    return planes.reshape(-1, *shape), everywhere


def multilooked_covariates(db: dict[str, np.ndarray], valid: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return covariates of squares of 2 x 2 pixels, (4 per polarisation, rows / 2, cols / 2), and where they hold.

    At pixels of 10 m that is about what Sentinel-1 resolves (GRDH: 20 m x 22 m). Means are of 1, 3 and 9 squares,
    texture of 3; a square holds where one of its pixels does. A quarter of the work, and a better teacher than
    sar_covariates (training/EXPERIMENTS.md).
    """
    power, holds = {}, {}
    for polarisation, values in db.items():
        means = square_means(db_to_power(values), valid[polarisation], MULTILOOK)
        power[polarisation], holds[polarisation] = means
    return _covariates(power, holds, MULTILOOK_RADII, MULTILOOK_TEXTURE_RADIUS)


def on_pixels(of_squares: np.ndarray, shape: tuple[int, int], out: np.ndarray | None = None) -> np.ndarray:
    """Return (..., rows, cols) of a window of pixels: each has what its square of MULTILOOK pixels has."""
    made = np.empty((*of_squares.shape[:-2], *shape), of_squares.dtype) if out is None else out
    wide = of_squares.repeat(MULTILOOK, -1)[..., : shape[1]]
    for first in range(MULTILOOK):
        rows = made[..., first::MULTILOOK, :]
        rows[...] = wide[..., : rows.shape[-2], :]
    return made


def sampled_covariates(
    db: dict[str, np.ndarray], valid: dict[str, np.ndarray], step: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return sar_covariates at every ``step``-th pixel of both axes, from MARGIN pixels inside on."""
    inner = slice(MARGIN, -MARGIN, step)
    if step == 1 or not all(good.all() for good in valid.values()):
        planes, everywhere = sar_covariates(db, valid)
        return planes[:, inner, inner], everywhere[inner, inner]
    planes = []
    for polarisation, values in db.items():
        power = db_to_power(values)
        finest = power_to_db(box_mean(power, valid[polarisation], RADII[0]))
        means = (box_mean_inside(power, radius, MARGIN, step) for radius in RADII[1:])
        planes += [finest[inner, inner], *(power_to_db(mean) for mean in means)]
        mean, square = (box_mean_inside(v, TEXTURE_RADIUS, MARGIN, step) for v in (finest, finest * finest))
        square -= mean * mean
        planes.append(np.sqrt(limited(square, 0.0, np.inf)))
    return np.stack(planes), np.ones(planes[0].shape, bool)


def reference_covariates(values: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the bands (bands, rows, cols) of another date and their 3 x 3 means, (2 bands, rows, cols) float32.

    ``valid`` (rows, cols): where they hold, which is returned too. The means forgive small shifts between the dates.
    """
    values = np.where(valid, values, 0).astype(np.float32)
    return np.concatenate([values, box_mean(values, valid, REFERENCE_MARGIN)]), valid
