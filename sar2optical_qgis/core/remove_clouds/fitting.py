"""First pass of cloud removal: the same-image fit, summed up over the clear pixels of the whole image."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from ..errors import InputError, NothingClearError
from ..fit import cells
from ..fit.features import FeatureMap
from ..fit.normal_equations import NormalEquations
from ..fit.regression import SameImageFit
from ..fit.usefulness import squares
from ..raster.block_cache import enough_for
from ..raster.push_pull import blocks_around
from ..run.job import Job
from ..run.pipeline import for_each
from ..sentinel.sentinel2 import CloudyImage

SAMPLE_SIZE, SAMPLE_COUNT = 96, 8  # pixels, and windows along each axis, that the covariates' range is taken from
SAMPLE_ENOUGH = 10_000  # clear pixels of them; where clouds leave fewer, windows between them are looked at, too
STEPS = ((1500**2, 1), (2500**2, 2))  # rasters up to so many pixels give every pixel, every second ... of both axes
LARGEST_STEP = 4


def learn(image: CloudyImage, job: Job, progress: Callable[[float], None]) -> SameImageFit:
    """Return the solved fit of an image; raise InputError where there is nothing to learn from."""
    pixels, features = image.grid.height * image.grid.width, FeatureMap(_sample(image, job))
    step = next((step for most, step in STEPS if pixels <= most), LARGEST_STEP)
    sums, sees_ground = _sum_up(image, job, features, step, progress)
    if sums.pixels == 0 and sees_ground and step > 1:  # the few clear pixels lie between the sampled ones
        sums, _ = _sum_up(image, job, features, 1, progress)
    if sums.pixels == 0 and sees_ground and features.linear > 1:
        raise InputError(
            'SAR or REFERENCE has no data where INPUT is clear. Leave it out, or choose one of this place.'
        )
    if sums.pixels == 0:
        raise NothingClearError(
            'The mask hides every pixel of INPUT, so there is nothing to learn from. '
            'If that is wrong, see MASK_TYPE; else choose a larger EXTENT or another date, hide less with HIDE or '
            'DILATE, or translate a radar layer with "SAR to optical".'
        )
    return sums.solve()


def _sum_up(
    image: CloudyImage, job: Job, features: FeatureMap, step: int, progress: Callable[[float], None]
) -> tuple[NormalEquations, bool]:
    """Return the sums over every ``step``-th pixel of both axes, and whether any pixel at all is clear."""
    height, width = image.grid.height, image.grid.width
    sums = NormalEquations((height, width), image.raster.count, features, step)

    def add(window: tuple[int, int, int, int]) -> bool:
        mask = image.read_mask(*window)
        if mask.all():
            return False
        part = blocks_around(~mask)
        corner = window[0] + part[0].start, window[1] + part[1].start
        pixels = image.read_pixels(*corner, *mask[part].shape, mask[part])
        seen = image.window(*(each[..., ::step, ::step] for each in pixels))
        if seen.teaches.any():
            seen = image.with_covariates(seen, *corner, step)
            sums.accumulate_sampled(*corner, seen.reflectance, seen.teaches, seen.covariates, seen.known)
        return bool((pixels[2] & ~pixels[3]).any())

    cache = enough_for(image.rasters, image.grid, cells.CELL)
    ground = for_each(cells.windows(height, width), add, progress, job.cancelled, cache)
    job.stop_if_cancelled()
    return sums, any(ground)


def _sample(image: CloudyImage, job: Job) -> np.ndarray:
    """Return covariates (d, n) of clear pixels from all over the image, for their mean, spread and range."""
    if image.covariates.is_empty:
        return np.zeros((0, 0), np.float32)
    height, width = image.grid.height, image.grid.width
    size = min(SAMPLE_SIZE, height), min(SAMPLE_SIZE, width)
    count = SAMPLE_COUNT // 2 if image.layers is not None and image.layers.are_dear else SAMPLE_COUNT
    spread = [(r, c, *size) for r in _spread(height, count) for c in _spread(width, count)]
    parts, values, numbers, found = [], [], [], 0
    is_whole = max(height, width) <= count * SAMPLE_SIZE
    for window in itertools.chain(spread, () if is_whole else _clearest(image, job)):
        job.stop_if_cancelled()
        if found >= SAMPLE_ENOUGH and len(parts) >= len(spread):
            break
        seen = image.read(*window)
        use = seen.known.all(axis=0) & seen.teaches
        parts.append(seen.covariates[:, use])
        values.append(seen.reflectance[:, use])
        numbers.append(squares(*window[:2], use.shape)[use])
        found += parts[-1].shape[1]
    values, planes, numbers = (np.concatenate(each, axis=-1) for each in (values, parts, numbers))
    planes, told = image.covariates.drop_useless(values[~image.kept], planes, numbers)
    for sentence in told:
        job.decide(sentence)
    return planes


def _clearest(image: CloudyImage, job: Job) -> Iterator[tuple[int, int, int, int]]:
    """Yield windows that tile the image, in any order: first those that are mostly clear, then what else is clear.

    They are for cloudy images. Those that the mask hides are not read: layers of many bands are dear.
    """
    height, width = image.grid.height, image.grid.width
    corners = [(r, c) for r in range(0, height, SAMPLE_SIZE) for c in range(0, width, SAMPLE_SIZE)]
    rest = []
    for k in np.random.default_rng(7).permutation(len(corners)):
        job.stop_if_cancelled()
        row, col = corners[k]
        window = row, col, min(SAMPLE_SIZE, height - row), min(SAMPLE_SIZE, width - col)
        hidden = image.read_mask(*window).mean()
        if hidden < 0.5:
            yield window
        elif hidden < 1:
            rest.append(window)
    yield from rest


def _spread(length: int, most: int) -> list[int]:
    """Return where windows of SAMPLE_SIZE start along an axis: all of it, or ``most`` evenly over a longer one."""
    count = min(-(-length // SAMPLE_SIZE), most)
    return np.linspace(0, max(length - SAMPLE_SIZE, 0), count).astype(int).tolist()
