"""Mosaics (VRT) whose tiles hold their bands in different orders: GDAL puts bands of one number together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..raster.band_titles import titles_of
from ..raster.raster import Raster
from .band_names import polarisation_of, s2_bands_of
from .product_xml import find, text_of

MOST = 24  # tiles that are opened, spread over all of them: each takes its time, of a server most


def require_one_order(raster: Raster) -> None:
    """Raise InputError where tiles, by their own descriptions, put different bands into one band of a mosaic."""
    bands = [tiles for tiles in _tiles_of(raster) if len({path for path, _ in tiles}) > 1]
    paths = sorted({path for tiles in bands for path, _ in tiles})
    names = {path: _names_in(path) for path in paths[:: -(-len(paths) // MOST) or 1]}
    for tiles in bands:
        seen = {}  # what the tiles call it, and the first tile that does
        for path, number in tiles:
            if name := names.get(path, {}).get(number):
                seen.setdefault(name, path)
        if len(seen) > 1:
            called = ' and '.join(f'{name} in {Path(path).name}' for name, path in list(seen.items())[:2])
            raise InputError(
                f'{raster.role} is a mosaic of tiles whose bands are in different orders: one band is {called}. Bring '
                'the tiles to one order first (gdal_translate -b), or say with BANDS what the bands are after all.'
            )


def _tiles_of(raster: Raster) -> Iterator[list[tuple[str, int]]]:
    """Yield path and band number of what each band of a VRT is made of, unless a function makes it of them."""
    if len(raster.sources) < 2:
        return
    folder = Path(raster.dataset.GetDescription()).parent
    tree = gdal.ParseXMLString(raster.dataset.GetMetadata('xml:VRT')[0])
    for band in find(tree, 'VRTRasterBand'):
        if not any(child[:2] == [gdal.CXT_Attribute, 'subClass'] for child in band[2:]):
            tiles = [(text_of(part, 'SourceFilename'), text_of(part, 'SourceBand')) for part in band[2:]]
            # joined to a folder, an absolute path stays as it is
            yield [(str(folder / path), int(number)) for path, number in tiles if path and number.isdecimal()]


def _names_in(path: str) -> dict[int, str]:
    """Return what a file calls its bands, polarisations or bands of Sentinel-2, by number; nothing of a lost file."""
    try:
        titles = titles_of(gdal.OpenEx(path, gdal.OF_RASTER))
    except RuntimeError:
        return {}  # reading says so, where its pixels are wanted
    names = [polarisation_of(title) for title in titles]
    names = names if any(names) else s2_bands_of(titles, Path(path).name)
    return {number: name for number, name in enumerate(names, 1) if name}
