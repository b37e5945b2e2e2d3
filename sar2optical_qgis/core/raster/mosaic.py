"""Several outputs as one: a VRT that refers to them, or a Cloud Optimized GeoTIFF that holds them."""

from __future__ import annotations

import os
from pathlib import Path

from osgeo import gdal

from ..errors import InputError, OutputError
from ..machine.cores import compressing
from .grid import Grid

gdal.UseExceptions()


def write_mosaic(target: Path, paths: list[str]) -> str:
    """Write ``target`` (.vrt, or .tif as COG) over rasters of one CRS; return its path. Later ones lie on top."""
    crs = {Grid.of(gdal.Open(path), Path(path).name).crs for path in paths}
    if len(crs) > 1:
        raise InputError(
            'The outputs lie in several coordinate systems, so there is no mosaic of them. Make one for each UTM zone.'
        )
    if target.suffix.lower() not in ('.vrt', '.tif'):
        raise OutputError(f'"{target.name}" is no name for a mosaic. Let it end in .vrt or .tif.')
    partial = target.with_name(f'.{target.stem}.{os.getpid()}.partial{target.suffix}')
    try:
        if target.suffix.lower() == '.vrt':
            gdal.BuildVRT(str(partial), paths).FlushCache()
        else:
            options = ['COMPRESS=DEFLATE', 'BIGTIFF=IF_SAFER', f'NUM_THREADS={compressing()}']
            whole = gdal.BuildVRT('', paths)
            gdal.Translate(str(partial), whole, format='COG', creationOptions=options).FlushCache()
        os.replace(partial, target)
    except (RuntimeError, OSError) as error:
        partial.unlink(missing_ok=True)
        raise OutputError(f'{target.name} cannot be written ({error}). Choose another place.') from error
    return str(target)
