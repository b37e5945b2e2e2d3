"""Digital numbers of ALOS PALSAR, which no metadata calibrates: backscatter is 20 log10 of them, less 83 dB."""

from __future__ import annotations

import re

import numpy as np

from ..raster.raster import Raster

FACTOR = 10.0 ** (-83.0 / 20.0)  # number x FACTOR is amplitude
PLAUSIBLE_DB = (-26.0, 2.0)  # of their medians; those of Sentinel-1 lie 30 dB below
_NAME = re.compile(r'palsar|(?<![a-z])alos|(?<![a-z])alpsr|(?<![a-z])sl_h[hv]|F0?2DA?R?(?![a-z0-9])', re.IGNORECASE)
_LIKE_POLARISED = re.compile(r'(?<![a-z])h[hv](?![a-z])', re.IGNORECASE)  # which Sentinel-1 has over ice alone


def is_palsar(raster: Raster, numbers: tuple[int, ...], values: np.ndarray, good: np.ndarray) -> tuple[bool, str]:
    """Return whether a sample (bands, n) of the bands ``numbers`` holds such numbers, and what to say of it."""
    seen = [band[valid & (band > 0)] for band, valid in zip(values, good)]
    if values.dtype != np.uint16 or not all(band.size for band in seen):
        return False, ''
    names = [raster.name, *(raster.descriptions[number - 1] for number in numbers)]
    is_named = any(map(_NAME.search, names))
    level = 20.0 * np.log10(float(np.mean([np.median(band) for band in seen])) * FACTOR)
    if not (is_named or any(map(_LIKE_POLARISED.search, names))) or not PLAUSIBLE_DB[0] < level < PLAUSIBLE_DB[1]:
        return False, ''
    by = 'by its name' if is_named else 'as HH and HV in such numbers are'
    doubt = '' if is_named else ' If they are not, let the file say their scale (gdal_translate -a_scale).'
    return True, f'{raster.role}: read as digital numbers of ALOS PALSAR (20 log10 of them, less 83 dB), {by}.{doubt}'
