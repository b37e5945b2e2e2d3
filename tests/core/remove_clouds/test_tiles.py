"""Cloud removal tile by tile: no size or overlap of the tiles shows in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.model.registry import shipped_models
from sar2optical_qgis.core.remove_clouds import fitting as learning
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.run.job import Job
from sar2optical_qgis.core.sentinel.sentinel2 import CloudyImage
from tests.core.conftest import TEN, make_place
from tests.core.runs import clean
from tests.makers import read


@pytest.mark.parametrize('method', ['regression', 'network'])
@pytest.mark.parametrize('radar', [False, True])
def test_the_tile_size_does_not_change_the_picture(sample, tmp_path, method, radar):
    if method == 'network' and not any(m.card.task == 'cloud-removal' for m in shipped_models()):
        pytest.skip('no model for cloud removal is shipped yet')
    made = []
    for size in (256, 1024):
        out = tmp_path / f'{size}.tif'
        RemoveClouds(
            str(sample.s2_cloudy),
            str(sample.scl),
            str(out),
            sar=str(sample.s1) if radar else '',
            method=method,
            tile_size=size,
        ).run()
        made.append(read(out).astype(int))
    apart = abs(made[0] - made[1])  # of 10,000
    assert apart.max() <= 25 and (apart > 5).mean() < 0.0005


def test_no_overlap_at_all_still_lets_the_estimate_see_beyond_its_tile(tmp_path):
    place = make_place(tmp_path, size=420)
    place.cloudy[:] = place.clear
    place.classes[:] = np.where(np.random.default_rng(1).random(place.classes.shape) < 0.5, 9, 4)
    one, _, report = clean(place, dilate=0)
    made, mask, told = clean(place, dilate=0, tile_size=64, overlap=0)
    assert (mask == 1).any() and abs(made.astype(int) - one).max() <= 5
    assert any('seams may show' in line for line in told.decisions)
    assert not any('seams may show' in line for line in report.decisions)


def test_a_pixel_has_the_radar_of_its_square_and_a_window_that_of_the_whole(place):
    image = CloudyImage(place.s2, place.scl, sar=place.s1, factor=2)
    whole = image.covariates.of_squares(image.read_picture(0, 0, 160, 160), 0, 0)
    assert whole.covariates.shape == whole.known.shape == (8, 80, 80) and whole.db['VV'].shape == (160, 160)
    for window in ((32, 64, 33, 51), (96, 0, 64, 160)):
        row, col, height, width = window
        picture = image.read_picture(*window)
        some = image.covariates.of_squares(picture, row, col)
        here = np.s_[:, row // 2 : (row + height + 1) // 2, col // 2 : (col + width + 1) // 2]
        assert np.allclose(some.covariates, whole.covariates[here], atol=1e-3)
        assert (some.db['VH'] == whole.db['VH'][row : row + height, col : col + width]).all()
        each = image.with_covariates(picture, row, col)
        assert (each.covariates == some.covariates[:, np.arange(height) // 2][:, :, np.arange(width) // 2]).all()
    sampled = image.window(*(each[..., ::4, ::4] for each in image.read_pixels(32, 64, 64, 96)))
    assert np.allclose(image.with_covariates(sampled, 32, 64, 4).covariates, whole.covariates[:, 16:48:2, 32:80:2])


def test_the_first_pass_reads_no_more_than_the_blocks_around_what_is_clear(tmp_path, monkeypatch):
    place = make_place(tmp_path, size=1200)
    place.classes[:] = 9
    place.classes[0, 600:640, 700:720] = 4  # one of nine cells
    read, windows = CloudyImage.read_pixels, []

    def seen(image, *window):
        windows.append(window[:4])
        return read(image, *window)

    image = CloudyImage(place.s2, place.scl, sar=place.s1, dilate_px=0, factor=2)
    with monkeypatch.context() as patched:
        patched.setattr(CloudyImage, 'read_pixels', seen)
        patched.setattr(learning, '_sample', lambda *_: np.zeros((8, 0), np.float32))
        fit = learning.learn(image, Job.of(), lambda _: None)
    assert windows == [(576, 672, 64, 64)] and fit.pixels == 40 * 20


@pytest.mark.parametrize('radar', [False, True])
@pytest.mark.parametrize('shape', [(1, 1), (2, 2), (3, 100), (33, 65)])
def test_tiny_rasters_come_back_in_their_own_size(place, shape, radar):
    path = place.write('tiny.tif', place.clear[:, : shape[0], : shape[1]], TEN, nodata=0)
    classes = np.full((1, *shape), 4, np.uint8)
    classes[0, 0, 0] = 9 if min(shape) > 1 else 4
    mask = place.write('tiny_scl.tif', classes)
    sar = place.write('tiny_s1.tif', place.db[:, : shape[0], : shape[1]], ('VV', 'VH'), nodata=-9999) if radar else ''
    made, _, _ = clean(place, input=path, mask=mask, sar=sar, dilate=0)
    assert made.shape == (10, *shape)
