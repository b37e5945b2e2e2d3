"""The offset of -1000 in Sentinel-2 numbers of processing baseline 04.00 on: in or out, decided for each item.

No one field tells it everywhere. The Planetary Computer tells the baseline alone. Earth Search takes the offset off in
one of its collections, and says so in a flag that goes before the raster:bands beside it, which then mean the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

FROM_BASELINE = '04.00'
FROM_DATE = date(2022, 1, 25)
DN_OFFSET = -1000
TELLING = 0.05  # share of clear ground that is darker than an offset allows, from which numbers have none


@dataclass(frozen=True)
class Offset:
    """What is to be added to the numbers of an item, and where that comes from."""

    value: int = 0
    why: str = ''
    is_sure: bool = True

    def checked(self, dark: np.ndarray) -> Offset:
        """Return the offset after a look at valid numbers of dark bands: a doubtful one goes where it can't be."""
        if self.is_sure or not self.value or not dark.size:
            return self
        share = float((dark < -self.value).mean())
        if share <= TELLING:
            return self
        return Offset(0, f'{self.why}, but {share:.0%} of the numbers lie below {-self.value}: none taken off', False)


def offset_of(properties: dict[str, Any], asset: dict[str, Any], baseline: str, day: date) -> Offset:
    """Return the offset of an item by its properties and those of one of its reflectance assets."""
    flag = properties.get('earthsearch:boa_offset_applied')
    if isinstance(flag, bool) and flag:
        return Offset(0, 'the catalogue took the offset off')
    if isinstance(flag, bool):
        has_one = _by_baseline(baseline, day).value
        return Offset(has_one, 'the catalogue says that it left the numbers as they came', is_sure=not has_one)
    told = asset.get('raster:offset')
    bands = asset.get('raster:bands') or asset.get('bands') or []
    scale = asset.get('raster:scale')
    if told is None and bands and isinstance(bands[0], dict):
        told = bands[0].get('offset', bands[0].get('raster:offset'))
        scale = bands[0].get('scale', bands[0].get('raster:scale'))
    if isinstance(told, (int, float)) and isinstance(scale, (int, float)) and scale > 0:
        return Offset(int(round(told / scale)), 'the asset tells its offset')
    return _by_baseline(baseline, day)


def _by_baseline(baseline: str, day: date) -> Offset:
    if baseline:
        return Offset(DN_OFFSET if baseline >= FROM_BASELINE else 0, f'processing baseline {baseline}')
    value = DN_OFFSET if day >= FROM_DATE else 0
    return Offset(value, f'the baseline is not told; by the date, {day}', is_sure=False)
