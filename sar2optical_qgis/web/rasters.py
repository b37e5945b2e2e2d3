"""Uploaded rasters, opened only as what they may be: GeoTIFF, PNG, JPEG, JPEG 2000, and products of Sentinel.

GDAL opens far more than that: a VRT names other files, some formats name URLs. Here the first bytes, GDAL's choice of
driver, the claimed sizes and what a file says of other files are looked at before the engine sees it.
"""

from __future__ import annotations

import re
from pathlib import Path

from osgeo import gdal

from .limits import Limits

gdal.UseExceptions()
JP2_DRIVERS = ('JP2OpenJPEG', 'JP2KAK', 'JP2ECW', 'JP2MrSID', 'JPEG2000')
READABLE = ('GTiff', 'PNG', 'JPEG', *JP2_DRIVERS)
INTERNAL = ('MEM', 'VRT', 'COG')  # what the engine works with; no upload may be one
SUFFIXES = {'tiff': '.tif', 'png': '.png', 'jpeg': '.jpg', 'jp2': '.jp2', 'zip': '.zip'}
MAGIC = (
    (b'II*\0', 'tiff'), (b'MM\0*', 'tiff'), (b'II+\0', 'tiff'), (b'MM\0+', 'tiff'), (b'\x89PNG\r\n\x1a\n', 'png'),
    (b'\xff\xd8\xff', 'jpeg'), (b'\0\0\0\x0cjP  \r\n\x87\n', 'jp2'), (b'\xff\x4f\xff\x51', 'jp2'), (b'PK\3\4', 'zip'),
)  # fmt: skip
POINTERS = re.compile(r'^\s*(/|[A-Za-z]:\\|\w+://|\\\\)|/vsi|<VRTDataset|<GDAL_WMS', re.IGNORECASE)
KINDS = 'GeoTIFF, PNG, JPEG, JPEG 2000 or the zip of a Sentinel product'


class Refused(Exception):
    """An order or a file that is not taken: one sentence for the client, and the HTTP status that fits."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def kind_of(head: bytes) -> str:
    """Return what the first bytes of a file say that it is: a key of SUFFIXES, or ''."""
    return next((kind for magic, kind in MAGIC if head.startswith(magic)), '')


def shut_out() -> None:
    """Take away every driver of GDAL but those needed here."""
    for name in [gdal.GetDriver(k).ShortName for k in range(gdal.GetDriverCount())]:
        if name not in (*READABLE, *INTERNAL):
            gdal.GetDriverByName(name).Deregister()


def check(path: Path, name: str, limits: Limits) -> gdal.Dataset | None:
    """Return an uploaded raster opened; None for a product, whose files are checked one by one. Raise Refused."""
    if path.is_dir():
        for file in sorted(path.rglob('*')):
            if file.suffix.lower() in ('.jp2', '.tif', '.tiff') and file.is_file():
                _check_file(file, f'{name}, {file.name},', limits)
        return None
    return _check_file(path, name, limits)


def _check_file(path: Path, name: str, limits: Limits) -> gdal.Dataset:
    with path.open('rb') as file:
        kind = kind_of(file.read(32))
    drivers = {'tiff': ('GTiff',), 'png': ('PNG',), 'jpeg': ('JPEG',), 'jp2': JP2_DRIVERS}.get(kind)
    if drivers is None:
        raise Refused(f'{name} is no {KINDS}. Export it as GeoTIFF.', 415)
    dataset = _open(path, name, drivers)
    found = gdal.IdentifyDriver(str(path))
    if found is None or found.ShortName not in drivers:  # one that is two things at once
        raise Refused(f'{name} is more than one kind of file at once. Export it as GeoTIFF.', 415)
    width, height, bands = dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount
    if not bands:
        raise Refused(f'{name} holds no raster bands. Export one as GeoTIFF.', 415)
    if bands > limits.bands:
        raise Refused(f'{name} has {bands} bands; {limits.bands} are taken. Export those that are needed.', 413)
    if width * height > limits.pixels:
        raise Refused(
            f'{name} has {width} x {height} pixels; {limits.pixels // 10**6} million are taken. Cut out a part.', 413
        )
    size = sum(gdal.GetDataTypeSize(dataset.GetRasterBand(k + 1).DataType) // 8 for k in range(bands)) * width * height
    if size > limits.raster_bytes or (size > limits.HARMLESS and size > limits.ratio * path.stat().st_size):
        raise Refused(f'{name} claims far more pixels than the file can hold. Export it again as GeoTIFF.', 413)
    if _points_elsewhere(dataset):
        raise Refused(f'{name} refers to other files or addresses. Export it as a GeoTIFF of its own.', 415)
    return dataset


def _open(path: Path, name: str, drivers: tuple[str, ...]) -> gdal.Dataset:
    flags = gdal.OF_RASTER | gdal.OF_READONLY | gdal.OF_VERBOSE_ERROR
    try:
        return gdal.OpenEx(str(path), flags, allowed_drivers=list(drivers))
    except RuntimeError as error:
        raise Refused(
            f'{name} is damaged or is no raster. Get the file again, or export it as GeoTIFF.', 415
        ) from error


def _points_elsewhere(dataset: gdal.Dataset) -> bool:
    """Whether the metadata name a file or address: GDAL follows some of them, such as OVERVIEW_FILE."""
    objects = [dataset, *(dataset.GetRasterBand(k + 1) for k in range(dataset.RasterCount))]
    for thing in objects:
        for domain in thing.GetMetadataDomainList() or []:
            if domain in ('OVERVIEWS', 'xml:VRT', 'GEOLOCATION', 'new_vrt_sources', 'vrt_sources'):
                return True
        if any(POINTERS.search(str(value)) for value in (thing.GetMetadata('SUBDATASETS') or {}).values()):
            return True
    return False
