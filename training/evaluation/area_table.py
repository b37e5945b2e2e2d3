"""The second table of cloud removal: the same estimates on the hidden pixels, on the ring around them, on the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sar2optical_qgis.core.assess import metrics
from training.data.cloud_examples import Example
from training.evaluation.scores import areas, ndvi_mae, place_means

COLUMNS = ('RMSE hidden', 'SSIM hidden', 'NDVI MAE hidden', 'MAE ring', 'MAE whole', 'SSIM whole')


def area_row(picture: np.ndarray, truth: np.ndarray, example: Example) -> np.ndarray:
    """Return COLUMNS of one estimate (bands, rows, cols). Whole is the product: clear pixels as they came in."""
    masks = areas(example.hidden, example.scene.valid)
    product = np.where(example.hidden, picture, example.clouded.observed)
    return np.array([
        metrics.rmse(picture, truth, masks['hidden']), metrics.ssim(product, truth, masks['hidden']),
        ndvi_mae(picture, truth, example.scene.bands, masks['hidden']), metrics.mae(picture, truth, masks['ring']),
        metrics.mae(product, truth, masks['whole']), metrics.ssim(product, truth, masks['whole']),
    ])  # fmt: skip


def area_table(case: str, found: Mapping[str, Mapping[str, Sequence[np.ndarray]]]) -> list[str]:
    """Return the markdown lines for rows by method and place; places alike, nan where no image has the number."""
    lines = [
        f'Case "{case}" in other numbers and areas: errors x 1000; the ring is 10 pixels of the bare estimate around',
        'the hidden ones; the whole is the product, in which clear pixels stay (most of it was never hidden).',
        '',
        '| method | ' + ' | '.join(COLUMNS) + ' |',
        '|---' * (len(COLUMNS) + 1) + '|',
    ]
    for name, places in found.items():
        by_place = place_means(places)
        known = np.isfinite(by_place)
        mean = np.where(known, by_place, 0).sum(0) / np.maximum(known.sum(0), 1)
        cells = [f'{v:.3f}' if 'SSIM' in column else f'{1000 * v:.1f}' for v, column in zip(mean, COLUMNS)]
        lines.append(f'| {name} | ' + ' | '.join(cells) + ' |')
    return lines
