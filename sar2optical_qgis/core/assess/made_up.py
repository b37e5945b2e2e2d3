"""Which values of MASK mark generated pixels: 1 in that of "Remove clouds", others in the masks that people have."""

from __future__ import annotations

import numpy as np

from ..raster.raster import Raster
from ..sentinel.mask_types import CLASS_RANGE, DEFAULT_HIDE, hidden_by

USUAL = {0.0, 1.0, 255.0}  # kept, generated, no data
MOST_OF_CLOUDS, MOST_OF_SCL = (float(CLASS_RANGE[kind][1]) for kind in ('omnicloudmask', 'scl'))


def values_of_made_up(mask: Raster) -> tuple[str, str]:
    """Return the values of a mask's first band that mark generated pixels, as '1,2,3', and what is to be said of them.

    What was given to "Remove clouds" as a mask marks what it made up, as far as it was not grown.
    """
    values, good = mask.sample((1,))
    codes = set(np.unique(values[good]).astype(np.float64).tolist())
    if codes <= USUAL and (1.0 in codes or len(codes) < 2):
        return '1', ''
    most = max(codes)
    if any(code != np.rint(code) for code in codes):
        least = 0.5 if most <= 1 else 50.0
        return f'>={least:g}', f'MASK holds shares up to {most:g}: from {least:g} on they are generated.'
    few = ','.join(f'{code:g}' for code in sorted(codes - {0.0}))
    if 0.0 in codes and len(codes) == 2 and most > 0:
        return few, f'MASK: {few} is taken as generated.'
    if min(codes) >= 0 and most <= MOST_OF_CLOUDS:
        return few, f'MASK is taken as a cloud mask: {few} are generated.'
    if min(codes) >= 0 and most <= MOST_OF_SCL:
        return DEFAULT_HIDE['scl'], f'MASK is taken as an SCL: {DEFAULT_HIDE["scl"]} are generated.'
    return '1', f'MASK holds values from {min(codes):g} to {most:g}: 1 alone is taken as generated.'


def is_made_up(codes: np.ndarray, known: np.ndarray, values: str) -> np.ndarray:
    """Return which pixels of a window of the mask (rows, cols) were made up, by ``values_of_made_up``."""
    return hidden_by(codes, known, 'binary', values) & known
