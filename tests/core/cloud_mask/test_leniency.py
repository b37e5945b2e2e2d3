"""Where clouds and shadows leave hardly any ground, less is hidden, and the log says what."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.cloud_mask.leniency import CLOUD, GIVEN, LEVELS, NO_DATA, SHADOW, SURE, level_for
from sar2optical_qgis.core.cloud_mask.mask_file import MaskFile
from sar2optical_qgis.core.model.registry import resources_dir
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.raster.target_grid import TargetGrid
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from tests.makers import read

CLOUDY = str(resources_dir() / 'sample' / 's2_cloudy.tif')
SIDE = 100


@pytest.fixture
def level_of(tmp_path):
    """Return the level of codes (rows, cols) that grow by so many pixels, and what is said of it."""

    def find(codes, growth=3, clear=0.0):
        image = str(tmp_path / 'image.tif')
        gdal.GetDriverByName('GTiff').Create(image, codes.shape[1], codes.shape[0], 1).FlushCache()
        seen = TargetGrid.of(Raster(image, 'INPUT'))
        file = MaskFile(tmp_path / 'mask.tif', seen.grid)
        file.write(0, 0, codes.astype(np.uint8))
        return level_for(file.close(), seen, growth, clear)

    return find


def covered(code, rest=0, rows=5):
    """Return codes that leave the first rows to ``rest``."""
    codes = np.full((SIDE, SIDE), code)
    codes[:rows] = rest
    return codes


def test_where_enough_ground_is_left_everything_is_hidden_and_nothing_said(level_of):
    assert level_of(covered(CLOUD, rows=40)) == (LEVELS[0], '')
    assert level_of(covered(SHADOW, rows=40)) == (LEVELS[0], '')


def test_shadows_teach_where_else_hardly_anything_would(level_of):
    level, told = level_of(covered(CLOUD, SHADOW, rows=20))
    assert level is LEVELS[1] and '0.0% of INPUT' in told and 'shadows' in told


def test_few_clear_pixels_without_a_shadow_are_what_there_is(level_of):
    assert level_of(covered(CLOUD)) == (LEVELS[0], '')


@pytest.mark.parametrize(
    ('least', 'rest', 'rows'), [(2, 0, 2), (3, CLOUD, 5), (4, SURE[0], 5)], ids=['grown over', 'unsure', 'nearly sure']
)
def test_less_and_less_is_hidden_until_some_ground_is_left(level_of, least, rest, rows):
    level, told = level_of(covered(SURE[1], rest, rows))
    assert level is LEVELS[least] and told


def test_what_was_given_and_what_has_no_data_never_count_as_ground(level_of):
    assert level_of(covered(GIVEN, NO_DATA)) == (LEVELS[0], '')
    assert level_of(np.full((SIDE, SIDE), SURE[1])) == (LEVELS[0], '')


def test_clouds_that_would_grow_over_everything_are_not_grown(tmp_path):
    made = str(tmp_path / 'made.tif')
    report = RemoveClouds(CLOUDY, output=made, method='regression', dilate=200).run()
    assert any('clouds are not grown' in sentence for sentence in report.decisions)
    assert 0.02 < (read(made) != read(CLOUDY)).any(axis=0).mean() < 0.8
