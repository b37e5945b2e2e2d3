"""A table of odd files as people have them: what each is, how it is made of a plain one, and what must come out.

The place is one for all: ten bands of fields under one cloud, their radar, a mask, land cover. Rows hold functions of
the plain arrays, so that every algorithm that reads such files is tried on all of them by the tests beside this file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from osgeo import gdal

from tests.core.conftest import TEN
from tests.makers import write_raster

SIZE = 96
OUTSIDE = np.add.outer(np.arange(SIZE), np.arange(SIZE)) < 50  # the swath
HOLE = np.zeros((SIZE, SIZE), bool)
HOLE[68:92, 4:30] = True
CODES = {'uint8': gdal.GDT_Byte, 'uint16': gdal.GDT_UInt16, 'int16': gdal.GDT_Int16, 'int32': gdal.GDT_Int32}


@dataclass(frozen=True)
class Odd:
    """A file: its values made of the plain ones, what else is in it, and where it has no data."""

    make: Callable[[np.ndarray], np.ndarray]
    names: tuple[str, ...] | None = None  # of the bands; None = the plain ones
    nodata: float | None = None
    scaling: tuple[float, float] | None = None  # as GDAL declares it
    empty: np.ndarray | None = None  # pixels that are no data
    bands: tuple[int, ...] = tuple(range(len(TEN)))  # the plain ones that it holds, from 0
    divide: float = 1e4  # numbers of the result / divide + add are reflectance
    add: float = 0.0
    file: str = 'odd'  # what it is called
    told: str = ''  # part of a sentence of the log
    said: dict = field(default_factory=dict)  # metadata


def write(folder, row: Odd, plain: np.ndarray, names: tuple[str, ...]) -> str:
    """Write a row's file; return its path."""
    values = row.make(plain)
    names = names[: len(values)] if row.names is None else row.names
    path = folder / f'{row.file}.tif'
    if str(values.dtype) in CODES:
        made = gdal.GetDriverByName('GTiff').Create(
            str(path), SIZE, SIZE, len(values), CODES[str(values.dtype)]
        )  # makers.write_raster knows no signed integers
        plainest = gdal.Open(write_raster(folder / 'grid.tif', np.zeros((1, SIZE, SIZE), np.uint8)))
        made.SetProjection(plainest.GetProjection())
        made.SetGeoTransform(plainest.GetGeoTransform())
        for number, plane in enumerate(values, 1):
            made.GetRasterBand(number).WriteArray(plane)
            made.GetRasterBand(number).SetDescription(names[number - 1] if names else '')
            if row.nodata is not None:
                made.GetRasterBand(number).SetNoDataValue(row.nodata)
    else:
        made = gdal.Open(write_raster(path, values, names, nodata=row.nodata), gdal.GA_Update)
    for number in range(1, len(values) + 1 if row.scaling else 1):
        made.GetRasterBand(number).SetScale(row.scaling[0])
        made.GetRasterBand(number).SetOffset(row.scaling[1])
    made.SetMetadata(row.said)
    made = None
    return str(path)


def filled(number: float, kind: type = np.float32, where: np.ndarray = OUTSIDE, more: float = 0.0, by: float = 1.0):
    """Return what makes (values + more) x by of a type, with a number where nothing was measured."""

    def make(values: np.ndarray) -> np.ndarray:
        made = (values.astype(np.float64) + more) * by
        made = made.astype(kind) if kind is np.float32 else np.rint(made).astype(kind)
        made[:, where] = number
        return made

    return make


def one_pixel(number: float):
    """Return what puts a mad number into one pixel."""

    def make(values: np.ndarray) -> np.ndarray:
        made = values.astype(np.float32)
        made[:, 3, 90] = number
        return made

    return make


def power(db: np.ndarray) -> np.ndarray:
    return (10.0 ** (db / 10.0)).astype(np.float32)


def amplitude(db: np.ndarray) -> np.ndarray:
    return (10.0 ** (db / 20.0)).astype(np.float32)


def stretched(db: np.ndarray) -> np.ndarray:
    return np.rint(((db + 20) * 20).clip(0, 255)).astype(np.float32)


