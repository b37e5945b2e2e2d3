"""The despeckled radar's own structure, and the network's colours under it (SAR colorization)."""

from __future__ import annotations

import numpy as np

from ..model.channels import SceneStatistics
from ..raster.filters import box_mean, limited
from ..sentinel.radiometry import db_to_power, power_to_db

MEAN_RADIUS = 1  # pixels: 3 x 3 means come first, for speckle reaches over neighbours in resampled pictures
LEE_RADIUS = 3  # pixels: 7 x 7 windows of the adaptive filter
STRIP = 248  # rows filtered at once, 256 with what they reach: they stay in the processor's cache
DESPECKLED = MEAN_RADIUS + LEE_RADIUS  # pixels of context that both need
BROAD_RADIUS = 20  # pixels: structure is what stands out against 41 x 41 means
WIDE_RADIUS = 40  # of STYLE realistic: woods, fields and towns stand out too, not only what is in them
PER_DB = 0.07  # natural logarithm of the luminance of STYLE realistic, for each dB that stands out ...
MOST_LIGHT = 0.3  # ... and never more than this: walls stand out by 20 dB, and no town has such light and shade
CALM = 30  # percentile of the local variation that is speckle alone
USUAL_SPECKLE = 0.03  # relative variance of Sentinel-1 GRD after that mean, where nothing can be measured
FULL_DB = 8.0  # a structure of this many dB ...
STRENGTH = 0.2  # ... changes the luminance by this share
VIVID_STRENGTH = 0.35
CONTRAST = 1.6  # of vivid colours: an estimate of least error has about half the contrast of a real picture
MIDDLE = (0.41, 0.40, 0.34)  # red, green, blue about which it is raised: the mean natural colour of all training places


def joined(
    db: dict[str, np.ndarray], valid: dict[str, np.ndarray], statistics: dict[str, SceneStatistics]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean of the polarisations' dB (rows, cols), each against its scene's median, and where one is valid.

    What both show stands out, what is speckle in one is halved.
    """
    levels = {p: np.float32(statistics[p].median_db) for p in db}
    if all(good.all() for good in valid.values()):  # the usual case
        first, *others = db.values()
        total = first - np.float32(sum(levels.values()))
        for values in others:
            total += values
        total *= np.float32(1.0 / len(db))
        return total, np.broadcast_to(True, total.shape)
    total = sum(np.where(valid[p], values - levels[p], np.float32(0.0)) for p, values in db.items())
    count = np.sum(list(valid.values()), axis=0, dtype=np.float32)
    return total / np.maximum(count, np.float32(1.0)), count > 0


def _multilooked(db: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return power after a mean filter, and its local mean and relative variance, all (rows, cols)."""
    power = box_mean(db_to_power(db), valid, MEAN_RADIUS)
    mean = box_mean(power, valid, LEE_RADIUS)
    relative, squared = box_mean(power * power, valid, LEE_RADIUS), mean * mean
    relative -= squared  # the variance
    relative /= limited(squared, 1e-12, np.inf, out=squared)
    return power, mean, limited(relative, 0.0, np.inf, out=relative)


def speckle(db: np.ndarray, valid: np.ndarray) -> float:
    """Return the relative variance that speckle alone leaves after the mean filter, from calm places of a sample."""
    _, _, relative = _multilooked(db, valid)
    return float(np.clip(np.percentile(relative[valid], CALM), 1e-3, 1.0)) if valid.any() else USUAL_SPECKLE


def despeckle(db: np.ndarray, valid: np.ndarray, noise: float) -> np.ndarray:
    """Return dB (rows, cols) after the local-statistics filter in linear power (Lee 1980)."""
    made, reach = np.empty(db.shape, np.float32), DESPECKLED
    for top in range(0, len(db), STRIP):
        around = slice(max(top - reach, 0), top + STRIP + reach)
        own = slice(top - around.start, top - around.start + STRIP)
        made[top : top + STRIP] = _despeckled(db[around], valid[around], noise)[own]
    return made


def _despeckled(db: np.ndarray, valid: np.ndarray, noise: float) -> np.ndarray:
    power, mean, weight = _multilooked(db, valid)
    np.divide(np.float32(-noise), limited(weight, max(noise, 1e-6), np.inf, out=weight), out=weight)
    weight += 1.0  # from 0, where the variation is no more than speckle, to 1
    power -= mean
    power *= weight
    power += mean
    if not valid.all():
        power *= valid
    return power_to_db(power)


def relief(db: np.ndarray, valid: np.ndarray, noise: float, radius: int = WIDE_RADIUS) -> np.ndarray:
    """Return what stands out of the despeckled radar against its surroundings, dB (rows, cols); 0 where not valid."""
    detail = despeckle(db, valid, noise)
    detail -= box_mean(detail, valid, radius)
    if not valid.all():
        detail *= valid
    return detail


def structure(db: np.ndarray, valid: np.ndarray, noise: float) -> np.ndarray:
    """Return the radar's structure (rows, cols), -1..1: its relief against near surroundings; 0 where not valid."""
    detail = relief(db, valid, noise, BROAD_RADIUS)
    detail *= np.float32(1.0 / FULL_DB)
    return np.tanh(detail, out=detail)


def colorize(picture: np.ndarray, detail: np.ndarray, strength: float = STRENGTH) -> np.ndarray:
    """Return the picture (3, rows, cols) 0..1 with its luminance modulated by the radar's structure; hue is kept."""
    made = picture * (np.float32(1.0) + np.float32(strength) * detail)
    return limited(made, 0.0, 1.0, out=made)


def vivid(picture: np.ndarray, detail: np.ndarray) -> np.ndarray:
    """Return the picture (3, rows, cols) 0..1 with the contrast of a real one: right colours stand out, so do wrong."""
    middle = np.array(MIDDLE, np.float32)[:, None, None]
    strong = (picture - middle) * np.float32(CONTRAST) + middle
    return colorize(limited(strong, 0.0, 1.0, out=strong), detail, VIVID_STRENGTH)


def realistic(picture: np.ndarray, heights: np.ndarray, water: np.ndarray | None = None) -> np.ndarray:
    """Return the picture (3, rows, cols) 0..1 with its luminance following the radar's relief; hue is kept.

    ``water``: its share (rows, cols) where it is known. Where that has water's colour it is dark already, and what
    moves on it is no ground: no structure is drawn. Where water is likely, but not drawn, the radar's darkness shows.
    """
    gain = heights * np.float32(PER_DB / MOST_LIGHT)
    np.tanh(gain, out=gain)
    gain *= np.float32(MOST_LIGHT)
    if water is not None:
        land = (np.float32(1.0) - water) ** 2  # as the network draws water's colour
        gain *= land / (land + water * water)
    made = picture * np.exp(gain, out=gain)
    return limited(made, 0.0, 1.0, out=made)
