"""Masks of a series that seem to be in another order than its dates: clouds of one lie where another's mask hides."""

from __future__ import annotations

import numpy as np

from .series import Series

ENOUGH = 500  # pixels of a sample that a mask hides, and that it shows
BRIGHTEST = 97  # percentile: what is brighter are clouds, if there are any
POOR, GOOD, BETTER = 0.8, 0.95, 0.25  # how well a wrong mask fits them at most, and the right one at least


def told_of_mask_order(series: Series) -> list[str]:
    """Return what to say of the masks of a series whose dates nothing but their order tells.

    Named is a date whose brightest pixels another mask hides and its own does not, where the date of that one is named,
    too: on a single date snow or haze may be brighter than cloud.
    """
    light, hidden = _sampled(series)
    fits = np.array([[_fit(own, mask) for mask in hidden] for own in light])
    own = fits.diagonal()
    best = fits.argmax(axis=1)
    is_other = (own < POOR) & (fits.max(axis=1) > np.maximum(own + BETTER, GOOD))
    while (is_other & ~is_other[best]).any():
        is_other &= is_other[best]
    if not is_other.any():
        return []
    numbers = ', '.join(str(k + 1) for k in np.flatnonzero(is_other))
    return [
        f'The clouds of INPUTS {numbers} lie where the masks of other dates hide: SCLS seem to be in another order. '
        'Give one mask for each layer in the order of INPUTS, or masks whose names tell the dates.'
    ]


def _sampled(series: Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the visible reflectance of a sample, NaN without data, and what each mask hides, both (dates, n)."""
    windows, step = series.sample_windows()
    light, hidden = [], []
    for window in windows:
        seen = [image.read_picture(*window) for image in series.images]
        bands = [each.reflectance[image.visible].mean(axis=0) for each, image in zip(seen, series.images)]
        bands = [np.where(each.valid, own, np.nan) for each, own in zip(seen, bands)]
        light.append(np.stack(bands)[:, ::step, ::step].reshape(len(seen), -1))
        hidden.append(~series.clear_by_mask(*window)[:, ::step, ::step].reshape(len(seen), -1))
    return np.concatenate(light, axis=1), np.concatenate(hidden, axis=1)


def _fit(light: np.ndarray, hidden: np.ndarray) -> float:
    """Return how well a mask hides the brightest pixels (n,): 0 as if by chance, 1 all of them."""
    known = np.isfinite(light)
    light, hidden = light[known], hidden[known]
    count = int(hidden.sum())
    if min(count, len(hidden) - count) < ENOUGH:
        return 0.0
    share = count / len(hidden)
    return float((hidden[light >= np.percentile(light, BRIGHTEST)].mean() - share) / (1.0 - share))
