"""Bands are found by the words that people and tools describe them with."""

from __future__ import annotations

import pytest

from sar2optical_qgis.core.sentinel.band_names import are_only_counted
from sar2optical_qgis.core.sentinel.bands import is_reflectance, polarisation_of, s2_band_of


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
        ('1SDV', ''),
        ('', ''),
    ],
)
def test_descriptions_name_polarisations(description, name):
    assert polarisation_of(description) == name


@pytest.mark.parametrize(
    ('description', 'is_so'),
    [
        ('AOT, Aerosol Optical Thickness map (at 550nm)', False),
        ('T31UFS_20240725T102031_WVP_10m', False),
        ('MSK_CLDPRB', False),
        ('scl', False),
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
     (tuple(f'B{k:02d}' for k in range(1, 11)), True), (('B01', 'B02', 'B03', 'B04'), False)],
)  # fmt: skip
def test_names_that_only_count_tell_no_band(names, is_so):
    assert are_only_counted(names) is is_so
