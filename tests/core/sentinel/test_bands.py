"""Bands are found by the words that people and tools describe them with."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel.band_names import are_only_counted, s2_bands_of
from sar2optical_qgis.core.sentinel.bands import (
    find_s2_bands,
    find_sar_bands,
    is_reflectance,
    polarisation_of,
    s2_band_of,
)
from tests.makers import write_raster


@pytest.mark.parametrize(
    ('description', 'band'),
    [
        ('B4', 'B04'),
        ('B04 (665 nm)', 'B04'),
        ('band8a', 'B8A'),
        ('Red', 'B04'),
        ('NIR', 'B08'),
        ('Red edge 1', 'B05'),
        ('Narrow NIR', 'B8A'),
        ('B05, Vegetation red edge', 'B05'),
        ('B99', ''),
        ('nir08', 'B8A'),
        ('Band 8A - Vegetation red edge 4 - 20m', 'B8A'),
        ('reflectance 1610 nm', 'B11'),
        ('nir_865', 'B8A'),
        ('SR_B5', 'B8A'),
        ('NDVI_705', ''),
        ('SuperDove coastal blue', ''),
        ('Nadir_Reflectance_Band1', ''),
        ('ST_B10', ''),
        ('(B8-B4)/(B8+B4)', ''),
        ('rhos_665', 'B04'),
        ('SWIR 2.2', 'B12'),
        ('cirrus', 'B10'),
        ('MSK_CLASSI_CIRRUS', ''),
        ('B4_mask', ''),
        ('B4_masked', 'B04'),
        ('0_SR_B5', 'B8A'),
        ('LE07_199025_19990725_SR_B4', 'B08'),
        ('S2B4', 'B04'),
        ('Band-8A', 'B8A'),
        ('782.8 Nanometers', 'B07'),
        ('NIR (0.842 µm)', 'B08'),
        ('842.0', 'B08'),
        ('Grün', 'B03'),
        ('vermelho', 'B04'),
        ('', ''),
    ],
)
def test_descriptions_name_sentinel_2_bands(description, band):
    assert s2_band_of(description) == band


@pytest.mark.parametrize(
    ('description', 'name'),
    [
        ('Sigma0_VH_db', 'VH'),
        ('Sigma0VH', 'VH'),
        ('vv', 'VV'),
        ('Westdeich_vh', 'VH'),
        ('VV/VH', ''),
        ('VV_stdDev', ''),
        ('VH_count', ''),
        ('Sigma0_VV_GLCMMean', ''),
        ('Sigma0_VV_Homogeneity', ''),
        ('VV_savg', ''),
        ('VV_ascending', 'VV'),
        ('1SDV', ''),
        ('', ''),
    ],
)
def test_descriptions_name_polarisations(description, name):
    assert polarisation_of(description) == name


@pytest.mark.parametrize(
    ('file', 'name'),
    [
        ('2024-05-01-00:00_2024-05-01-23:59_Sentinel-1_IW_VV+VH_VH_(Raw).tiff', 'VH'),
        ('2024-05-01-00:00_2024-05-01-23:59_Sentinel-1_IW_VV+VH_VV_-_decibel_gamma0.tiff', 'VV'),
        ('2024-05-01-00:00_2024-05-01-23:59_Sentinel-1_EW_HH+HV_HV_(Raw).tiff', 'VH'),
        ('2024-05-01-00:00_2024-05-01-23:59_Sentinel-1_IW_VV+VH_SAR_urban.tiff', ''),
        ('S1A_20240501_VV_VH.tif', ''),
    ],
)
def test_a_pair_of_polarisations_in_the_name_of_a_file_is_its_mode_and_the_other_one_is_its_band(file, name):
    assert polarisation_of(file, is_file=True) == name


def test_the_other_polarisation_is_found_beside_a_file_that_has_its_mode_in_its_name(tmp_path):
    values = np.random.default_rng(0).normal(-15, 3, (1, 8, 8)).astype(np.float32)
    vv, vh = (f'2024-05-01_Sentinel-1_IW_VV+VH_{name}_(Raw).tiff' for name in ('VV', 'VH'))
    path = [write_raster(tmp_path / name, values) for name in (vv, vh)][1]
    found, told = find_sar_bands(Raster(path, 'INPUT'))
    assert found == {'VH': 1} and f'Beside it lies {vv}' in told


@pytest.mark.parametrize(
    ('description', 'is_so'),
    [
        ('AOT, Aerosol Optical Thickness map (at 550nm)', False),
        ('T31UFS_20240725T102031_WVP_10m', False),
        ('MSK_CLDPRB', False),
        ('scl', False),
        ('MSK_CLASSI_OPAQUE', False),
        ('QA_RADSAT', False),
        ('cs_cdf', False),
        ('sunAzimuthAngles', False),
        ('waterMask', False),
        ('cloudmask', False),
        ('B4_masked', True),
        ('B04, SCL applied', True),
        ('thermal', True),
        ('', True),
    ],
)
def test_maps_beside_the_bands_are_told_from_them(description, is_so):
    assert is_reflectance(description) is is_so


@pytest.mark.parametrize(
    ('names', 'is_so'),
    [(('b1', 'b2', 'b3'), True), (('Band 1', 'Band 2'), True), (('layer.1', 'layer.2'), True), (('B02', 'B03'), False),
     (('band_0', 'band_1', 'band_2'), True), (('b1_mean', 'b2_mean'), True), (('S2_B1', 'S2_B2'), False),
     (('2024_b1', '2024_b2'), True), (('B2_mean', 'B3_mean'), False), (('red', 'nir'), False),
     (tuple(f'B{k:02d}' for k in range(1, 11)), True), (('B01', 'B02', 'B03', 'B04'), False),
     (tuple(sorted(f'Band{k}' for k in range(1, 11))), True)],
)  # fmt: skip
def test_names_that_only_count_tell_no_band(names, is_so):
    assert are_only_counted(names) is is_so


@pytest.mark.parametrize(
    ('names', 'file', 'bands'),
    [
        ('B2 B3 B4 B5 B6', 'LC08_L2SP_190025_20240725.tif', 'B02 B03 B04 B8A B11'),
        ('B02 B05 B07', 'HLS.L30.T31UFS.2024207.v2.0.tif', 'B02 B8A B12'),
        ('B02 B05 B07', 'HLS.S30.T31UFS.2024207.v2.0.tif', 'B02 B05 B07'),
        ('SR_B1 SR_B4 SR_B7', 'LT05_L2SP_190025_19990725.tif', 'B02 B08 B12'),
        ('SR_B1 SR_B2 SR_B3 SR_B4 SR_B5 SR_B7', 'a.tif', 'B02 B03 B04 B08 B11 B12'),
        ('SR_B1 SR_B4 SR_B7', 'a.tif', 'B01 B04 B12'),
        ('B2 B4', 'MOD09GA.A2024207.tif', '- -'),
        ('red nir', 'MOD09GA.A2024207.tif', 'B04 B08'),
        ('RED BROADNIR NIR', '20240725_LEVEL2_SEN2A_BOA.tif', 'B04 B08 B8A'),
        ('B04 B04_stdDev', 'a.tif', 'B04 -'),
        ('nbart_nir_1 nbart_nir_2 nbart_swir_2 nbart_swir_3', 'ga_s2am_ard_3.tif', 'B08 B8A B11 B12'),
        ('nbart_nir nbart_swir_1 nbart_swir_2', 'ga_ls8c_ard_3.tif', 'B08 B11 B12'),
        ('B04 B05 B06', 'L30.2024207.tif', 'B04 B8A B11'),
        ('B1 B2 B3', 'a.tif', '- - -'),
        ('Blue(B1) Green(B2) Red(B3) NIR(B4)', 'a.tif', 'B02 B03 B04 B08'),
        ('B1_coastal B2_blue B3_green B4_red B5_nir B6_swir1 B7_swir2', 'a.tif', 'B01 B02 B03 B04 B08 B11 B12'),
        ('B01_blue B02_blue B07_nir B12_swir', 'a.tif', 'B01 B02 B07 B12'),
        ('B G R N', 'a.tif', 'B02 B03 B04 B08'),
        ('G B', 'a.tif', '- -'),
        ('Band_1:_B02 Band_2:_B03', 'a.tif', 'B02 B03'),
        ('B2 B3 B4 B5 B6 B7', 'L8_2020.tif', 'B02 B03 B04 B8A B11 B12'),
        ('B1 B2 B3 B4 B5 B7', 'LT51940251999207.tif', 'B02 B03 B04 B08 B11 B12'),
        ('B3 B2 B1', 'L5_composite.tif', 'B04 B03 B02'),
        ('B02 B03 B04 B08 B11 B12', 'zoom_L8.tif', 'B02 B03 B04 B08 B11 B12'),
        ('B02 B03 B04 B8A B11 B12', 'HLS.L30.T31UFS.2024207.v2.0.tif', 'B02 B03 B04 B8A B11 B12'),
        ('BAND5 BAND6 BAND7 BAND8', 'CBERS_4_MUX_20240725_155_124_L4.tif', 'B02 B03 B04 B08'),
        ('BAND13 BAND14 BAND15 BAND16', 'CBERS_4_AWFI_20240725.tif', 'B02 B03 B04 B08'),
        ('B2 B1 B0 B3', 'IMG_PHR1A_MS_202407251021.tif', 'B04 B03 B02 B08'),
        ('BAND2 BAND3 BAND4 BAND5', 'R2A_LISS3_20240725.tif', 'B03 B04 B08 B11'),
        ('B02 B03 B04 B08', 'hot_spot_2024.tif', 'B02 B03 B04 B08'),
        ('B4 B5 B6 B7', 'LM01_L1TP_209025_19720725.tif', '- - - -'),
        ('SR_B1_mean SR_B2_mean SR_B3_mean SR_B4_mean SR_B5_mean SR_B7_mean', 'a.tif', 'B02 B03 B04 B08 B11 B12'),
    ],
)
def test_names_of_a_file_tell_more_together(names, file, bands):
    assert [band or '-' for band in s2_bands_of(tuple(names.split()), file)] == bands.split()


@pytest.mark.parametrize(
    ('names', 'file', 'is_so'),
    [
        ('SR_B1 SR_B2 SR_B3 SR_B4', 'a', True),
        ('SR_B4_median SR_B3_median SR_B2_median', 'a', True),
        ('SR_B2 SR_B3 SR_B4 SR_B5 SR_B6', 'a', False),
        ('SR_B1 SR_B2 SR_B3 SR_B4 SR_B5 SR_B7', 'a', False),
        ('SR_B1 SR_B2 SR_B3 SR_B4', 'LT05_L2SP_190025_19990725', False),
        ('B01 B02 B03 B04', 'a', False),
    ],
)
def test_numbers_of_either_landsat_are_taken_for_the_newer_and_told(tmp_path, names, file, is_so):
    names = tuple(names.split())
    path = write_raster(tmp_path / f'{file}.tif', np.full((len(names), 4, 4), 9000, np.uint16), names)
    assert ('if it is one of these' in find_s2_bands(Raster(path, 'INPUT'))[1]) is is_so
