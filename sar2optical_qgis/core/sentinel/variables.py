"""Files that hold each band as a variable of its own (NetCDF of openEO, HDF5, Zarr), or beside them, as one raster.

SNAP writes its BEAM-DIMAP as a header *.dim, which GDAL does not read, and an ENVI file of each band in *.data.
"""

from __future__ import annotations

import re
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..raster.band_titles import TIME_AXIS
from ..raster.raster import Raster
from ..raster.stacked import stacked
from .band_names import are_only_counted, polarisation_of, s2_band_of

_OF_ZARR = re.compile(r'ZARR:"(.+)":(/.+)')
_AXIS = 'NETCDF_DIM_'  # metadata items of a band: its place along each axis of its variable
SUFFIXES = ('.nc', '.h5', '.hdf5', '.hdf', '.zarr')
_BAND_OF_SNAP = re.compile(r'B\d{1,2}A?')  # beside it lie view_zenith_B2 and quality_flags


def holds_bands(path: str) -> bool:
    """Whether a path is a file of several variables, some of which are bands."""
    if is_of_snap(path):
        return True
    if not path.lower().rstrip('/').endswith(SUFFIXES):
        return False
    try:
        container = gdal.OpenEx(path, gdal.OF_RASTER)
        return container.RasterCount == 0 and bool(_bands_of(container))
    except RuntimeError:
        return False


def is_of_snap(path: str) -> bool:
    """Whether a path is the header of a BEAM-DIMAP with bands beside it."""
    return path.lower().endswith('.dim') and bool(_bands_of_snap(path))


def bands_in(path: str) -> tuple[gdal.Dataset, ...]:
    """Return what stack() makes of a path for which holds_bands() is true."""
    return stack(_bands_of_snap(path)) if is_of_snap(path) else bands_of(gdal.OpenEx(path, gdal.OF_RASTER))


def bands_of(container: gdal.Dataset) -> tuple[gdal.Dataset, ...]:
    """Return what stack() makes of the variables that are bands; the container alone where none is."""
    bands = _bands_of(container)
    return stack(bands) if bands else (container,)


def stack(bands: list[tuple[str, str]]) -> tuple[gdal.Dataset, ...]:
    """Return a VRT of bands, given by name and path, then what it is made of.

    InputError where one of them holds several dates.
    """
    sources = [_opened(name, path) for name, path in bands]
    if most := max(source.RasterCount for source in sources) - 1:
        raise _several(most + 1, bands[0][0])
    grids = {(s.RasterXSize, s.RasterYSize, s.GetGeoTransform()) for s in sources}
    if len(grids) > 1:
        raise InputError('The file holds bands on several grids. Resample them to one first (Raster > Projections).')
    whole = stacked(sources)
    for number, ((name, _), source) in enumerate(zip(bands, sources), 1):
        band, own = whole.GetRasterBand(number), source.GetRasterBand(1)
        band.SetDescription(name)
        if own.GetScale() is not None:
            band.SetScale(own.GetScale())
            band.SetOffset(own.GetOffset() or 0.0)
        if own.GetNoDataValue() is not None:
            band.SetNoDataValue(own.GetNoDataValue())
    return (whole, *sources)


def _opened(name: str, path: str) -> gdal.Dataset:
    """Return a variable; of Zarr, GDAL asks for the index in each further dimension, such as one of a single date."""
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER)
    except RuntimeError as error:
        match = _OF_ZARR.fullmatch(path)
        if not match:
            raise InputError(f'{name} cannot be opened ({str(error).splitlines()[0]}). Get the file again.') from error
        root = gdal.OpenEx(match.group(1), gdal.OF_MULTIDIM_RASTER).GetRootGroup()
        further = [axis.GetSize() for axis in root.OpenMDArrayFromFullname(match.group(2)).GetDimensions()[:-2]]
        if any(size > 1 for size in further):
            raise _several(max(further), name) from error
        return gdal.OpenEx(path + ':0' * len(further), gdal.OF_RASTER)


def _several(count: int, name: str) -> InputError:
    return InputError(
        f'The file holds {count} dates or levels of {name}. Cut one of them out first '
        '(gdal_translate -b 1 of each variable, then gdal_merge -separate).'
    )


def require_one_date(raster: Raster) -> None:
    """Raise InputError where the bands of one variable are dates, as GDAL tells of NetCDF: no bands of one picture."""
    bands = [raster.dataset.GetRasterBand(k + 1).GetMetadata() for k in range(raster.dataset.RasterCount)]
    for item in (key for key in bands[0] if key.startswith(_AXIS) and TIME_AXIS.fullmatch(key[len(_AXIS) :])):
        dates = {band.get(item) for band in bands}
        if len(dates) > 1:
            raise InputError(
                f'{raster.role} holds {len(dates)} dates of {bands[0].get("NETCDF_VARNAME", "its bands")}. Cut one of '
                'them out first (gdal_translate -b 1), or name its bands with BANDS.'
            )


def _bands_of(container: gdal.Dataset) -> list[tuple[str, str]]:
    """Return name and path of the variables that are bands by their names, or of all where these only count."""
    found = [(re.split(r'[:/]', path)[-1].strip('"'), path) for path, _ in container.GetSubDatasets()]
    bands = [(name, path) for name, path in found if polarisation_of(name) or s2_band_of(name)]
    return found if not bands and are_only_counted(tuple(name for name, _ in found)) else bands


def _bands_of_snap(path: str) -> list[tuple[str, str]]:
    """Return name and path of the bands beside the header of a BEAM-DIMAP."""
    files = sorted(Path(path).with_suffix('.data').glob('*.img'))
    return [(f.stem, str(f)) for f in files if polarisation_of(f.stem) or _BAND_OF_SNAP.fullmatch(f.stem)]
