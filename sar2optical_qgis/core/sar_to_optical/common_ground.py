"""How much of the radar another layer knows: where it knows nothing the picture is a guess, and that is told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..raster.windows import every_window, spread_windows
from ..sentinel.radar import Radar

WINDOW, ALONG = 32, 8  # pixels; windows along each axis
NEARLY_ALL = 0.98


def share_known(radar: Radar, known: Callable[[int, int, int, int], np.ndarray]) -> float:
    """Return the share of valid radar that a layer knows, by windows all over it.

    ``known``: of (row, col, height, width), bool (rows, cols).
    """
    grid, both, valid = radar.grid, 0, 0
    is_small = grid.height * grid.width <= (WINDOW * ALONG) ** 2
    for window in every_window(grid) if is_small else spread_windows(grid, WINDOW, ALONG):
        seen = np.any([*radar.read(*window)[1].values()], axis=0)
        valid += np.count_nonzero(seen)
        both += np.count_nonzero(seen & known(*window))
    return both / max(valid, 1)


def sentence_on(role: str, radar: Radar, known: Callable[[int, int, int, int], np.ndarray], elsewhere: str) -> str:
    """Return what is to be said of a layer that leaves some of the radar out; ``elsewhere``: what is done there."""
    share = share_known(radar, known)
    return '' if share > NEARLY_ALL else f'{role} has data for about {share:.0%} of INPUT: elsewhere {elsewhere}.'
