"""Whether a layer that is to teach what lies under the clouds is the cloudy image itself, clouds and all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from ..errors import InputError
from ..raster.windows import spread_windows
from .coregistration import Image

ALIKE = 0.9995  # correlation of bands: two dates of a place reach .991, a copy in 8 bits has more
FEWEST, ENOUGH = 100, 2000  # pixels of each kind, clear and hidden, that tell
SIZE = 96  # pixels of a window
Reader = Callable[..., tuple[np.ndarray, np.ndarray]]  # of (row, col, height, width)


def require_others(image: Image, layers: Iterable[tuple[str, Reader]]) -> None:
    """Raise InputError where one of ``layers`` shows the cloudy image itself: under clouds it would teach clouds.

    Each is its role, and what reads its bands and their validity, (bands, rows, cols), in a window of the image. One
    that shows something else where the image is hidden may be made of it, as an earlier result is.
    """
    for role, read in layers:
        _require_another(role, image, read)


def _require_another(role: str, image: Image, read: Reader) -> None:
    parts, found = [], np.zeros(2, int)
    for window in spread_windows(image.grid, SIZE):
        if (found >= ENOUGH).all():  # layers of many bands are dear to read
            break
        seen = image.read_picture(*window)
        use = seen.teaches | seen.hidden
        if not use.any():
            continue
        values, good = read(*window)
        parts.append((seen.reflectance[~image.kept][:, use], values[:, use], good[:, use], seen.teaches[use]))
        found += np.count_nonzero(seen.teaches), np.count_nonzero(seen.hidden)
    if not parts or (found < FEWEST).any():
        return
    own, values, good, clear = (np.concatenate(each, axis=-1) for each in zip(*parts))
    for number, (band, known) in enumerate(zip(values, good), 1):
        if min(np.count_nonzero(known & kind) for kind in (clear, ~clear)) < FEWEST:
            continue
        if _likeness(own[:, known & clear], band[known & clear]) > ALIKE < _likeness(own[:, known], band[known]):
            raise InputError(
                f'{role} shows {image.raster.role} itself, clouds and all (band {number}), and would teach clouds. '
                'Leave it out, or choose a layer that shows the ground under them.'
            )


def _likeness(image: np.ndarray, band: np.ndarray) -> float:
    """Return the largest correlation of a band (n,) with those of an image, (bands, n)."""
    a = image - image.mean(axis=1, keepdims=True, dtype=np.float64)
    b = band.astype(np.float64) - band.mean(dtype=np.float64)
    size = np.sqrt((a * a).sum(axis=1) * (b @ b))
    return float(np.max(np.divide(a @ b, size, out=np.zeros(len(a)), where=size > 0), initial=0.0))
