"""Stacks of radar of several dates or kinds: VV and VH are of one of them."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel.bands import find_sar_bands
from sar2optical_qgis.core.sentinel.polarisation_choice import polarisations_in
from tests.makers import write_raster


@pytest.mark.parametrize(
    ('names', 'taken'),
    [
        ('VV_20240124 VV_20240112 VH_20240112 VH_20240124', 'VV_20240124 VH_20240124'),
        ('VV_20240124 VV_20240112 VH_20240112', 'VV_20240112 VH_20240112'),
        (
            'Sigma0_VV_mst_12Jan2024 Sigma0_VV_slv2_24Jan2024 Sigma0_VH_slv1_24Jan2024 Sigma0_VH_slv3_05Feb2024',
            'Sigma0_VV_slv2_24Jan2024 Sigma0_VH_slv1_24Jan2024',
        ),
        ('VV_1 VV_10 VH_2 VH_10', 'VV_10 VH_10'),
        ('VV_asc VV_desc VH_desc VH_asc', 'VV_asc VH_asc'),
        ('VH_min VH_max VH VV_min VV', 'VH VV'),
        ('Intensity_VV Sigma0_VV Intensity_VH Sigma0_VH', 'Sigma0_VV Sigma0_VH'),
        ('Sigma0_VV_db Intensity_VH Sigma0_VH', 'Sigma0_VV_db Sigma0_VH'),
        ('VV_20240112 VV_20240124', 'VV_20240112'),
    ],
)
def test_both_polarisations_are_of_one_date_and_kind(names, taken):
    names = tuple(names.split())
    assert [names[number - 1] for number in polarisations_in(names)[0].values()] == taken.split()


def test_which_of_several_dates_is_taken_is_told_and_of_one_date_nothing():
    told = polarisations_in(('VV_20240124', 'VV_20240112', 'VH_20240112'))[1]
    assert 'Of 2 dates that of 2024-01-12 is taken' in told
    assert '2024-01-12 and that of 2024-01-24' in polarisations_in(('VV_20240112', 'VH_20240124'))[1]
    assert polarisations_in(('VV_20240112', 'VH_20240112'))[1] == ''


@pytest.mark.parametrize('names', [('2024-01-12', '2024-01-24'), ('S1_20240112', 'S1_20240124')])
def test_two_dates_are_no_two_polarisations(tmp_path, names):
    values = np.random.default_rng(0).normal(-12, 2, (2, 40, 40)).astype(np.float32)
    raster = Raster(write_raster(tmp_path / 'series.tif', values, names), 'INPUT')
    with pytest.raises(InputError, match='INPUT holds 2 dates'):
        find_sar_bands(raster)
    assert find_sar_bands(raster, 'VV=2')[0] == {'VV': 2}
