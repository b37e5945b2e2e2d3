"""Numpy scores that both tables share: gain-and-bias match, identity collapse, NDVI, areas, intervals over places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.raster.filters import box_mean, dilate

RING = 10  # pixels around the hidden area
EDGE = 0.02  # change from pixel to pixel of a picture 0..1 that the eye sees as an edge: five grey levels
NEAR = 2  # pixels: an edge may lie that far off the true one, which may be half as strong


@dataclass(frozen=True)
class Evaluation:
    """What measuring a model gives: markdown, scores for its card, and rows of pictures (3, rows, cols) to look at.

    ``legend`` names the pictures of a row. ``plot``: the error against sigma, SVG.
    """

    text: str
    scores: dict[str, float]
    pictures: tuple[tuple[np.ndarray, ...], ...] = ()
    legend: tuple[str, ...] = ()
    plot: str = ''


def matched(estimate: np.ndarray, truth: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return the estimate (bands, rows, cols) after the best gain and bias of each band over the valid pixels."""
    result = np.empty_like(estimate)
    for band, (x, y) in enumerate(zip(estimate, truth)):
        a, b = x[valid].astype(np.float64), y[valid].astype(np.float64)
        gain = np.cov(a, b, ddof=0)[0, 1] / a.var() if a.std() > 1e-4 else 0.0
        result[band] = gain * (x - a.mean()) + b.mean()
    return result


def identity_collapse(estimate: np.ndarray, truth: np.ndarray, valid: np.ndarray, radar: np.ndarray) -> float:
    """Return |estimate - radar| / |estimate - truth|, above 1 where the picture left the radar (rows, cols) behind."""
    grey = np.repeat(radar[None], len(estimate), 0)
    return metrics.mae(estimate, grey, valid) / metrics.mae(estimate, truth, valid)


def edge_agreement(estimate: np.ndarray, truth: np.ndarray, valid: np.ndarray) -> float:
    """Return the correlation of the two pictures' edges, -1..1; 0 where the estimate has none.

    Edges: the gradient's magnitude (central differences) of the mean of all bands, where the neighbours are valid too.
    """
    strengths = [np.hypot(*np.gradient(x.astype(np.float64).mean(axis=0))) for x in (estimate, truth)]
    inner = ~dilate(~valid, 1)
    a, b = (s[inner] for s in strengths)
    return float(np.corrcoef(a, b)[0, 1]) if len(a) > 1 and min(a.std(), b.std()) > 1e-6 else 0.0


def invented_edges(estimate: np.ndarray, truth: np.ndarray, valid: np.ndarray) -> float:
    """Return the share of valid pixels, 0..1, that hold an edge of the estimate which the truth lacks.

    An edge: the gradient's magnitude of the bands' mean, smoothed by 3 x 3 pixels, is EDGE or more; the truth lacks it
    where it has none of half that strength within NEAR pixels.
    """
    made, true = (
        np.hypot(*np.gradient(box_mean(x.astype(np.float32).mean(axis=0), valid, 1))) for x in (estimate, truth)
    )
    inner = ~dilate(~valid, NEAR + 2)
    invented = (made >= EDGE) & ~dilate(true >= EDGE / 2, NEAR) & inner
    return float(invented.sum() / max(inner.sum(), 1))


def ndvi_mae(estimate: np.ndarray, truth: np.ndarray, bands: Sequence[str], valid: np.ndarray | None = None) -> float:
    """Return the mean absolute error of the NDVI (B08 or B8A, and B04); nan where the bands are not there."""
    near = next((b for b in ('B08', 'B8A') if b in bands), '')
    if not near or 'B04' not in bands:
        return float('nan')
    red, infrared = list(bands).index('B04'), list(bands).index(near)

    def ndvi(x: np.ndarray) -> np.ndarray:
        return ((x[infrared] - x[red]) / np.maximum(x[infrared] + x[red], 1e-3))[None]

    return metrics.mae(ndvi(estimate), ndvi(truth), valid)


def areas(hidden: np.ndarray, valid: np.ndarray) -> dict[str, np.ndarray]:
    """Return the masks (rows, cols) in which cloud removal is measured: hidden, a ring of RING pixels around, whole."""
    inside = hidden & valid
    return {'hidden': inside, 'ring': dilate(hidden, RING) & ~hidden & valid, 'whole': valid}


def place_means(rows: Mapping[str, Sequence[np.ndarray]]) -> np.ndarray:
    """Return (places, numbers): the mean of each place's rows."""
    return np.array([np.mean(found, axis=0) for found in rows.values()])


def half_interval(values: np.ndarray, rng: np.random.Generator, draws: int = 2000) -> float:
    """Return half of the 90 % bootstrap interval of the mean over places; ``values`` (places,)."""
    means = rng.choice(values, (draws, len(values))).mean(1)
    return float(np.subtract(*np.percentile(means, (95, 5))) / 2)
