"""Files of one band each on one grid, as one raster of several bands.

gdalbuildvrt leaves out what has its rows from south to north, as many a NetCDF and Zarr has, and gives nothing back.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from osgeo import gdal


def stacked(sources: Sequence[gdal.Dataset]) -> gdal.Dataset:
    """Return a VRT of the first band of each of the datasets, which are of one grid and stay open as long as it is."""
    whole = gdal.Translate('', sources[0], format='VRT', bandList=[1])
    for number, source in enumerate(sources[1:], 2):
        whole.AddBand(source.GetRasterBand(1).DataType)
        name = html.escape(source.GetDescription(), quote=False)
        xml = (
            f'<SimpleSource><SourceFilename relativeToVRT="0">{name}</SourceFilename>'
            '<SourceBand>1</SourceBand></SimpleSource>'
        )
        whole.GetRasterBand(number).SetMetadataItem('source_0', xml, 'new_vrt_sources')
    return whole
