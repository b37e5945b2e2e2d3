"""Whose numbers the bands of a series are, decided once for all of its dates: a cloudy one alone may not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ..sentinel.band_names import s2_bands_of
from ..sentinel.layers import open_layer
from ..sentinel.numbering import files_of, is_of_sentinel, whose_numbers
from ..sentinel.sensors import sensor_of


def bands_of_all(paths: tuple[str, ...], text: str, decide: Callable[[str], None]) -> str:
    """Return BANDS of layers whose bands are called alike and are of another sensor than Sentinel-2, else ``text``."""
    if text.strip().lower() not in ('auto', ''):
        return text
    rasters = [open_layer(path, 'INPUTS', is_picture=True) for path in paths]
    names = {raster.descriptions[: raster.count] for raster in rasters}
    named = {sensor_of(raster.descriptions[: raster.count], files_of(raster)) for raster in rasters}
    if len(names) > 1 or named != {''} or any(map(is_of_sentinel, rasters)):
        return text
    found = [each for each, _ in Counter(whose_numbers(raster) for raster in rasters).most_common()]
    sensor, told = next((each for each in found if each[0]), found[0])
    if told:
        decide(f'INPUTS:{told}')
    if not sensor:
        return text
    bands = s2_bands_of(names.pop(), sensor=sensor)
    return ','.join(f'{band}={number}' for number, band in enumerate(bands, 1) if band) or text
