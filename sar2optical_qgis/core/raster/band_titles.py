"""What a file calls its bands: descriptions, names in metadata or along an axis, its colours, or the files of a VRT."""

from __future__ import annotations

import os
import re
from pathlib import Path

from osgeo import gdal

# metadata items of a band that name it where it has no description
NAMES = 'POLARISATION', 'NETCDF_DIM_wavelength', 'NETCDF_VARNAME', 'BANDNAME', 'long_name', 'wavelength'
TIME_AXIS = re.compile(r't|times?|dates?|valid_time', re.IGNORECASE)  # names of one, along which bands are no bands
_STRINGS = '12'  # the type of an axis of strings, as NetCDF numbers types
COLOURS = ('Red', 'Green', 'Blue')
SPECTRAL = (*COLOURS, 'NIR')  # as GDAL calls what a band is shown as; NIR since 3.10


def titles_of(dataset: gdal.Dataset) -> tuple[str, ...]:
    """Return what each band is called, '' where nothing tells it."""
    bands = [dataset.GetRasterBand(k + 1) for k in range(dataset.RasterCount)]
    along = _along_axis(dataset) or ('',) * len(bands)
    found = tuple(
        next(filter(None, (band.GetDescription(), name, *map(band.GetMetadataItem, NAMES))), '').strip()
        for band, name in zip(bands, along)
    )
    return found if any(found) else _by_colours(bands) or _by_files(sources_of(dataset), found)


def sources_of(dataset: gdal.Dataset) -> tuple[str, ...]:
    """Return the files that a VRT is made of, in the order of its bands; of any other raster none."""
    is_vrt = dataset.GetDriver() is not None and dataset.GetDriver().ShortName == 'VRT'
    own = dataset.GetDescription()
    return tuple(file for file in dataset.GetFileList() or () if not file.startswith(own)) if is_vrt else ()


def _along_axis(dataset: gdal.Dataset) -> tuple[str, ...]:
    """Return the strings of an axis along which the bands of one variable of NetCDF lie: B02, B03 ... of xarray.

    GDAL tells each band its place on such an axis where it is a number alone. Copies in other formats keep the list,
    though their bands may be others. Dates name no band.
    """
    if dataset.GetDriver() is None or dataset.GetDriver().ShortName != 'netCDF':
        return ()
    for axis in (dataset.GetMetadataItem('NETCDF_DIM_EXTRA') or '').strip('{}').split(','):
        kind, names = ((dataset.GetMetadataItem(f'NETCDF_DIM_{axis}_{item}') or '').strip('{}').split(',')
                       for item in ('DEF', 'VALUES'))  # fmt: skip
        if kind[-1] == _STRINGS and len(names) == dataset.RasterCount and not TIME_AXIS.fullmatch(axis):
            return tuple(names)
    return ()


def _by_colours(bands: list[gdal.Band]) -> tuple[str, ...]:
    """Return the colours that bands are declared as, in an order that somebody chose; () in the usual one.

    Drivers call any three bands of bytes red, green and blue; blue, green and red they are by intent alone.
    """
    shown = tuple(gdal.GetColorInterpretationName(band.GetColorInterpretation()) for band in bands)
    if sorted(filter(COLOURS.__contains__, shown)) != sorted(COLOURS) or shown[: len(COLOURS)] == COLOURS:
        return ()
    return tuple(colour if colour in SPECTRAL else '' for colour in shown)


def _by_files(files: tuple[str, ...], found: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the files of bands have different in their names: 'B02_10m' of T31UFS_20240725T102031_B02_10m."""
    stems = [Path(file).stem for file in files]
    if len(stems) < 2 or len(stems) != len(found) or len(set(stems)) != len(stems):
        return found
    before, after = (os.path.commonprefix([stem[::step] for stem in stems]) for step in (1, -1))  # noqa: RUF071 names
    start = len(re.match(r'(?:.*[_. -])?', before).group())
    end = len(re.match(r'(?:.*[_. -])?', after).group())
    return tuple(stem[start : len(stem) - end] or stem for stem in stems)
