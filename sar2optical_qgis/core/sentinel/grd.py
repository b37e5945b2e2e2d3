"""Sentinel-1 GRD as delivered: a product or one of its files, calibrated where its annotation is there.

A file a polarisation, two of them one picture.
"""

from __future__ import annotations

import re
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..raster.stacked import stacked
from . import safe
from .grd_calibration import calibrated

# s1a-iw-grd-vv-20240725t055012-20240725t055037-054920-06b0a5-001.tiff, or iw-vv.tiff where a cloud has renamed it
_POLARISATION = re.compile(r'-(vv|vh|hh|hv)(?=-\d{8}t|\.tiff?$)', re.IGNORECASE)
_COUNTER = re.compile(r'-\d{3}(?=-cog\.|\.)')
_PAIRS = {'vv': 'vh', 'vh': 'vv', 'hh': 'hv', 'hv': 'hh'}


def is_product(path: str) -> bool:
    """Whether a path means a whole Sentinel-1 GRD product: its folder, its manifest, or the zip around it."""
    if not safe.is_whole(path):
        return False
    name = Path(safe.folder_of(path)).name.upper()
    return name.startswith('S1') and '_GRD' in name


def measurement_of(path: str) -> str:
    """Return the file of a product to begin with: VV where there is one; InputError where it holds none."""
    folder = f'{safe.folder_of(path)}/measurement'
    names = sorted(name for name in gdal.ReadDir(folder) or [] if name.lower().endswith(('.tif', '.tiff')))
    if not names:
        raise InputError(f'{Path(path).name} holds no image in measurement/. Get the whole Sentinel-1 product again.')
    return f'{folder}/{next((name for name in names if "-vv" in name.lower()), names[0])}'


def data_sets(dataset: gdal.Dataset, path: str, quantity: str) -> tuple[gdal.Dataset, ...]:
    """Return the picture of a GRD file and the other polarisation of its product, then what it is made of.

    Power where the annotation is there, else the numbers as they are.
    """
    mine = _POLARISATION.search(Path(path).name)
    if not mine or dataset.RasterCount != 1:
        return (dataset,)
    partner = _partner(dataset, path, mine)
    files = {mine.group(1).lower(): path, **({} if partner is None else {_PAIRS[mine.group(1).lower()]: partner[1]})}
    files = dict(sorted(files.items(), key=lambda item: item[0] in ('vh', 'hv')))
    made = calibrated(dataset, list(files.values()), [name.upper() for name in files], quantity)
    if made is not None:
        return made, dataset
    return (dataset,) if partner is None else (_stacked(dataset, partner[0], mine.group(1).upper()), dataset)


def _partner(dataset: gdal.Dataset, path: str, mine: re.Match) -> tuple[gdal.Dataset, str] | None:
    """Return the other polarisation of a GRD file and its path; None where it is not there, or not whole."""
    folder, other = path.replace('\\', '/').rpartition('/')[0], _PAIRS[mine.group(1).lower()]
    wanted = _COUNTER.sub('', Path(path).name.replace(mine.group(0), f'-{other}'))
    names = [name for name in gdal.ReadDir(folder) or [] if _COUNTER.sub('', name) == wanted]
    if len(names) != 1:
        return None
    try:
        partner = gdal.OpenEx(f'{folder}/{names[0]}', gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError:  # a download that never ended: the file that was asked for is read alone
        return None
    if (partner.RasterXSize, partner.RasterYSize) != (dataset.RasterXSize, dataset.RasterYSize):
        return None
    return partner, f'{folder}/{names[0]}'


def _stacked(dataset: gdal.Dataset, partner: gdal.Dataset, polarisation: str) -> gdal.Dataset:
    pair = stacked((dataset, partner))
    for number, name in enumerate((polarisation, _PAIRS[polarisation.lower()].upper()), 1):
        pair.GetRasterBand(number).SetDescription(name)
    return pair
