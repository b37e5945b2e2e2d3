"""Dates that show nothing at all, as those of a swath that passes by: they are left out, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..raster.fill import Fill, Zero
from ..raster.raster import Raster
from ..raster.windows import every_window
from ..sentinel.layers import open_layer
from .series import require_dates

SEARCH_WINDOW = 1024  # pixels: of the search for another number
ENOUGH = 100  # pixels, of which a scene has not one number alone


def with_data(inputs: tuple[str, ...], tell: Callable[[str], None]) -> list[int]:
    """Return the indices of the layers that show anything, and tell which do not; InputError where too few do."""
    empty = [k for k, path in enumerate(inputs) if _is_empty(path, f'INPUTS {k + 1} ({Path(path).name})')]
    kept = [k for k in range(len(inputs)) if k not in empty]
    if empty:
        left = tuple(inputs[k] for k in kept)
        require_dates(left, f'{len(empty)} layer(s) of INPUTS hold no data. Without them, ')
        names = ', '.join(f'{k + 1} ({Path(inputs[k]).name})' for k in empty)
        tell(f'INPUTS {names} hold(s) no data: left out, and the layers are numbered without.')
    return kept


def _is_empty(path: str, role: str) -> bool:
    """Whether no pixel of a layer holds data, or all hold one number, as of a fill that the file does not declare."""
    raster = open_layer(path, role)
    raster.fill = Fill(zero=Zero.NOTHING)
    every = tuple(range(1, raster.count + 1))
    first = every[:1]  # most often it tells at once, and compressed bands take their time
    values, good = raster.sample(first)
    seen = values[good]
    if not seen.size:
        return not raster.sample(every)[1].any()
    return seen.size >= ENOUGH and bool((seen == seen[0]).all()) and _is_all(raster, every, seen[0])


def _is_all(raster: Raster, bands: tuple[int, ...], number: np.generic) -> bool:
    """Whether a layer holds one number alone in all bands."""
    for row, col, height, width in every_window(raster.grid, SEARCH_WINDOW):
        values, good = raster.read((col, row, width, height), bands)
        if ((values != number) & good).any():
            return False
    return True
