"""Dates that show nothing at all, as those of a swath that passes by: they are left out, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..raster.fill import Fill, Zero
from ..sentinel.layers import open_layer
from .series import require_dates


def with_data(inputs: tuple[str, ...], tell: Callable[[str], None]) -> list[int]:
    """Return the indices of the layers of which some pixel holds data, and tell which ones hold none.

    Raises InputError where too few are left for a composite.
    """
    empty = [k for k, path in enumerate(inputs) if _is_empty(path, f'INPUTS {k + 1} ({Path(path).name})')]
    kept = [k for k in range(len(inputs)) if k not in empty]
    if empty:
        names = ', '.join(f'{k + 1} ({Path(inputs[k]).name})' for k in empty)
        require_dates(tuple(inputs[k] for k in kept), f'{len(empty)} layer(s) of INPUTS hold no data. Without them, ')
        tell(f'INPUTS {names} hold(s) no data: left out, and the layers are numbered without.')
    return kept


def _is_empty(path: str, role: str) -> bool:
    raster = open_layer(path, role)
    raster.fill = Fill(zero=Zero.NOTHING)
    every = tuple(range(1, raster.count + 1))
    first = every[:1]  # most often it tells at once, and compressed bands take their time
    return not any(raster.sample(bands)[1].any() for bands in (first, every))
