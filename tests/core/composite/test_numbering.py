"""A series whose bands have numbers of another sensor: decided for all dates at once."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.composite.numbering import bands_of_all
from tests.core.conftest import TEN
from tests.makers import read, write_raster

OLI = {'B2': 'B02', 'B3': 'B03', 'B4': 'B04', 'B5': 'B8A', 'B6': 'B11', 'B7': 'B12'}


@pytest.fixture
def dates(tmp_path, sample):
    """Paths of two dates with numbers of Landsat 8: one clear, one of white cloud, which alone tells nothing."""
    ground = dict(zip(TEN, read(sample.s2_clear)))
    clear = np.stack([ground[band] for band in OLI.values()])
    cloud = (7000 + np.random.default_rng(0).normal(0, 200, clear.shape)).astype(np.uint16)
    names = {'2024-06-05': cloud, '2024-06-21': clear}
    return tuple(write_raster(tmp_path / f'{day}.tif', values, tuple(OLI)) for day, values in names.items())


def test_a_cloudy_date_is_read_as_the_others_are(dates):
    told = []
    assert bands_of_all(dates, 'auto', told.append) == 'B02=1,B03=2,B04=3,B8A=4,B11=5,B12=6'
    assert len(told) == 1 and 'Landsat 8 and 9' in told[0] and 'guess' in told[0]


def test_what_the_user_says_or_the_files_are_called_goes_first(dates, tmp_path):
    told = []
    assert bands_of_all(dates, 'B04=1', told.append) == 'B04=1'
    named = write_raster(tmp_path / 'S2A_20240701.tif', read(dates[1]), tuple(OLI))
    assert bands_of_all((*dates, named), 'auto', told.append) == 'auto'
    assert not told
