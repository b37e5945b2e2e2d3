"""Dates that show nothing at all, as those of a swath that passes by: they are left out, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..raster.fill import Fill, Zero
from ..sentinel.layers import open_layer
from .series import require_dates

if TYPE_CHECKING:
    from .request import CloudFreeComposite


def without_empty(
    request: CloudFreeComposite, days: list[date], tell: Callable[[str], None]
) -> tuple[CloudFreeComposite, list[date]]:
    """Return the request and its days without the layers of which no pixel holds data, and tell which these are.

    ``days``: one for each of its inputs, as its masks are, if there are any. InputError where too few dates are left.
    """
    empty = [k for k, path in enumerate(request.inputs) if _is_empty(path, f'INPUTS {k + 1} ({Path(path).name})')]
    if not empty:
        return request, days
    kept = [k for k in range(len(days)) if k not in empty]
    inputs, masks = (tuple(each[k] for k in kept) if each else () for each in (request.inputs, request.masks))
    days = [days[k] for k in kept]
    require_dates(inputs, f'{len(empty)} layer(s) of INPUTS hold no data. Without them, ')
    names = ', '.join(f'{k + 1} ({Path(request.inputs[k]).name})' for k in empty)
    tell(f'INPUTS {names} hold(s) no data: left out, and the layers are numbered without.')
    dates = ','.join(map(str, days)) if request.dates else ''
    return replace(request, inputs=inputs, masks=masks, dates=dates), days


def _is_empty(path: str, role: str) -> bool:
    raster = open_layer(path, role)
    raster.fill = Fill(zero=Zero.NOTHING)
    every = tuple(range(1, raster.count + 1))
    first = every[:1]  # most often it tells at once, and compressed bands take their time
    return not any(raster.sample(bands)[1].any() for bands in (first, every))
