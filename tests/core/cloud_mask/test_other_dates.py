"""Dates of one place tell of each other's clouds where the pixels alone leave doubt."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.cloud_mask.leniency import CLOUD, GIVEN
from sar2optical_qgis.core.cloud_mask.mask_file import MaskFile
from sar2optical_qgis.core.cloud_mask.other_dates import OtherDates
from sar2optical_qgis.core.raster.grid import Grid

CELLS, FACTOR = 20, 2
SIDE = CELLS * FACTOR - 1  # the last cells are halves
HAZE = np.s_[5:10, 3:8]


def found(blue=0.05, hidden=0.0, snow=False):
    """Return what a whole date shows, with one patch of it under haze."""
    planes = {name: np.full((CELLS, CELLS), 0.05, np.float32) for name in ('blue', 'hidden')}
    planes['blue'][HAZE], planes['hidden'][HAZE] = blue, hidden
    shares = np.stack([1 - planes['hidden'], *(planes['hidden'] / 3,) * 3])
    everywhere = np.ones((CELLS, CELLS), bool)
    return SimpleNamespace(
        blue=planes['blue'], probability=shares, snow=everywhere & snow, seen=everywhere, cell=(0, 0)
    )


@pytest.fixture
def added(tmp_path):
    """Return where clouds are added to the first of several dates, (rows, cols)."""

    def run(*dates, apart=5, codes=0):
        others = OtherDates(tmp_path, [date(2024, 5, 1) + timedelta(days=apart * k) for k in range(len(dates))])
        for each in dates:
            others.keep(CELLS, CELLS)(each)
        file = MaskFile(tmp_path / 'mask.tif', Grid('', (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), SIDE + 4, SIDE + 6))
        file.write(0, 0, np.full((SIDE + 6, SIDE + 4), codes, np.uint8))
        path = file.close()
        count = others.add_clouds(0, path, (4, 6, SIDE, SIDE), FACTOR, CLOUD)
        mask = gdal.Open(path).ReadAsArray()
        assert (mask == CLOUD).sum() == count
        return mask[6:, 4:] == CLOUD

    return run


def test_what_is_doubtful_and_brighter_than_the_ground_elsewhen_becomes_cloud(added):
    cloud = added(found(0.15, 0.3), found(), found(), found(0.2, 0.9))
    assert cloud[10:20, 6:16].all() and cloud.sum() == 100


@pytest.mark.parametrize(
    'first',
    [found(0.15, 0.1), found(0.08, 0.3), found(0.15, 0.3, snow=True)],
    ids=['no doubt', 'hardly brighter', 'snow'],
)
def test_without_doubt_excess_or_with_snow_nothing_is_added(added, first):
    assert not added(first, found(), found()).any()


def test_ground_that_is_bright_on_other_dates_too_stays_ground(added):
    assert not added(found(0.15, 0.3), found(0.14), found(0.14)).any()


def test_dates_that_are_hidden_or_months_away_are_not_asked(added):
    assert not added(found(0.15, 0.3), found(), found(0.2, 0.9)).any()
    assert not added(found(0.15, 0.3), found(), found(), apart=100).any()


def test_what_is_hidden_already_keeps_its_code(added):
    assert not added(found(0.15, 0.3), found(), found(), codes=GIVEN).any()
