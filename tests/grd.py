"""A Sentinel-1 GRD product as it is delivered, small: measurement, annotation, calibration and noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, osr

ROWS, COLS = 256, 512
NAME = 'S1A_IW_GRDH_1SDV_20240725T055012_20240725T055037_054920_06B0A5_1111.SAFE'
SEAM = 256  # first pixel of the second sub-swath
PIXELS = f'0 128 {SEAM - 1} {SEAM} {COLS - 1}'


def calibration_xml() -> str:
    """A of 400 to 500 across, 10 more at the last line."""
    vectors = ''.join(
        f'<calibrationVector><line>{line}</line><pixel>0 {COLS - 1}</pixel><sigmaNought>{400 + more} {500 + more}'
        f'</sigmaNought><gamma>{380 + more} {480 + more}</gamma></calibrationVector>'
        for line, more in ((0, 0), (ROWS - 1, 10))
    )
    return f'<calibration><calibrationVectorList>{vectors}</calibrationVectorList></calibration>'


def noise_xml(is_old: bool = False) -> str:
    """800 in the first sub-swath and 600 in the second, the latter twice as much along azimuth from IPF 2.9 on."""
    vector, lut = ('noiseVector', 'noiseLut') if is_old else ('noiseRangeVector', 'noiseRangeLut')
    vectors = ''.join(
        f'<{vector}><line>{line}</line><pixel>{PIXELS}</pixel><{lut}>800 800 800 600 600</{lut}></{vector}>'
        for line in (0, ROWS // 2)  # ends before the image does
    )
    block = (
        f'<noiseAzimuthVector><firstAzimuthLine>0</firstAzimuthLine><firstRangeSample>{SEAM}</firstRangeSample>'
        f'<lastAzimuthLine>{ROWS - 1}</lastAzimuthLine><lastRangeSample>{COLS - 1}</lastRangeSample>'
        '<line>0</line><noiseAzimuthLut>2.0</noiseAzimuthLut></noiseAzimuthVector>'
    )
    return f'<noise>{vectors}{"" if is_old else block}</noise>'


def numbers(seed: int) -> np.ndarray:
    digital = np.random.default_rng(seed).integers(60, 300, (ROWS, COLS)).astype(np.uint16)
    digital[:, :20], digital[100:120, 100:140] = 0, 3  # outside the swath; less signal than noise
    return digital


def write_grd_safe(parent: Path) -> Path:
    """Write the product into a folder; return its own."""
    folder = parent / NAME
    (folder / 'annotation' / 'calibration').mkdir(parents=True)
    (folder / 'measurement').mkdir()
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    points = [
        gdal.GCP(4.0 + 1.4e-4 * x, 50.5 - 0.9e-4 * y, 0, float(x), float(y))
        for x in np.linspace(0, COLS, 5) for y in np.linspace(0, ROWS, 5)
    ]  # fmt: skip
    for number, polarisation in enumerate(('vv', 'vh'), 1):
        stem = f's1a-iw-grd-{polarisation}-20240725t055012-20240725t055037-054920-06b0a5-00{number}'
        made = gdal.GetDriverByName('GTiff').Create(
            str(folder / 'measurement' / f'{stem}.tiff'), COLS, ROWS, 1, gdal.GDT_UInt16
        )
        made.SetGCPs(points, degrees.ExportToWkt())
        made.GetRasterBand(1).WriteArray(numbers(number))
        made = None
        facts = '<thermalNoiseCorrectionPerformed>false</thermalNoiseCorrectionPerformed>'
        (folder / 'annotation' / f'{stem}.xml').write_text(f'<product>{facts}</product>')
        (folder / 'annotation' / 'calibration' / f'calibration-{stem}.xml').write_text(calibration_xml())
        (folder / 'annotation' / 'calibration' / f'noise-{stem}.xml').write_text(noise_xml())
    return folder
