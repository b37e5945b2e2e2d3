"""Sentinel-1 GRD as delivered: one file a polarisation, two of them one picture."""

from __future__ import annotations

import html
import re
from pathlib import Path

from osgeo import gdal

_POLARISATION = re.compile(r'-(vv|vh)-(?=\d{8}t)')  # s1a-iw-grd-vv-20240725t055012-20240725t055037-054920-06b0a5-001
_COUNTER = re.compile(r'-\d{3}(?=-cog\.|\.)')


def with_partner(dataset: gdal.Dataset, path: str) -> gdal.Dataset:
    """Return the GRD raster with the other polarisation as second band, where the product's file lies beside it."""
    mine = _POLARISATION.search(Path(path).name)
    if not mine or dataset.RasterCount != 1:
        return dataset
    folder, polarisations = str(Path(path).parent), (mine.group(1), 'vh' if mine.group(1) == 'vv' else 'vv')
    other = _COUNTER.sub('', Path(path).name.replace(mine.group(0), f'-{polarisations[1]}-'))
    names = [name for name in gdal.ReadDir(folder) or [] if _COUNTER.sub('', name) == other]
    if len(names) != 1:
        return dataset
    try:
        partner = gdal.OpenEx(f'{folder}/{names[0]}', gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError:  # a download that never ended: the file that was asked for is read alone
        return dataset
    size = dataset.RasterXSize, dataset.RasterYSize
    if (partner.RasterXSize, partner.RasterYSize) != size:
        return dataset
    pair = gdal.Translate('', dataset, format='VRT')
    pair.AddBand(partner.GetRasterBand(1).DataType)
    name = html.escape(partner.GetDescription(), quote=False)
    source = (
        f'<SimpleSource><SourceFilename relativeToVRT="0">{name}</SourceFilename>'
        '<SourceBand>1</SourceBand></SimpleSource>'
    )
    pair.GetRasterBand(2).SetMetadataItem('source_0', source, 'new_vrt_sources')
    for number, polarisation in enumerate(polarisations, 1):
        pair.GetRasterBand(number).SetDescription(polarisation.upper())
    return pair
