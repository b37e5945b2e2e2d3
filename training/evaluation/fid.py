"""Fréchet distance of generated to true pictures: an optional extra, of looks and not of truth.

The features are the 2048 of Inception v3 as torch-fidelity brings them (trained on ImageNet photographs, not on
satellite pictures), so its numbers compare only with those of the same features and the same number of pictures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from sar2optical_qgis.core.errors import InputError, RuntimeMissingError

FEATURES = 'Inception v3 of torch-fidelity, 2048 features'


def frechet_distance(made: Sequence[np.ndarray], truth: Sequence[np.ndarray]) -> float:
    """Return the distance of pictures (3, rows, cols) in 0..1; raise RuntimeMissingError without torch-fidelity."""
    if min(len(made), len(truth)) < 2:
        raise InputError('The Fréchet distance needs two pictures or more of each kind. Raise --most.')
    try:
        from torchmetrics.image.fid import FrechetInceptionDistance

        metric = FrechetInceptionDistance(feature=2048, normalize=True)
    except (ImportError, ModuleNotFoundError) as error:
        raise RuntimeMissingError(
            f'The Fréchet distance needs torch-fidelity ({error}). Install it with: pip install torch-fidelity.'
        ) from error
    for real, pictures in ((True, truth), (False, made)):
        for picture in pictures:
            metric.update(torch.from_numpy(np.clip(picture, 0, 1)).float()[None], real=real)
    return float(metric.compute())
