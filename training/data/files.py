"""What every reader of a data set needs: chips from paths, files that are what they seem, a split without leaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from training.data.index import Chip, prove_disjoint

gdal.UseExceptions()

SPLITS = ('place', 'leaking')
S2_L1C = ('B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B09', 'B10', 'B11', 'B12')
S2_L2A = tuple(b for b in S2_L1C if b != 'B10')


def chip(id: str, kind: str, source: str, group: str, **values) -> Chip:
    """Return a Chip with everything else empty but ``values``; paths may be Path objects."""
    empty = dict.fromkeys(
        ('split', 'date', 'level', 's1', 's2', 's2_cloudy', 'mask', 'mask_kind', 'label', 'landcover'), ''
    )
    texts = {key: value if key in ('bands', 'gsd_m') else str(value) for key, value in values.items()}
    return Chip(id, kind, source, group, **{**empty, 'gsd_m': 10.0, 'bands': (), **texts})


def size_of(path: str) -> tuple[int, int, int]:
    """Return (bands, rows, cols) of a raster; raise InputError naming the file where it cannot be read."""
    try:
        dataset = gdal.Open(path)
    except RuntimeError as error:
        raise InputError(f'{path} cannot be read as an image ({error}). Get the file again, or remove it.') from error
    return dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize


def read_pixels(path: str) -> np.ndarray:
    """Return (bands, rows, cols) in the file's own type; raise InputError naming the file where pixels are missing."""
    size_of(path)
    try:
        array = gdal.Open(path).ReadAsArray()
    except RuntimeError as error:
        raise InputError(f'{path} is broken ({error}). Get the file again, or remove it.') from error
    return array[None] if array.ndim == 2 else array


def check_chips(chips: Iterable[Chip]) -> tuple[Chip, ...]:
    """Return the chips; raise InputError naming the files where one is unreadable or a pair differs in size."""
    chips = tuple(chips)
    for item in chips:
        wanted = size_of(item.s2)
        if item.bands and len(item.bands) != wanted[0]:
            raise InputError(f'{item.s2} has {wanted[0]} bands, not {len(item.bands)} ({" ".join(item.bands)}).')
        for other in filter(None, (item.s1, item.s2_cloudy, item.mask, item.landcover)):
            found = size_of(other)
            if found[1:] != wanted[1:]:
                raise InputError(
                    f'{other} has {found[1]} x {found[2]} pixels, but {item.s2} has {wanted[1]} x {wanted[2]}. '
                    'Both files of a pair must lie on one grid.'
                )
    return chips


def split_chips(
    chips: Sequence[Chip], how: str = 'place', val_share: float = 0.2, held: str = 'val', seed: int = 7
) -> tuple[tuple[Chip, ...], tuple[Chip, ...]]:
    """Return (train, held out) chips.

    ``place``: by the split that comes with the data where there is one (``held``: its 'val' or its 'test'), else
    ``val_share`` of the places, drawn once by ``seed``. ``leaking``: chips drawn at random, so that places are on both
    sides; it exists to reproduce the numbers of earlier systems, never to report any.
    """
    if how not in SPLITS:
        raise InputError(f'The split "{how}" is unknown. Use {" or ".join(SPLITS)}.')
    if not chips:
        raise InputError('The data folder holds no chips of this layout. See training/README.md for the layouts.')
    rng = np.random.default_rng(seed)
    if how == 'leaking':
        order = rng.permutation(len(chips))
        count = max(round(val_share * len(chips)), 1)
        return tuple(chips[k] for k in sorted(order[count:])), tuple(chips[k] for k in sorted(order[:count]))
    if any(c.split for c in chips):
        train = tuple(c for c in chips if c.split in ('', 'train'))
        out = tuple(c for c in chips if c.split == held)
    else:
        places = sorted({c.group for c in chips})
        count = min(max(round(val_share * len(places)), 1), len(places) - 1)
        chosen = {places[k] for k in rng.permutation(len(places))[:count]}
        train = tuple(c for c in chips if c.group not in chosen)
        out = tuple(c for c in chips if c.group in chosen)
    if not train or not out:
        places = sorted({c.group for c in chips})
        raise InputError(f'One side of the split is empty: the places are {", ".join(places[:5])}. Add places.')
    prove_disjoint(train, out)
    return train, out


def spread(chips: Sequence[Chip], most: int, seed: int = 7) -> tuple[Chip, ...]:
    """Return at most ``most`` chips, the same number of every place as far as it goes."""
    if len(chips) <= most:
        return tuple(chips)
    rng = np.random.default_rng(seed)
    waiting: dict[str, list[Chip]] = {}
    for k in rng.permutation(len(chips)):
        waiting.setdefault(chips[k].group, []).append(chips[k])
    kept: list[Chip] = []
    while len(kept) < most:
        for place in [p for p in waiting.values() if p][: most - len(kept)]:
            kept.append(place.pop())
    return tuple(kept)
