"""Sentinel-1 GRD calibrated on the fly: a VRT of sigma nought (or gamma) as linear power, thermal noise taken off.

All of it is done by GDAL as pixels are read: DN x DN x gain - noise, both tables laid over the image bilinearly. Where
DN is 0 there is no data, before and after; where noise was more than the signal, power is the least that is kept.
"""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..raster.raster import NOTE
from .grd_tables import STEP_LINES, STEP_PIXELS, Tables, read_tables
from .product_xml import read_xml, text_of

LEAST = 1e-5  # -50 dB
_ENDING = re.compile(r'(-cog)?\.tiff?$', re.IGNORECASE)
_BAND = re.compile(r'<VRTRasterBand.*</VRTRasterBand>', re.DOTALL)


def annotation_of(measurement: str) -> tuple[str, str, str] | None:
    """Return the paths of a measurement's annotation, calibration and noise; None where they are not there."""
    name, folder = _ENDING.sub('', Path(measurement).name), measurement.replace('\\', '/').rpartition('/')[0]
    product = folder.rpartition('/')[0]
    for place in (f'{product}/annotation', f'{folder}/annotation', folder):
        for below in (f'{place}/calibration', place):
            if gdal.VSIStatL(calibration := f'{below}/calibration-{name}.xml') is not None:
                return f'{place}/{name}.xml', calibration, f'{below}/noise-{name}.xml'
    return None


def calibrated(
    dataset: gdal.Dataset, measurements: list[str], names: list[str], quantity: str = 'sigma0'
) -> gdal.Dataset | None:
    """Return a VRT of power with the placement of ``dataset`` and a NOTE; None where an annotation is missing.

    ``measurements``: a file of digital numbers a polarisation, all of one size; ``names``: their polarisations.
    """
    found = [annotation_of(path) for path in measurements]
    if not all(found):
        return None
    key = hashlib.blake2b('|'.join([*measurements, quantity]).encode(), digest_size=8).hexdigest()
    width, height, bands, denoised = dataset.RasterXSize, dataset.RasterYSize, [], False
    for path, name, (annotation, calibration, noise) in zip(measurements, names, found):
        facts = read_xml(annotation)
        done = facts is not None and text_of(facts, 'thermalNoiseCorrectionPerformed').strip().lower() == 'true'
        denoised = denoised or done or gdal.VSIStatL(noise) is None
        tables = read_tables(read_xml(calibration), read_xml(noise), done, height, width, quantity)
        bands.append(_band(path, name, tables, f'/vsimem/sar2optical/{key}_{name}', width, height))
    placed = gdal.Translate('', dataset, format='VRT', bandList=[1])
    text = _BAND.sub(lambda _: ''.join(bands), placed.GetMetadata('xml:VRT')[0])
    made = gdal.Open(text)
    for number, name in enumerate(names, 1):
        made.GetRasterBand(number).SetDescription(name)
    kind = {'sigma0': 'sigma nought', 'gamma0': 'gamma nought'}[quantity]
    noise_note = 'its noise was off already or is not given' if denoised else 'thermal noise taken off'
    sentence = (
        f'GRD calibrated to {kind} by its own annotation, {noise_note}; on the ellipsoid, so that slopes stay bright.'
    )
    made.SetMetadataItem(NOTE, sentence)
    return made


def _band(path: str, name: str, tables: Tables, base: str, width: int, height: int) -> str:
    """Return the XML of a band of power; what it is made of is written to memory under ``base``."""
    for kind in ('gain', 'noise'):
        _write(f'{base}_{kind}.tif', getattr(tables, kind))
    rows, cols = tables.gain.shape
    laid = (
        f'<SrcRect xOff="0" yOff="0" xSize="{cols}" ySize="{rows}"/>'
        f'<DstRect xOff="0" yOff="0" xSize="{cols * STEP_PIXELS}" ySize="{rows * STEP_LINES}"/>'
    )
    gain, noise = (_source(f'{base}_{kind}.tif', more=laid, how=' resampling="bilinear"') for kind in ('gain', 'noise'))
    numbers, seen = _source(path), _source(path, more='<LUT>0:0,1:1,65535:1</LUT>')
    parts = _derived('mul', numbers + numbers + gain), _derived('mul', seen + noise)
    gdal.FileFromMemBuffer(f'{base}_parts.vrt', _vrt(width, height, *parts).encode())
    power = _derived('diff', _source(f'{base}_parts.vrt', 1) + _source(f'{base}_parts.vrt', 2))
    gdal.FileFromMemBuffer(f'{base}_power.vrt', _vrt(width, height, power).encode())
    clip = f'<LUT>-1e6:{LEAST},-1e-12:{LEAST},0:0,1e-12:{LEAST},{LEAST}:{LEAST},1e9:1e9</LUT>'
    return (
        f'<VRTRasterBand dataType="Float32"><Description>{name}</Description><NoDataValue>0</NoDataValue>'
        f'{_source(f"{base}_power.vrt", more=clip)}</VRTRasterBand>'
    )


def _source(path: str, band: int = 1, more: str = '', how: str = '') -> str:
    kind = 'ComplexSource' if '<LUT>' in more else 'SimpleSource'
    name = html.escape(path, quote=False)
    return (
        f'<{kind}{how}><SourceFilename relativeToVRT="0">{name}</SourceFilename>'
        f'<SourceBand>{band}</SourceBand>{more}</{kind}>'
    )


def _derived(function: str, sources: str) -> str:
    return (
        '<VRTRasterBand dataType="Float32" subClass="VRTDerivedRasterBand">'
        f'<PixelFunctionType>{function}</PixelFunctionType><SourceTransferType>Float32</SourceTransferType>'
        f'{sources}</VRTRasterBand>'
    )


def _vrt(width: int, height: int, *bands: str) -> str:
    return f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}">{"".join(bands)}</VRTDataset>'


def _write(path: str, table: np.ndarray) -> None:
    made = gdal.GetDriverByName('GTiff').Create(path, table.shape[1], table.shape[0], 1, gdal.GDT_Float32)
    made.GetRasterBand(1).WriteArray(table)
    made.FlushCache()