PLAIN = Odd(lambda values: values, nodata=0)
MAD = np.zeros((SIZE, SIZE), bool)
MAD[3, 90] = True
OF_LANDSAT = (0, 0, 1, 2, 7, 8, 9)  # blue stands for coastal aerosol
STAC = ('blue', 'green', 'red', 'rededge1', 'rededge2', 'rededge3', 'nir', 'nir08', 'swir16', 'swir22')
WAVES = ('490', '560', '665', '705', '740', '783', '842', '865', '1610', '2190')
OPTICAL = {
    'digital numbers with the offset': Odd(lambda a: a + 1000, add=-0.1),
    'reflectance as float': Odd(lambda a: a / np.float32(1e4), divide=1.0),
    'digital numbers as float': Odd(lambda a: a.astype(np.float32)),
    'offset in floats': Odd(lambda a: (a + np.float32(1000)) / np.float32(1e4), divide=1.0, add=-0.1),
    'per cent as float': Odd(lambda a: a / np.float32(100), divide=100.0, told='per cent'),
    'a picture of 0 to 255 as float': Odd(lambda a: np.minimum(a / np.float32(15.6863), 255), divide=637.5, told='255'),
    'a picture of 0 to 255 as integers': Odd(
        lambda a: np.minimum(np.rint(a / 15.6863), 255).astype(np.uint16), divide=637.5, told='255'),
    'reflectance x 2.5': Odd(lambda a: a * np.float32(2.5e-4), divide=2.5, told='x 2.5'),
    'reflectance x 65535': Odd(lambda a: (a * 6.5535).astype(np.uint16), divide=65535.0, told='x 65535'),
    'reflectance x 1000000': Odd(lambda a: a.astype(np.int32) * 100, divide=1e6, told='x 1000000'),
    'reflectance x 1000': Odd(lambda a: np.rint(a / 10).astype(np.uint16), divide=1e3, told='x 1000'),
    'scale and offset declared': Odd(lambda a: a + 1000, scaling=(1e-4, -0.1), add=-0.1, told='by scale and offset'),
    'scale declared, offset not': Odd(lambda a: a + 1000, scaling=(1e-4, 0.0), add=-0.1),
    'Landsat Collection 2': Odd(
        lambda a: ((a / 1e4 + 0.2) / 2.75e-5)[list(OF_LANDSAT)].astype(np.uint16),
        tuple(f'SR_B{k}' for k in range(1, 8)), bands=OF_LANDSAT, divide=1 / 2.75e-5, add=-0.2, told='Landsat'),
    'Landsat in a stack of Earth Engine': Odd(
        lambda a: ((a / 1e4 + 0.2) / 2.75e-5)[list(OF_LANDSAT)].astype(np.uint16),
        tuple(f'0_SR_B{k}_p50' for k in range(1, 8)), bands=OF_LANDSAT, divide=1 / 2.75e-5, add=-0.2,
        told='Landsat Collection 2, by names'),
    'medians of Landsat, as floats': Odd(
        lambda a: ((a / 1e4 + 0.2) / 2.75e-5)[list(OF_LANDSAT)].astype(np.float32),
        tuple(f'SR_B{k}_median' for k in range(1, 8)), bands=OF_LANDSAT, divide=1 / 2.75e-5, add=-0.2,
        told='Landsat Collection 2, by names'),
    'Landsat without its names': Odd(
        lambda a: ((a / 1e4 + 0.2) / 2.75e-5)[list(OF_LANDSAT)].astype(np.uint16),
        ('coastal', 'blue', 'green', 'red', 'nir08', 'swir16', 'swir22'), bands=OF_LANDSAT,
        divide=1 / 2.75e-5, add=-0.2, told='Landsat Collection 2, by its numbers'),
    'Landsat at the top of the atmosphere': Odd(
        lambda a: ((a / 1e4 + 0.1) / 2e-5)[list(OF_LANDSAT)].astype(np.uint16), tuple(f'B{k}' for k in range(1, 8)),
        bands=OF_LANDSAT, divide=1 / 2e-5, add=-0.1, told='top of the', file='LC08_L1TP_199025_20240725_02_T1'),
    'HLS by its name': Odd(lambda a: a.astype(np.int16), nodata=-9999, file='HLS.S30.T31UFS.2024207T104031.v2.0'),
    'baseline 05.10 by its name': Odd(
        lambda a: a + 1000, add=-0.1, file='S2A_MSIL2A_20240725T102031_N0510_R065_T31UFS_20240725T140000'),
    'baseline in the metadata': Odd(lambda a: a + 1000, add=-0.1, said={'PROCESSING_BASELINE': '05.10'}),
    '0, nodata 65535': Odd(filled(0, np.uint16), nodata=65535, empty=OUTSIDE),
    '0, nodata NaN': Odd(filled(0), nodata=float('nan'), empty=OUTSIDE),
    '0 of swath, offset elsewhere': Odd(filled(0, np.uint16, more=1000), add=-0.1, empty=OUTSIDE),
    '65535': Odd(filled(65535, np.uint16), empty=OUTSIDE, told='65535'),
    '-9999': Odd(filled(-9999), empty=OUTSIDE, told='-9999'),
    '-10000 of MAJA': Odd(filled(-10000, np.int16), empty=OUTSIDE, told='-10000'),
    '-28672 of MODIS': Odd(filled(-28672, np.int16, more=1000), add=-0.1, empty=OUTSIDE, told='-28672'),
    '32767': Odd(filled(32767, np.int16, more=1000), add=-0.1, empty=OUTSIDE, told='32767'),
    'NaN': Odd(filled(np.nan, by=1e-4), divide=1.0, empty=OUTSIDE),
    '1e20': Odd(filled(1e20, by=1e-4), divide=1.0, empty=OUTSIDE),
    '-0.1, the offset of 0': Odd(filled(-0.1, by=1e-4), divide=1.0, empty=OUTSIDE, told='-0.1'),
    '255 in all bands, among the values': Odd(filled(255, np.uint16), empty=OUTSIDE, told='255'),
    '65534 in all bands': Odd(filled(65534, np.uint16), empty=OUTSIDE, told='65534'),
    '9999 in all bands': Odd(filled(9999, np.uint16), empty=OUTSIDE, told='9999'),
    '20000 in all bands': Odd(filled(20000, np.uint16), empty=OUTSIDE, told='20000'),
    'a scale that floats have had applied': Odd(lambda a: a / np.float32(1e4), scaling=(1e-4, 0.0), divide=1.0),
    '-9999 in a hole': Odd(filled(-9999, np.int16, HOLE), empty=HOLE, told='-9999'),
    'one pixel of 65535': Odd(lambda a: one_pixel(65535)(a).astype(np.uint16), empty=MAD),
    'one pixel of 1e6 in reflectance': Odd(lambda a: one_pixel(1e6)(a / 1e4), divide=1.0, empty=MAD),
    'dataMask': Odd(
        lambda a: np.concatenate([filled(7, np.uint16)(a), (~OUTSIDE)[None].astype(np.uint16)]),
        (*TEN, 'dataMask'), empty=OUTSIDE),
    'STAC names': Odd(lambda a: a, STAC),
    'names of the driver of GDAL': Odd(
        lambda a: a, tuple(f'{band}, central wavelength {wave} nm' for band, wave in zip(TEN, WAVES))),
    'wavelengths': Odd(lambda a: a, tuple(f'reflectance {wave} nm' for wave in WAVES)),
    'names after their place': Odd(lambda a: a, tuple(f'Band {k}: {band}' for k, band in enumerate(TEN, 1))),
    'words after their place': Odd(
        lambda a: a[[0, 1, 2, 6]], ('Band 1 - Blue', 'Band 2 - Green', 'Band 3 - Red', 'Band 4 - NIR'),
        bands=(0, 1, 2, 6)),
    'names of ENVI': Odd(lambda a: a, tuple(f'Band {k} ({wave}.0 Nanometers)' for k, wave in enumerate(WAVES, 1))),
    'micrometres': Odd(lambda a: a, tuple(f'{int(wave) / 1000:.6f} Micrometers' for wave in WAVES)),
    'medians of Landsat 8 in Earth Engine': Odd(
        lambda a: a[[0, 1, 2, 7, 8, 9]], tuple(f'SR_B{k}_median' for k in range(2, 8)), bands=(0, 1, 2, 7, 8, 9)),
    'names of Planetary Computer': Odd(
        lambda a: a, ('Band 2 - Blue - 10m', 'Band 3 - Green - 10m', 'Band 4 - Red - 10m',
        'Band 5 - Vegetation red edge 1 - 20m', 'Band 6 - Vegetation red edge 2 - 20m',
        'Band 7 - Vegetation red edge 3 - 20m', 'Band 8 - NIR - 10m', 'Band 8A - Vegetation red edge 4 - 20m',
        'Band 11 - SWIR (1.6) - 20m', 'Band 12 - SWIR (2.2) - 20m')),
}  # fmt: skip
RADAR = {
    'power': Odd(power),
    'amplitude': Odd(amplitude),
    'dB x 100': Odd(lambda a: np.rint(a * 100).astype(np.int16)),
    'dB x 10': Odd(lambda a: np.rint(a * 10).astype(np.int16)),
    'dB x 1000': Odd(lambda a: np.rint(a * 1000).astype(np.int32)),
    'dB x 100 as float': Odd(lambda a: a * np.float32(100)),
    'power x 10000': Odd(lambda a: np.rint(power(a) * 1e4).astype(np.uint16), told='number x 0.0001'),
    'amplitude x 10000': Odd(lambda a: np.rint(amplitude(a) * 1e4).astype(np.uint16), told='number x 0.0001'),
    'scale and offset declared': Odd(lambda a: np.rint((a + 50) * 100).astype(np.uint16), scaling=(0.01, -50.0)),
    'a scale that dB have had applied': Odd(lambda a: a, scaling=(0.01, 0.0), told='in its numbers already'),
    'a scale that power has had applied': Odd(power, scaling=(1e-4, 0.0), told='in its numbers already'),
    'a scale that is still to be applied to floats': Odd(lambda a: a * np.float32(100), scaling=(0.01, 0.0)),
    'dB stretched to 0 to 1': Odd(lambda a: (a + np.float32(25)) / np.float32(30), told='dB of -25 to 5 stretched'),
    'digital numbers of ALOS PALSAR by the name': Odd(
        lambda a: np.rint(amplitude(a + 83)).astype(np.uint16), file='N49E009_20_F02DAR', told='ALOS PALSAR'),
    'digital numbers of ALOS PALSAR by HH and HV': Odd(
        lambda a: np.rint(amplitude(a + 83)).astype(np.uint16), ('HH', 'HV'), told='as HH and HV in such numbers'),
    'HHHH and HVHV of UAVSAR': Odd(lambda a: power(a)[::-1], ('HVHV', 'HHHH'), told='HH and HV are taken for VV'),
    'VH first, without names': Odd(lambda a: power(a)[::-1], (), told='being the brighter'),
    'names that count': Odd(lambda a: a[::-1], ('Band 1', 'Band 2'), told='being the brighter'),
    'beta nought': Odd(power, ('Beta0_VV', 'Beta0_VH'), told='2 dB brighter'),
    'names of SNAP': Odd(lambda a: power(a)[::-1], ('Sigma0_VH', 'Sigma0_VV')),
    'amplitude, intensity and beta nought before sigma nought': Odd(
        lambda a: np.concatenate([200 * amplitude(a), 4e4 * power(a), power(a + 2), power(a)])[np.r_[0:8:2, 1:8:2]],
        (*(f'{name}_VV' for name in ('Amplitude', 'Intensity', 'Beta0', 'Sigma0')),
         *(f'{name}_VH' for name in ('Amplitude', 'Intensity', 'Beta0', 'Sigma0'))), told='the calibrated one'),
    'power beside dB': Odd(
        lambda a: np.concatenate([a[:1], power(a), a[1:]]), ('Sigma0_VV_db', 'Sigma0_VV', 'Sigma0_VH', 'Sigma0_VH_db')),
    'a ratio first': Odd(lambda a: np.stack([a[0] - a[1], a[1], a[0]]), ('VV/VH', 'VH', 'VV')),
    'deviations first': Odd(lambda a: np.concatenate([a * 0 + 1, a]), ('VV_stdDev', 'VH_stdDev', 'VV_mean', 'VH_mean')),
    'textures of SNAP first': Odd(
        lambda a: np.concatenate([a * 0 + 3, a * 0 + 7, power(a)]),
        ('Sigma0_VV_Contrast', 'Sigma0_VH_Contrast', 'Sigma0_VV_GLCMMean', 'Sigma0_VH_GLCMMean', 'Sigma0_VV',
         'Sigma0_VH')),
    'minimum and maximum first': Odd(
        lambda a: np.concatenate([a - 5, a + 5, a]), ('VV_min', 'VH_min', 'VV_max', 'VH_max', 'VV', 'VH'),
        told='the plainest'),
    'angle of Earth Engine': Odd(lambda a: np.concatenate([a, a[:1] * 0 + 38]), ('VV', 'VH', 'angle')),
    'dataMask': Odd(
        lambda a: np.concatenate([filled(0.5)(power(a)), (~OUTSIDE)[None].astype(np.float32)]),
        ('VV', 'VH', 'dataMask'), empty=OUTSIDE),
    '-9999 in dB': Odd(filled(-9999), empty=OUTSIDE, told='-9999'),
    '9999 in dB': Odd(filled(9999), empty=OUTSIDE, told='9999'),
    '-32768 in dB x 100': Odd(filled(-32768, np.int16, by=100), empty=OUTSIDE, told='-32768'),
    '-32768 in dB x 100, VH first, without names': Odd(
        lambda a: filled(-32768, np.int16, by=100)(a)[::-1], (), empty=OUTSIDE, told='being the brighter'),
    '-99 in dB': Odd(filled(-99), empty=OUTSIDE, told='-99'),
    '-1 in dB': Odd(filled(-1), empty=OUTSIDE, told='-1'),
    '-5 in dB, in a hole': Odd(filled(-5, where=HOLE), empty=HOLE, told='-5'),
    '-60 in dB': Odd(filled(-60), empty=OUTSIDE, told='less than -45 dB'),
    '0 in dB': Odd(filled(0), empty=OUTSIDE, told='along the border'),
    '0 in dB, in a hole': Odd(filled(0, where=HOLE), empty=HOLE, told='all over an area'),
    '0 in power, nodata -32768': Odd(lambda a: filled(0)(power(a)), nodata=-32768, empty=OUTSIDE),
    '1e-10 in power': Odd(lambda a: filled(1e-10)(power(a)), empty=OUTSIDE, told='less than -45 dB'),
    '-9999 in power': Odd(lambda a: filled(-9999)(power(a)), empty=OUTSIDE, told='-9999'),
    'fill of netCDF in power': Odd(lambda a: filled(9.96921e36)(power(a)), empty=OUTSIDE),
    'one pixel of 9999 in dB': Odd(one_pixel(9999), empty=MAD),
    'one pixel of 1e6 in power': Odd(lambda a: one_pixel(1e6)(power(a)), empty=MAD),
}  # fmt: skip
PICTURES = {  # of radar: dB cut off at 0 and 255, in whatever form; read as the bytes are
    'whole numbers as integers': Odd(lambda a: stretched(a).astype(np.uint16)),
    'whole numbers as float': Odd(lambda a: stretched(a)),
    '0 to 1': Odd(lambda a: stretched(a) / np.float32(255)),
}
REFUSED_RADAR = {
    'VV as power, VH in dB': (Odd(lambda a: np.stack([power(a)[0], a[1]])), 'another unit'),
    'VV as amplitude, VH as power': (Odd(lambda a: np.stack([amplitude(a)[0], power(a)[1]])), 'VH in power, each'),
    'VV in dB, VH in dB x 100': (Odd(lambda a: a * np.float32([[[1]], [[100]]])), 'VH in dB x 100, each'),
    'three bands without names': (Odd(lambda a: np.concatenate([a, a[:1]]), ()), 'none is described as VV or VH'),
    'real and imaginary parts': (Odd(power, ('i_VV', 'q_VV')), 'real and imaginary'),
    'coherence': (Odd(amplitude, ('coh_VV_25Jul2024', 'coh_VH_25Jul2024')), 'no backscatter by its name'),
    'indices': (Odd(amplitude, ('NDVI', 'NDWI')), 'no backscatter by its name'),
    'a ratio alone': (Odd(lambda a: a[:1] - a[1:], ('VV-VH',)), 'no backscatter by its name'),
    'angles beside the backscatter': (
        Odd(lambda a: a[:1] * 0 + 0.65, (), file='S1A_IW_20240725T173953_DVP_RTC10_G_gpuned_6FF8_inc_map'),
        'inc_map',
    ),
    'an optical image': (Odd(lambda a: power(a), ('B04', 'B03')), 'is an optical image'),
}
