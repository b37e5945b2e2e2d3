"""Cloud removal under a wrong mask: the same clouds with masks that are too small, too large, or partly missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.raster.filters import dilate
from training.data.cloud_examples import DILATION, Example, Scene, make_example, squared
from training.data.clouds import Clouded, MaskBank, lay_clouds, without_blobs
from training.evaluation.scores import place_means

FAULT = 3  # pixels
MISSED = 0.1  # of the cloud's area
SMALLEST = 50  # pixels that must be hidden, and clear
BRIGHT = 0.97  # quantile of the ground's brightness from which masks take it for cloud


def _eroded(mask: np.ndarray, by: int) -> np.ndarray:
    return ~dilate(~mask, by)


def faulty(classes: np.ndarray, bright: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the codes of a true mask, 0 clear 1 thick 2 thin 3 shadow (rows, cols), and of masks with one fault each.

    ``bright``: of the ground (rows, cols).
    """
    hidden, cloud = classes > 0, (classes == 1) | (classes == 2)
    kinds = np.where(hidden, classes, 1).astype(np.uint8)
    masks = {
        'right': hidden,
        'eroded by 3 pixels': _eroded(hidden, FAULT),
        'dilated by 3 pixels': dilate(hidden, FAULT),
        'shifted by 3 pixels': np.roll(hidden, (FAULT, FAULT), (0, 1)),
        '10 % of the cloud missed': without_blobs(hidden, MISSED, rng),
        'half of the cloud missed': without_blobs(hidden, 0.5, rng),
        'thin cloud missed': hidden & (classes != 2),
        'shadows missed': cloud,
        'bright ground called cloud': hidden | (bright > np.quantile(bright, BRIGHT)),
        'nothing called cloud': np.zeros_like(hidden),
    }
    made = {name: np.where(mask, kinds, np.uint8(0)) for name, mask in masks.items()}
    return {**made, 'all called cirrus': np.full_like(kinds, 2)}


def faults(clouded: Clouded, clear: np.ndarray, rng: np.random.Generator) -> dict[str, Clouded]:
    """Return the clouds under a right mask and under each kind of wrong one."""
    right = dilate((clouded.opacity > 0.05) | clouded.shadow, DILATION)
    masks = {
        'right, grown by 60 m': right,
        'eroded by 3 pixels': _eroded(right, FAULT),
        'dilated by 3 pixels': dilate(right, FAULT),
        'not dilated at all': _eroded(right, DILATION),
        '10 % of the cloud missed': without_blobs(right, MISSED, rng),
    }
    made = {name: replace(clouded, hidden=mask) for name, mask in masks.items()}
    return {**made, 'clear ground called cloud': replace(clouded, hidden=right, observed=clear)}


def mask_table(
    scenes: Iterable[Scene],
    bank: MaskBank,
    estimates: Callable[[Example], dict[str, np.ndarray]],
    methods: tuple[str, ...],
    cover: str = 'opaque',
) -> list[str]:
    """Return the markdown lines: MAE x 1000 of each method where the right and the given mask both hide the pixel."""
    found: dict[str, dict[str, dict[str, list[np.ndarray]]]] = {}
    for number, scene in enumerate(scenes):
        cut, rng = squared(scene), np.random.default_rng((number, 11))
        clouded = lay_clouds(cut.reflectance, cut.bands, bank, rng, cover, DILATION)
        variants = faults(clouded, cut.reflectance, rng)
        right = next(iter(variants.values())).hidden
        for name, variant in variants.items():
            area = right & variant.hidden & cut.valid
            if min(area.sum(), (cut.valid & ~variant.hidden).sum()) < SMALLEST:
                continue
            made = estimates(make_example(cut, variant, False))
            for method in methods:
                error = np.array([metrics.mae(made[method], cut.reflectance, area)])
                found.setdefault(name, {}).setdefault(method, {}).setdefault(cut.place, []).append(error)
    lines = [
        f'Wrong masks ({cover} cloud, image alone): MAE x 1000 where the right and the given mask both hide the pixel.',
        '',
        '| mask | ' + ' | '.join(methods) + ' |',
        '|---' * (len(methods) + 1) + '|',
    ]
    for name, by_method in found.items():
        cells = [f'{1000 * place_means(by_method[method]).mean():.1f}' for method in methods]
        lines.append(f'| {name} | ' + ' | '.join(cells) + ' |')
    return lines
