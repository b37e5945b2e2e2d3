"""Input planes of the mask network, made alike in training and in the plugin.

The network sees pixels of about 20 m, the mean of as many as make one: a cloud is large, and a sensor with finer pixels
looks like the ones it has learned from. Planes are float32 (rows, cols); 0 stands for "not there".

=====================  ==============================================================================
obs_<band>             reflectance of one of BANDS; 0 where nodata or not in the image
has_<band>             1 where the image has the band
given                  1 where a mask came with the image and says something
given_<class>          1 where that mask says thick, thin or shadow
=====================  ==============================================================================
"""

from __future__ import annotations

import numpy as np

from ..raster.filters import limited

TASK = 'cloud-mask'
CLASSES = ('clear', 'thick', 'thin', 'shadow')  # of the network's answer, and codes 0 to 3 of a mask
BANDS = ('B02', 'B03', 'B04', 'B08', 'B11', 'B12')  # what tells clouds from ground; others add next to nothing
INSTEAD = {'B08': 'B8A'}  # of the same light
NEEDED = ('B02', 'B03', 'B04')
CHANNELS = (
    *(f'obs_{band}' for band in BANDS), *(f'has_{band}' for band in BANDS),
    'given', *(f'given_{name}' for name in CLASSES[1:]),
)  # fmt: skip
PIXEL_M = 20.0
BRIGHTEST = 1.6  # reflectance beyond which nothing is told


def factor_of(pixel_size_m: float) -> int:
    """Return how many pixels along a side make one that the network sees."""
    return max(int(round(PIXEL_M / pixel_size_m)), 1)


def block_means(values: np.ndarray, valid: np.ndarray, factor: int) -> tuple[np.ndarray, np.ndarray]:
    """Return means over the valid pixels of blocks of ``factor`` squared, and where there are any.

    ``values`` (bands, rows, cols), numbers of any type, and ``valid`` (rows, cols) have sides that are multiples of
    ``factor``. The means are float32.
    """
    bands, rows, cols = values.shape
    if not valid.all():
        values = np.where(valid, values, values.dtype.type(0))
    if factor == 1:
        return values.astype(np.float32), valid
    total = _sums(values.reshape(bands * rows, cols), factor, rows // factor).reshape(bands, rows // factor, -1)
    if valid.all():
        return total * np.float32(1.0 / factor**2), np.ones(total.shape[1:], bool)
    count = _sums(valid.astype(np.float32), factor, rows // factor)
    return total / np.maximum(count, 1.0), count > 0


def _sums(lines: np.ndarray, factor: int, rows: int) -> np.ndarray:
    """Return sums over blocks, float32, by whole lines first, which is quickest in memory."""
    down = np.add(lines[0::factor], lines[1::factor], dtype=np.float32)
    for k in range(2, factor):
        down += lines[k::factor]
    across = down[:, 0::factor] + down[:, 1::factor]
    for k in range(2, factor):
        across += down[:, k::factor]
    return across


def block_codes(codes: np.ndarray, factor: int) -> np.ndarray:
    """Return the highest code of each block (of a mask whose sides are multiples): a cloud wins over clear ground."""
    rows, cols = codes.shape
    return codes.reshape(rows // factor, factor, cols // factor, factor).max(axis=(1, 3)) if factor > 1 else codes


def mask_planes(
    reflectance: dict[str, np.ndarray], valid: np.ndarray, given: np.ndarray | None = None,
    out: dict[str, np.ndarray] | None = None,
) -> dict[str, np.ndarray | float]:  # fmt: skip
    """Return the planes of an image as the network sees it, those of reflectance in ``out`` by their names, if given.

    ``reflectance`` float32 (rows, cols) by band name. ``given``: codes 0 to 3 of CLASSES, 255 = it says nothing.
    """
    planes: dict[str, np.ndarray | float] = dict.fromkeys(CHANNELS, 0.0)
    for band in BANDS:
        name = band if band in reflectance else INSTEAD.get(band, '')
        if name in reflectance:
            seen = limited(reflectance[name], 0.0, BRIGHTEST, None if out is None else out[f'obs_{band}'])
            if not valid.all():
                np.copyto(seen, np.float32(0.0), where=~valid)
            planes[f'obs_{band}'] = seen
            planes[f'has_{band}'] = 1.0
    if given is not None:
        planes['given'] = (given < len(CLASSES)).astype(np.float32)
        planes.update((f'given_{name}', (given == k).astype(np.float32)) for k, name in enumerate(CLASSES) if k)
    return planes
