"""Whose numbers B2, B3 ... are where no name tells the sensor: those by which the pixels look like real ground.

Earth Engine and people's own stacks call the bands of Landsat as those of Sentinel-2: B5 is near infrared of Landsat 8,
short-wave infrared of Landsat 5, and the first red edge of Sentinel-2.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from ..raster.raster import Raster
from .band_names import are_only_counted, s2_band_of
from .look import SPECTRUM, likelihood_of_reflectance, spectral_look
from .reflectance_scale import LANDSAT, LANDSAT_TOA, OFFSET
from .sensors import NUMBER, NUMBERS, sensor_of

# Sensors whose numbers a stack may have, and those by which each is thought of: all of a stack's are among these.
CANDIDATES = {
    'Landsat 8 and 9': frozenset(NUMBERS['Landsat 8 and 9']) | {10, 11},
    'Landsat 4 to 7': frozenset(NUMBERS['Landsat 4 to 7']) | {6},
    'CBERS and Amazonia': frozenset((5, 6, 7, 8)),
}
CLEARLY, MAYBE = 5.0, 1.0  # log-likelihood by which another sensor's numbers are taken, and may be
NO_INFRARED = 3.0  # the same, by which red edge without any near infrared is less likely of Sentinel-2
LEAST = 200  # pixels
_REMEDY = 'describe the bands as B02, B03 ..., or name them with BANDS'
_SCALES = (1e-4, 0.0), (1e-4, OFFSET), (1.0, 0.0), *((factor, add / factor) for factor, add in (LANDSAT, LANDSAT_TOA))
_SENTINEL = re.compile(
    r'(?<![A-Za-z0-9])S2[ABC]?(?!\d)|sentinel[ _-]?2|MSIL|(?<![A-Za-z0-9])T\d\d[C-X][A-Z]{2}(?![A-Za-z])|S30|SEN2',
    re.IGNORECASE,
)
_PADDED = re.compile(r'B0[2-7](?![0-9])')  # as ESA writes them; Earth Engine and Landsat's own files have B2


def files_of(raster: Raster) -> str:
    """Return the names of a raster's file and, of a VRT, of those that it is made of: either may tell the sensor."""
    return ' '.join([raster.name, *(Path(source).name for source in raster.sources)])


def is_of_sentinel(raster: Raster) -> bool:
    """Whether the name of a file or of a band says Sentinel-2."""
    return any(map(_SENTINEL.search, (files_of(raster), *raster.descriptions)))


def whose_numbers(raster: Raster) -> tuple[str, str]:
    """Return another sensor than Sentinel-2 whose numbers name the bands, '' for none, and what to say.

    By the names of files and bands, else by what the pixels look like.
    """
    descriptions = raster.descriptions[: raster.count]
    sensor, guess = sensor_of(descriptions, files_of(raster)), ''
    if not sensor and not are_only_counted(descriptions):
        sensor, guess = _by_look(raster)
    return sensor, f' Numbers are read as those of {sensor}.{guess}' if sensor else guess


def _by_look(raster: Raster) -> tuple[str, str]:
    """Return the same, where no name tells it."""
    numbers = _bare_numbers(raster.descriptions[: raster.count])
    candidates = [sensor for sensor, own in CANDIDATES.items() if numbers and own.issuperset(numbers)]
    if raster.is_byte or is_of_sentinel(raster) or any(map(_PADDED.search, raster.descriptions)):
        return '', ''
    if 0 in numbers and all(number in NUMBERS['SPOT and Pleiades'] for number in numbers):  # Sentinel-2 has no 0
        return 'SPOT and Pleiades', f' The number 0 tells that; if it is wrong, {_REMEDY}.'
    if not candidates:
        return '', ''
    values, valid = raster.sample(tuple(numbers.values()))
    good = valid.all(axis=0) & (values != 0).all(axis=0)
    if good.sum() < LEAST:
        return '', ''
    seen = dict(zip(numbers, values[:, good].astype(np.float64)))
    more = {sensor: _likelier(NUMBERS[sensor], seen) for sensor in candidates}
    best = max(more, key=more.get)
    margin = more[best] + (NO_INFRARED if 5 in seen and 8 not in seen else 0.0)
    if margin > CLEARLY:
        return best, f' That is a guess by their look: if it is wrong, {_REMEDY}.'
    if margin > MAYBE:
        return '', f' The numbers may be those of {best}, by their look: if so, {_REMEDY}.'
    return '', ''


def _bare_numbers(names: tuple[str, ...]) -> dict[int, int]:
    """Return {number: band (from 1)} where numbers alone name all of the bands that are named; else nothing."""
    found = {}
    for band, name in enumerate(names, 1):
        numbers = NUMBER.findall(name)
        if not numbers and s2_band_of(name):
            return {}
        if len(numbers) == 1 and (s2_band_of(name) or numbers[0][0] == '0'):
            (number, is_a), rest = numbers[0], NUMBER.sub(' ', name)
            if is_a or s2_band_of(rest) or int(number) in found:
                return {}
            found[int(number)] = band
    return found


def _likelier(other: dict[int, str], seen: dict[int, np.ndarray]) -> float:
    """Return by how much log-likelihood pixels {number: (n,)} look more like another sensor's bands.

    Of the numbers that both sensors have among those whose look is known: only these can be compared.
    """
    own = {number: f'B{number:02d}' for number in seen}
    both = [n for n in seen if own[n] in SPECTRUM and other.get(n) in SPECTRUM]
    if all(own[n] == other[n] for n in both):
        return -np.inf
    looks = [spectral_look({bands[n]: seen[n] for n in both}) for bands in (other, own)]
    likely, usual = (max(likelihood_of_reflectance(look, *scale) for scale in _SCALES) for look in looks)
    return likely - usual
