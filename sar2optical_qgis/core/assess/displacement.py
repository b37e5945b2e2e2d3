"""Whether two layers that are compared show the same ground at different places, which is no error of the picture."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..raster.registration import shift_of

SIDE = 256  # pixels of windows that are held against each other
LEAST_SIDE = 48  # of smaller ones no peak is sure
MOST = 9.0  # pixels that are searched
LEAST = 0.75  # pixels of the coarser layer; real dates lie up to half a pixel off each other


def displacement_told(windows: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]], coarser: float) -> tuple[str, ...]:
    """Return what to say where the generated layer surely lies off the reference.

    ``windows``: reference, generated and where both have data, (rows, cols). ``coarser``: pixel size of the reference
    in that of the generated layer.
    """
    shift = shift_of((each for each in windows if min(each[2].shape) >= LEAST_SIDE), MOST)
    if shift is None or max(map(abs, shift)) < LEAST * max(coarser, 1.0):
        return ()
    down, right = shift
    parts = [
        f'{abs(by):.1f} pixels {after if by > 0 else before}'
        for by, before, after in ((down, 'above', 'below'), (right, 'left', 'right'))
        if abs(by) >= 0.05
    ]
    return (
        f'GENERATED shows the same ground {" and ".join(parts)} of where REFERENCE shows it, by phase correlation: '
        'the scores count that shift as error. Correct the place of the layer that lies wrong (its GeoTransform, or '
        'the Georeferencer), and assess again.',
    )
