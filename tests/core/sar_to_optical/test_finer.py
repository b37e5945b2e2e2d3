"""Radar of coarse pixels, which the network sees enlarged and with speckle."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.model.registry import find_model, load_model
from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sar_to_optical.finer import Sight, sight_of
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.radar import Radar
from tests.core.conftest import make_place
from tests.makers import read


@pytest.fixture
def coarse_model(cover_model, tmp_path) -> str:
    """The tiny model, which has learned from pixels up to 5 m: those of the place, of 10 m, are coarse to it."""
    import onnx
    from onnx import helper

    model = onnx.load(cover_model)
    card = ModelCard.from_metadata({entry.key: entry.value for entry in model.metadata_props})
    helper.set_model_props(model, dataclasses.replace(card, coarsest=5).to_metadata())
    onnx.save(model, str(tmp_path / 'coarse.onnx'))
    return str(tmp_path / 'coarse.onnx')


def made(place, model, **options):
    """Return the picture (4, rows, cols), sigma and cover of the place, and the log."""
    paths = {name: str(place.folder / f'{name}.tif') for name in ('output', 'uncertainty', 'cover')}
    report = SarToOptical(input=place.s1, model=model, style='natural', **paths, **options).run()
    return (*(read(path) for path in paths.values()), ' '.join(report.decisions))


def test_coarse_pixels_give_the_picture_of_finer_ones_with_speckle_averaged_again(place, cover_model, coarse_model):
    plain, _, _, quiet = made(place, cover_model)
    picture, sigma, cover, told = made(place, coarse_model)
    assert '10 m are coarser' in told and '5 m with speckle' in told and 'coarser' not in quiet
    assert picture.shape == plain.shape and (sigma > 0).all() and (cover[1] > 30).all()
    off = picture[:3].astype(float) - plain[:3]
    assert 0.5 < off.std() < 12 and abs(off.mean()) < 3  # speckle of 5 looks, averaged over 4 pixels


def test_the_tile_size_does_not_change_what_coarse_pixels_give(tmp_path, coarse_model):
    place = make_place(tmp_path, 400)
    pictures = [made(place, coarse_model, tile_size=size)[0].astype(int) for size in (96, 1024)]
    assert np.abs(pictures[0] - pictures[1]).max() <= 1


def test_coarse_ground_without_radar_stays_empty(place, coarse_model):
    place.db[:, :30, :50] = -9999
    picture = made(place, coarse_model)[0]
    outside = np.zeros(picture.shape[1:], bool)
    outside[:30, :50] = True
    assert ((picture[3] == 0) == outside).all()


@pytest.mark.parametrize(
    'pixel_m, most, factor', [(10, 4, 1), (20, 4, 2), (40, 4, 2), (80, 4, 4), (80, 2, 2), (80, 1, 1)]
)
def test_the_coarser_the_pixels_the_more_they_are_enlarged(place, pixel_m, most, factor):
    radar = Radar(place.s1)
    radar.grid = dataclasses.replace(radar.grid, transform=(0.0, pixel_m, 0.0, 0.0, 0.0, -pixel_m))
    assert sight_of(find_model('', 'sar-to-optical').card, radar, most).factor == factor


def test_a_large_layer_of_very_coarse_pixels_is_enlarged_no_more_than_twice(place):
    radar = Radar(place.s1)
    radar.grid = dataclasses.replace(radar.grid, transform=(0.0, 100, 0, 0, 0, -100), width=6000, height=6000)
    assert sight_of(find_model('', 'sar-to-optical').card, radar, 4).factor == 2


def test_a_model_that_says_nothing_of_its_pixels_sees_them_as_they_are(place, cover_model):
    radar = Radar(place.s1)
    radar.grid = dataclasses.replace(radar.grid, transform=(0.0, 500.0, 0.0, 0.0, 0.0, -500.0))
    assert sight_of(load_model(cover_model).card, radar, 4) == Sight()


def test_filtered_radar_is_told_from_speckled_and_gets_speckle(place, coarse_model):
    told = made(place, coarse_model, finer=1)[-1]
    assert 'less speckle' not in told
    place.db[:] = [box_mean(plane.astype(np.float32), np.ones(plane.shape, bool), 3) for plane in place.db]
    filtered = made(place, coarse_model, finer=1)
    assert 'less speckle' in filtered[-1] and (filtered[0][3] == 255).all()
