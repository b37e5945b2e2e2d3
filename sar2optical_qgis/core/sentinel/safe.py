"""Sentinel-2 products as they are downloaded: a .SAFE folder, its metadata file, or the zip around it.

Their bands are JPEG 2000 files told by name. They are stacked here without GDAL's SENTINEL2 driver, whose subdatasets
hold the bands of one pixel size each, and which trips over products that were not unpacked whole.
"""

from __future__ import annotations

import re
from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..names import S2_BANDS
from ..raster.codecs import reads_jpeg_2000
from .product_xml import read_xml, text_of

_FOLDER = re.compile(r'^(?:SENTINEL2_L\w+:)?(.*?(?<![/\\]manifest)\.SAFE)(?=[/\\:]|$)', re.IGNORECASE)
_WHOLE = re.compile(r'\.SAFE([/\\](MTD_MSIL\w+\.xml|manifest\.safe)?)?$', re.IGNORECASE)
_METADATA = re.compile(r'MTD_MSIL\w+\.xml|manifest\.safe', re.IGNORECASE)
_PRODUCT = re.compile(r'S[12][A-D]_\w+_\d{8}T\d{6}_\w+')  # what the folder is called
_BASELINE = re.compile(r'_N(\d\d)(\d\d)_')
NODATA = 0  # of digital numbers of either level


def folder_of(path: str) -> str:
    """Return GDAL's path of the .SAFE folder that a path is, lies in, or (a zip) holds; '' where there is none."""
    found = _FOLDER.match(path)
    if found:
        return found.group(1)
    if not path.lower().endswith('.zip') or not Path(path).is_file():
        return _without_ending(path)
    inside = f'/vsizip/{path}'
    every = gdal.ReadDir(inside) or []
    names = [name for name in every if name.rstrip('/').upper().endswith('.SAFE') and not _METADATA.fullmatch(name)]
    if not names and _is_inside(every):  # packed without its folder
        return inside
    return f'{inside}/{names[0].rstrip("/")}' if len(names) == 1 else ''


def _without_ending(path: str) -> str:
    """Return the folder of a product that lost its ending .SAFE, of itself or of its metadata; '' where it is none."""
    folder, _, name = path.rpartition('/') if _METADATA.search(path) else (path.rstrip('/'), '', '')
    if (name and not _METADATA.fullmatch(name)) or not _PRODUCT.fullmatch(Path(folder).name):
        return ''
    return folder if _is_inside(gdal.ReadDir(folder) or []) else ''


def _is_inside(names: list[str]) -> bool:
    """Whether names are those of what a product holds: its metadata, or the images of Sentinel-1."""
    return any(_METADATA.fullmatch(name) or name.rstrip('/') == 'measurement' for name in names)


def is_whole(path: str) -> bool:
    """Whether a path means a whole product, of either satellite, rather than one of its files or subdatasets."""
    return path.lower().endswith('.zip') or bool(_WHOLE.search(path) or _without_ending(path))


def is_product(path: str) -> bool:
    """Whether a path means a whole Sentinel-2 product, rather than one of its files or subdatasets."""
    if path.upper().startswith('SENTINEL2_') or not is_whole(path):
        return False
    folder = folder_of(path)
    return bool(folder) and not Path(folder).name.upper().startswith('S1')  # GDAL opens those of Sentinel-1 itself


def facts_of(folder: str) -> dict[str, str]:
    """Return BOA_ADD_OFFSET and PROCESSING_BASELINE as the product's own XML tells them; none where it has none.

    The offset of Level-1C, RADIO_ADD_OFFSET, has the same name here. Bands that differ do not exist.
    """
    names = sorted(name for name in gdal.ReadDir(folder) or [] if re.fullmatch(r'MTD_MSIL\w+\.xml', name))
    try:
        tree = read_xml(f'{folder}/{names[0]}') if names else None
    except InputError:  # a download that never ended; its bands may be whole
        tree = None
    if tree is None:
        return {}
    offset = text_of(tree, 'BOA_ADD_OFFSET') or text_of(tree, 'RADIO_ADD_OFFSET')
    baseline = text_of(tree, 'PROCESSING_BASELINE')
    found = {'BOA_ADD_OFFSET': offset or ('0' if baseline else ''), 'PROCESSING_BASELINE': baseline}
    return {name: value for name, value in found.items() if value}


def band_files(folder: str) -> dict[str, str]:
    """Return {band: path} of the 10 m and 20 m bands of a .SAFE folder, each at its finest, in the order of S2_BANDS.

    InputError where some are missing, or where there are two of one.
    """
    names = [name.replace('\\', '/') for name in gdal.ReadDirRecursive(folder) or []]
    found: dict[str, str] = {}
    for band in S2_BANDS:
        for ending in (rf'/R10m/[^/]*_{band}_10m', rf'/R20m/[^/]*_{band}_20m', rf'/IMG_DATA/[^/]*_{band}'):
            files = [name for name in names if re.search(rf'{ending}\.(jp2|tif)$', name)]  # some archives rewrite them
            if len(files) > 1:
                raise InputError(f'{Path(folder).name} holds {band} of several tiles. Choose the files of one tile.')
            if files:
                found[band] = f'{folder}/{files[0]}'
                break
    if missing := [band for band in S2_BANDS if band not in found]:
        raise InputError(
            f'{Path(folder).name} holds no image of {", ".join(missing)}. Get the whole Sentinel-2 product again, or '
            'give its bands as one raster.'
        )
    return found


def stack(path: str, target: str = '') -> gdal.Dataset:
    """Return the ten bands of a product on its 10 m pixels as a VRT; InputError where it cannot be read.

    Each 20 m pixel is repeated, not smoothed: what is kept stays what was measured. ``target``: a path for the VRT.
    """
    folder = folder_of(path)
    files = band_files(folder)
    if any(file.endswith('.jp2') for file in files.values()) and not reads_jpeg_2000():
        raise InputError(
            f'{Path(path).name} is made of JPEG 2000, which this GDAL cannot read. Give its bands as GeoTIFF, or use a '
            'QGIS whose GDAL has a driver for it.'
        )
    try:
        made = gdal.BuildVRT(
            target, list(files.values()), separate=True, resolution='highest', resampleAlg='nearest',
            srcNodata=NODATA, VRTNodata=NODATA,
        )  # fmt: skip
    except RuntimeError as error:
        reason = str(error).splitlines()[0] if str(error) else 'unknown reason'
        raise InputError(f'{Path(folder).name} cannot be read ({reason}). Get the product again.') from error
    for number, band in enumerate(files, 1):
        made.GetRasterBand(number).SetDescription(band)
    baseline = _BASELINE.search(Path(folder).name)
    facts = facts_of(folder) or ({'PROCESSING_BASELINE': '.'.join(baseline.groups())} if baseline else {})
    for name, value in facts.items():  # they tell whether the values carry the offset of -1000
        made.SetMetadataItem(name, value)
    made.FlushCache()
    return made
