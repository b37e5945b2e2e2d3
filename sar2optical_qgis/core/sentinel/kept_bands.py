"""Bands of an image that are no reflectance and stay as they are: by their names, holding classes, or one number alone.

What lies between two codes of classes is another class, so clouds are not filled there; and such a band tells neither
unit nor extent of the others. Bands that a name tells as those of Sentinel-2 are never asked.
"""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..raster.raster import Raster
from .band_names import polarisation_of
from .bands import is_reflectance
from .contrast import ENOUGH

FEW = 16  # codes of a map: SCL has 12, WorldCover 11
FLAT = 0.6  # of the neighbours are of one class: of real maps .65 at least, of real bands .6 at most (99th percentile)
RICHER = 4.0  # times as many numbers have the bands beside it: a dark sea has few in all of them


def kept_by_name(raster: Raster, numbers: tuple[int, ...], named: list[int]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return which bands ``numbers`` are no reflectance by their names, bool (bands,), and what to say of them.

    ``named``: indices of those of Sentinel-2. InputError where none is left.
    """
    titles = [raster.descriptions[number - 1] for number in numbers]
    kept = np.array([not is_reflectance(title) or bool(polarisation_of(title)) for title in titles])
    kept[named] = False
    names = ', '.join(title.split(',')[0] for title, own in zip(titles, kept) if own)
    if kept.all():
        raise InputError(f'{raster.role} holds no reflectance, only {names}. Choose the layer of the Sentinel-2 bands.')
    return kept, (f'{names} hold no reflectance and stay as they are.',) if names else ()


def are_classes(values: np.ndarray, good: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return which bands hold a map of classes, bool (bands,), of a sample (bands, n) in the order of its rows.

    ``good``: validity (bands, n). ``asked``: bool (bands,), the bands that no name tells; the others are none.
    """
    counts = np.array([len(np.unique(band[seen])) for band, seen in zip(values, good)])
    found = np.zeros(len(values), bool)
    for k in np.flatnonzero(asked & (counts > 1) & (counts <= FEW)):
        codes = np.unique(values[k][good[k]])
        is_rare = len(counts) > 1 and RICHER * counts[k] <= np.median(np.delete(counts, k))
        if codes[0] < 0 or (codes != np.rint(codes)).any() or not is_rare:
            continue
        both = good[k][1:] & good[k][:-1]
        found[k] = both.any() and (values[k][1:] == values[k][:-1])[both].mean() >= FLAT
    return found


def flat_bands(values: np.ndarray, good: np.ndarray) -> np.ndarray:
    """Return which bands of a sample (bands, n) hold one number alone beside others that do not, bool (bands,)."""
    seen = [band[valid] for band, valid in zip(values, good)]
    flat = np.array([each.size >= ENOUGH and bool((each == each[0]).all()) for each in seen])
    return flat & ~flat.all()


def kept_of(raster: Raster) -> set[int]:
    """Return numbers of the bands of a layer, none of which is named as one of Sentinel-2, that are no reflectance."""
    numbers = tuple(range(1, raster.count + 1))
    kept, _ = kept_by_name(raster, numbers, [])
    if not raster.is_byte:  # bytes of a dark band are few as well
        kept |= are_classes(*raster.sample(numbers), ~kept)
    return {number for number, own in zip(numbers, kept) if own}
