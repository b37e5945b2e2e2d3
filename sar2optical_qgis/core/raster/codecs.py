"""Codecs: what this GDAL can write into a GeoTIFF, what it can read, and what to do where one is missing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from osgeo import gdal

COMPRESSIONS = ('deflate', 'zstd', 'none')
JPEG_2000 = ('JP2OpenJPEG', 'JP2KAK', 'JP2ECW', 'JP2MrSID', 'JPEG2000')  # drivers, any of which reads it
_MISSING = re.compile(r'missing codec (?:of code )?(\w+)')


@lru_cache(maxsize=1)
def _in_tiff() -> frozenset[str]:
    """Return GDAL's names of the codecs that GeoTIFF has here."""
    options = gdal.GetDriverByName('GTiff').GetMetadataItem('DMD_CREATIONOPTIONLIST') or ''
    listed = re.search(r"<Option name='COMPRESS'.*?</Option>", options, re.DOTALL)
    return frozenset(re.findall(r'<Value>(\w+)</Value>', listed.group(0))) if listed else frozenset()


def writable() -> tuple[str, ...]:
    """Return those of COMPRESSIONS that this GDAL can write."""
    return tuple(name for name in COMPRESSIONS if name == 'none' or name.upper() in _in_tiff())


def creation_options(compression: str, predictor: int, threads: str) -> list[str]:
    """Return GDAL's options for a GeoTIFF. ``predictor``: 1 none, 2 of integers, 3 of floats."""
    if compression == 'none':
        return ['COMPRESS=NONE']
    options = [f'COMPRESS={compression.upper()}', f'PREDICTOR={predictor}', f'NUM_THREADS={threads}']
    if compression == 'zstd':
        return [*options, 'ZSTD_LEVEL=1']  # higher ones are slower, and hardly smaller
    return [*options, f'ZLEVEL={1 if predictor > 1 else 4}']  # behind a predictor 4 is slower, and no smaller


def reads_jpeg_2000() -> bool:
    """Whether a driver here reads JPEG 2000, which Sentinel-2 products are made of."""
    return any(gdal.GetDriverByName(name) for name in JPEG_2000)


def report() -> str:
    """Return which of the codecs that satellite images come in can be read here."""
    found = {name: name in _in_tiff() for name in ('DEFLATE', 'ZSTD', 'LERC')}
    found['JPEG 2000'] = reads_jpeg_2000()
    return ', '.join(f'{name} {"yes" if is_there else "no"}' for name, is_there in found.items())


def missing_for(path: str, reason: str = '') -> str:
    """Return a sentence where a file cannot be opened for want of a codec, else ''; ``reason``: GDAL's words if known.

    The sentence names codec, file and remedy.
    """
    if not reason:
        try:
            gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR)
        except (RuntimeError, ValueError, UnicodeError) as error:
            reason = str(error)
    told, name = _MISSING.search(reason), Path(path).name
    codec = told.group(1) if told else ''
    if not codec and Path(path).suffix.lower() in ('.jp2', '.j2k') and not reads_jpeg_2000():
        codec = 'JPEG 2000'
    if not codec:
        return ''
    codec = f'number {codec}' if codec.isdigit() else codec
    return (
        f'{name} is compressed with the codec {codec}, which this GDAL cannot read. Save it with another one where it '
        'can be opened (gdal_translate -co COMPRESS=DEFLATE), or use a QGIS whose GDAL has the codec.'
    )
