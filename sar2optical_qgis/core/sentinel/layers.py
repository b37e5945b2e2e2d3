"""The door to what a user names: a raster of any kind, or a product as it was downloaded.

What a path means is decided here alone, for every task, the preview and QGIS; raster/ below knows of no sensor.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..raster import gcps
from ..raster.band_titles import titles_of
from ..raster.raster import Raster, open_file
from . import grd, safe, variables

_OF_GDAL = re.compile(r'/vsi|(?:NETCDF|HDF[45]\w*|ZARR|SENTINEL[12]\w*):')  # paths in archives, parts of files


def open_layer(path: str, role: str, is_picture: bool = False, quantity: str = 'sigma0') -> Raster:
    """Open a path, arguments as of Raster; InputError where it cannot be read.

    ``quantity``: one of QUANTITIES, to which a Sentinel-1 GRD is calibrated.
    """
    return Raster(path, role, is_picture, partial(_data_sets, quantity=quantity))


def _data_sets(path: str, is_picture: bool, quantity: str) -> tuple[gdal.Dataset, ...]:
    if safe.is_product(path):
        return (safe.stack(path),)
    if variables.is_of_snap(path):
        return variables.bands_in(path)
    path = grd.measurement_of(path) if grd.is_product(path) else path
    (alone,) = open_file(path, is_picture)
    if alone.RasterCount == 0 and alone.GetSubDatasets():
        return variables.bands_of(alone)
    return grd.data_sets(alone, path, quantity) if is_picture and gcps.is_placed_by_points(alone) else (alone,)


def is_product(path: str) -> bool:
    """Whether a path means a whole product, a file of variables or one of them, or a place that GDAL alone knows.

    QGIS opens them as write_vrt() writes them.
    """
    is_whole = safe.is_product(path) or grd.is_product(path)
    return is_whole or bool(_OF_GDAL.match(path)) or variables.holds_bands(path)


def _shown(product: str) -> gdal.Dataset:
    """Return what QGIS shows of a product that is no stack: of Sentinel-1 one band, as it was delivered."""
    if not grd.is_product(product) and variables.holds_bands(product):
        return variables.bands_in(product)[0]
    path = grd.measurement_of(product) if grd.is_product(product) else product
    try:
        return open_file(path, True)[0]
    except RuntimeError as error:
        raise InputError(f'{Path(path).name} cannot be opened ({str(error).splitlines()[0]}).') from error


def write_vrt(product: str, folder: str) -> str:
    """Return the path of a VRT of a product, named like it, in ``folder``; made unless it is there."""
    path = Path(folder, Path(safe.folder_of(product) or product).stem + '.vrt')
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        if safe.is_product(product):
            safe.stack(product, str(path))
        else:
            shown = _shown(product)
            copy = gdal.GetDriverByName('VRT').CreateCopy(str(path), shown)
            for number, title in enumerate(titles_of(shown), 1):  # of what the format alone tells, a copy keeps nothing
                copy.GetRasterBand(number).SetDescription(title)
            copy.FlushCache()
    return str(path)
