"""How well a picture shows water: told from land by darkness or blueness, and of its true colour."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.sentinel.cover import UNKNOWN, WATER

LEAST = 0.01  # of the known pixels must be water, and land


def auc(score: np.ndarray, positive: np.ndarray) -> float:
    """Return the area under the ROC curve of a score (n,), the higher the more positive; ties count half."""
    order = np.argsort(score, kind='stable')
    values = score[order]
    first = np.searchsorted(values, values, 'left')
    last = np.searchsorted(values, values, 'right')
    ranks = (first + last + 1) / 2
    ones = positive[order]
    count, others = int(ones.sum()), int((~ones).sum())
    return float((ranks[ones].sum() - count * (count + 1) / 2) / (count * others))


def both_there(cover: np.ndarray) -> bool:
    """Whether the known pixels hold water and land enough to tell them apart."""
    known = cover != UNKNOWN
    share = (cover == WATER).sum() / max(known.sum(), 1)
    return bool(known.sum() >= 500 and LEAST <= share <= 1 - LEAST)


def darkness(picture: np.ndarray) -> np.ndarray:
    """Return how dark a picture (3, ...) is, 0 and below."""
    return -picture.mean(axis=0)


def blueness(picture: np.ndarray) -> np.ndarray:
    """Return how much bluer than red a picture (3, ...) is."""
    return picture[2] - picture[0]


def water_like(picture: np.ndarray) -> np.ndarray:
    """Return the fixed rule for water: what is dark, or blue."""
    return darkness(picture) + blueness(picture)


def measures(picture: np.ndarray, truth: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """Return (AUC of darkness, AUC of water_like, colour distance of water in grey levels, land minus water, bluer).

    Of pictures (3, rows, cols) 0..1; land minus water of the luminance, water minus land of the blueness, both 0..1.
    """
    water, land = cover == WATER, (cover != UNKNOWN) & (cover != WATER)
    known = water | land
    seen, real = picture[:, water].mean(1), truth[:, water].mean(1)
    ground = picture[:, land].mean(1)
    return np.array([
        auc(darkness(picture[:, known]), water[known]), auc(water_like(picture[:, known]), water[known]),
        255 * np.abs(seen - real).mean(), ground.mean() - seen.mean(), blueness(seen) - blueness(ground),
    ])  # fmt: skip
