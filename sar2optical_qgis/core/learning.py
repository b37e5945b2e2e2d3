"""First pass of cloud removal: the same-image fit, summed up over the clear pixels of the whole image."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .errors import InputError
from .features import FeatureMap
from .job import Job
from .pipeline import stream
from .regression import CELL, SameImageFit
from .sentinel2 import CloudyImage, Window

SAMPLE_SIZE, SAMPLE_COUNT = 96, 8  # pixels, and windows along each axis, that the covariates' range is taken from
STEPS = ((1500**2, 1), (2500**2, 2))  # rasters up to so many pixels give every pixel, every second ... of both axes
LARGEST_STEP = 4


def learn(image: CloudyImage, job: Job, progress: Callable[[float], None]) -> SameImageFit:
    """Return the solved fit of an image; raise InputError where there is nothing to learn from."""
    pixels, features = image.grid.height * image.grid.width, FeatureMap(_sample(image, job))
    step = next((step for most, step in STEPS if pixels <= most), LARGEST_STEP)
    fit, sees_ground = _sum_up(image, job, features, step, progress)
    if fit.pixels == 0 and sees_ground and step > 1:  # the few clear pixels lie between the sampled ones
        fit, _ = _sum_up(image, job, features, 1, progress)
    if fit.pixels == 0 and sees_ground and features.linear > 1:
        raise InputError(
            'SAR or REFERENCE has no data where INPUT is clear. Leave it out, or choose one of this place.'
        )
    if fit.pixels == 0:
        raise InputError(
            'The mask hides every pixel of INPUT, so there is nothing to learn from. '
            'Choose a larger EXTENT or another date, hide less with HIDE or DILATE, or translate a radar layer '
            'with "SAR to optical".'
        )
    fit.solve()
    return fit


def _sum_up(
    image: CloudyImage, job: Job, features: FeatureMap, step: int, progress: Callable[[float], None]
) -> tuple[SameImageFit, bool]:
    """Return the fit's sums over every ``step``-th pixel of both axes, and whether any pixel at all is clear."""
    height, width = image.grid.height, image.grid.width
    corners = [(r, c) for r in range(0, height, CELL) for c in range(0, width, CELL)]
    fit = SameImageFit((height, width), image.raster.count, features, step)
    done, sees_ground = 0, False

    def read(corner: tuple[int, int]) -> tuple[tuple[int, int], Window | None]:
        nonlocal sees_ground
        row, col = corner
        pixels = image.read_pixels(row, col, min(CELL, height - row), min(CELL, width - col))
        sees_ground |= bool((pixels[2] & ~pixels[3]).any())
        seen = image.window(*(each[..., ::step, ::step] for each in pixels))
        return corner, image.with_covariates(seen, row, col, step) if seen.teaches.any() else None

    def add(windows: list[tuple[tuple[int, int], Window]]) -> list:
        nonlocal done
        for (row, col), seen in windows:
            if seen is not None:
                fit.accumulate_sampled(row, col, seen.reflectance, seen.teaches, seen.covariates, seen.known)
        done += len(windows)
        progress(done / len(corners))
        return []

    stream(corners, read, add, lambda _: None, cancelled=job.cancelled)
    job.stop_if_cancelled()
    return fit, sees_ground


def _sample(image: CloudyImage, job: Job) -> np.ndarray:
    """Return covariates (d, n) of clear pixels from all over the image, for their mean, spread and range."""
    if not image.polarisations and image.reference is None:
        return np.zeros((0, 0), np.float32)
    height, width = image.grid.height, image.grid.width
    spread = [(r, c, SAMPLE_SIZE) for r in _spread(height) for c in _spread(width)]
    whole = [(r, c, CELL) for r in range(0, height, CELL) for c in range(0, width, CELL)]
    parts, found = [], False
    for k, (row, col, edge) in enumerate(spread + whole):
        job.stop_if_cancelled()
        if found and k >= len(spread):  # the rest is for images that are clear in few places
            break
        seen = image.read(row, col, min(edge, height - row), min(edge, width - col))
        parts.append(seen.covariates[:, seen.known.all(axis=0) & seen.teaches])
        found |= parts[-1].shape[1] > 0
    return np.concatenate(parts, axis=1)


def _spread(length: int) -> list[int]:
    """Return where windows of SAMPLE_SIZE start along an axis: all of it, or SAMPLE_COUNT evenly over a longer one."""
    count = min(-(-length // SAMPLE_SIZE), SAMPLE_COUNT)
    return np.linspace(0, max(length - SAMPLE_SIZE, 0), count).astype(int).tolist()
