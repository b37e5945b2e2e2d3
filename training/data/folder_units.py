"""Units of somebody's own folder: whether its radar is dB and its optical chips are reflectance x 10000.

A network that was trained on power, or on numbers with the offset of -1000, is wrong without a word. One decision for
the folder, by the plugin's own rules, from some of its chips.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel.bands import find_sar_bands
from sar2optical_qgis.core.sentinel.radar_units import decide as decide_radar
from sar2optical_qgis.core.sentinel.reflectance_units import decide as decide_optics
from sar2optical_qgis.core.sentinel.reflectance_units import reflectance_fill
from training.data.index import Chip

LOOKED_AT = 16  # chips, spread over the folder
UNIT = 1e-4  # reflectance of one digital number


def require_known_units(chips: Sequence[Chip]) -> None:
    """Raise InputError where the radar of the chips is not dB, or their reflectance is surely not x 10000."""
    some = chips[:: max(len(chips) // LOOKED_AT, 1)][:LOOKED_AT]
    _require_decibels([Raster(chip.s1, chip.s1) for chip in some])
    _require_reflectance([Raster(chip.s2, chip.s2) for chip in some], some[0].bands)


def _require_decibels(rasters: list[Raster]) -> None:
    sample: dict[str, list] = {}
    for raster in rasters:
        bands, _ = find_sar_bands(raster)
        values, valid = raster.sample(tuple(bands.values()))
        for name, plane, good in zip(bands, values, valid & (values > -9998)):
            sample.setdefault(name, []).append((plane, good))
    joined = {name: tuple(np.concatenate(each) for each in zip(*parts)) for name, parts in sample.items()}
    unit = decide_radar(joined, rasters[0].is_byte)
    if (unit.kind, unit.factor) != ('db', 1.0):
        raise InputError(f'The radar of {rasters[0].path} and others looks like {unit}, not dB. Write it in dB.')


def _require_reflectance(rasters: list[Raster], bands: tuple[str, ...]) -> None:
    numbers, parts = tuple(range(1, len(bands) + 1)), []
    for raster in rasters:
        raster.fill, _ = reflectance_fill(raster, numbers, *raster.sample(numbers))
        values, valid = raster.sample(numbers)
        parts.append(values[:, valid.all(axis=0)].astype(np.float32))
    sample = np.concatenate(parts, axis=1)
    if not sample.size:
        return
    found = decide_optics(sample, {band: k for k, band in enumerate(bands)}, sample, rasters[0])
    if abs(found.scale.scale / UNIT - 1.0) > 1e-3 or (found.scale.offset and found.is_sure):
        raise InputError(
            f'{rasters[0].path} and others look like reflectance = (value {found.scale.offset:+g}) x '
            f'{found.scale.scale:g}. Write reflectance x 10000 without offset, 0 where there is no data.'
        )
