"""Bands are found by the words that people and tools describe them with."""

from __future__ import annotations

import pytest

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
        ('', ''),
    ],
)
def test_descriptions_name_sentinel_2_bands(description, band):
    assert s2_band_of(description) == band


@pytest.mark.parametrize(('description', 'name'), [('Sigma0_VH_db', 'VH'), ('vv', 'VV'), ('1SDV', ''), ('', '')])
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
