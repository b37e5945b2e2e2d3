"""Picture of a place: each way made, and what is said of it."""

from __future__ import annotations

import urllib.request
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.catalog.request import FetchScenes
from sar2optical_qgis.core.catalog.service import HttpError
from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.picture_of_place.request import PictureOfPlace
from sar2optical_qgis.core.picture_of_place.trial import window_of
from sar2optical_qgis.core.raster.grid import Grid
from tests.makers import read
from tests.stac_archive import DAYS, EPSG, NORTH, WEST, ground, reference_of, truth

EXTENT = (WEST + 400, NORTH - 2600, WEST + 2800, NORTH - 400)
HERE = np.s_[:, 40:260, 40:280]
CLEAR, CLOUDY, COVERED = DAYS[1], DAYS[5], DAYS[6]


def fetch(url, body):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=5) as answer:
            return answer.read()
    except OSError as error:
        raise HttpError(getattr(error, 'code', 0)) from error


@pytest.fixture
def picture(server, tmp_path):
    """Make the picture of a day; (what was made, the truth of that day)."""

    def make(day, **changes):
        scenes = FetchScenes(
            EXTENT, reference_of(EPSG).ExportToWkt(), day, str(tmp_path / 'scenes'), before=45, after=15,
            catalog=f'{server.url}/pc/api/stac/v1', worldcover_root=f'{server.url}/worldcover',
        )  # fmt: skip
        paths = {name: str(tmp_path / f'{name}.tif') for name in ('output', 'uncertainty', 'source')}
        request = replace(PictureOfPlace(scenes, **paths, method='regression'), **changes)
        return request.run(fetch, only_list=changes.pop('only_list', False)), truth(320, DAYS.index(day))[HERE] * 10000

    return make


def test_a_clear_day_is_taken_as_it_is(picture):
    made, real = picture(CLEAR)
    assert made.way == 'optical' and 'as it was taken' in made.how and made.day == CLEAR
    assert np.abs(read(made.outputs['OUTPUT'])[:3] - real[:3]).max() <= 1.0
    assert (read(made.outputs['UNCERTAINTY']) == 0).all()
    assert (read(made.outputs['SOURCE'])[0] == 1).all()
    metadata = gdal.Info(made.outputs['OUTPUT'], format='json')['metadata']['']
    assert metadata['SAR2OPTICAL_SYNTHETIC'] == 'NO' and 'Copernicus' in metadata['SAR2OPTICAL_LICENCE']


def test_of_two_ways_the_one_that_predicts_less_error_is_taken_and_told(picture):
    made, real = picture(CLOUDY)
    assert made.way in ('clouds', 'composite') and 'Predicted error' in made.how
    sigma, values = read(made.outputs['UNCERTAINTY']), read(made.outputs['OUTPUT'])
    hidden = sigma[0] > 0
    assert 0.3 < hidden.mean() < 0.95
    assert np.abs(values - real)[:3][:, ~hidden].mean() < 30  # shadows that the mask misses
    assert np.abs(values - real)[:3][:, hidden].mean() < 80  # cloud is at 8000


def test_a_way_can_be_overruled(picture):
    made, _ = picture(CLOUDY, way='clouds')
    assert made.way == 'clouds' and 'clouds removed' in made.how
    source = read(made.outputs['SOURCE'])
    assert set(np.unique(source[0])) == {0, 1}


def test_a_way_that_is_not_open_is_told(picture):
    with pytest.raises(InputError, match='nothing to go the WAY optical'):
        picture(COVERED, way='optical')


def test_the_trial_window_holds_cloud_and_ground():
    grid = Grid('', (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), 1000, 1000)
    hidden = np.zeros((500, 500), bool)
    hidden[300:, :] = True
    xmin, ymin, xmax, ymax = window_of(grid, hidden)
    assert ymin < -6000.0 < ymax and (xmax - xmin) == 2560.0


def test_radar_makes_the_picture_where_all_is_under_cloud(picture, monkeypatch, tmp_path):
    from sar2optical_qgis.core.sar_to_optical import request as task

    # without the network: the reference alone teaches, as where onnxruntime is missing
    monkeypatch.setattr(task._Run, 'open_network_if_any', lambda self: None)
    made, real = picture(COVERED, way='radar')
    assert made.way == 'radar' and made.day == date(2024, 8, 1) and '3 day(s) before' in made.how
    assert (read(made.outputs['SOURCE'])[0] == 0).all()
    assert read(made.outputs['OUTPUT']).shape == (4, 220, 240)
    assert ground(320)[0].shape[0] == len(real)
