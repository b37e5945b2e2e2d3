"""STYLE: which picture is shown, and how much of the radar's structure is drawn over it."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.sar_to_optical.colorize import MOST_LIGHT, PER_DB, realistic, relief
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sar_to_optical.styles import DEFAULT_STYLE, STYLES
from tests.core.conftest import make_place
from tests.core.runs import translate
from tests.makers import read


def test_realistic_is_the_default_and_the_first_to_be_named_is_natural():
    assert DEFAULT_STYLE == SarToOptical.style == 'realistic' and STYLES[0] == 'natural'


def test_realistic_shows_what_is_likely_and_natural_the_mean(place, cover_model):
    place.db[...] = np.array([-12.0, -19.0])[:, None, None]  # no structure
    shown = {style: read(translate(place, cover_model, style=style)[0])[:3].astype(int) for style in STYLES}
    assert np.abs(shown['natural'] + shown['realistic'] - 255).max() <= 1  # the tiny model's likely = 1 - mean
    assert (shown['colorized'] == shown['natural']).all()


def test_the_luminance_of_realistic_follows_the_radar_and_its_hue_is_kept(place):
    picture = np.array([0.2, 0.3, 0.1], np.float32)[:, None, None] * np.ones((3, 4, 4), np.float32)
    heights = np.linspace(-6, 6, 16, dtype=np.float32).reshape(4, 4)
    made = realistic(picture, heights)
    light = np.log(made / picture)
    assert np.allclose(light, light[0]) and (np.diff(light[0].ravel()) > 0).all()
    assert light[0, 1, 3] == pytest.approx(PER_DB * heights[1, 3], rel=0.01)  # of little
    assert np.abs(np.log(realistic(picture, 10 * heights) / picture)).max() <= MOST_LIGHT * 1.0001


def test_water_is_not_darkened_by_the_radar_a_second_time(place):
    picture, heights = np.full((3, 2, 2), 0.2, np.float32), np.full((2, 2), -8.0, np.float32)
    water = np.array([[1.0, 0.5], [0.0, 0.0]], np.float32)
    made = realistic(picture, heights, water)[0]
    assert made[0, 0] == np.float32(0.2) and made[0, 0] > made[0, 1] > made[1, 0]
    assert made[1, 0] == pytest.approx(0.2 * np.exp(-MOST_LIGHT * np.tanh(8 * PER_DB / MOST_LIGHT)), rel=1e-5)


def test_nothing_is_drawn_on_water(tmp_path, cover_model):
    """Of speckled water beside land only the colour shows; the tiny model's likely picture is what natural is not."""
    place = make_place(tmp_path, size=200)
    place.db[0, :, :100] = np.random.default_rng(0).normal(-30, 3, (200, 100))
    drawn, mean = (read(translate(place, cover_model, style=s)[0])[:3].astype(int) for s in ('realistic', 'natural'))
    apart = np.abs(drawn - (255 - mean))
    assert apart[:, :, :95].mean() < 1.0 < apart[:, :, 105:].mean()


def test_relief_is_what_stands_out_of_wide_surroundings():
    db = np.full((300, 300), -15.0, np.float32)
    db[100:120, 100:120] = -9.0
    heights = relief(db, np.ones(db.shape, bool), 0.05)
    share = 400 / 81**2
    assert heights[110, 110] == pytest.approx(6.0 * (1 - share), abs=0.2)
    assert heights[280, 280] == pytest.approx(0, abs=1e-5)


def test_a_model_without_a_likely_picture_shows_its_estimate_under_the_structure_and_says_so(place, sar_model):
    natural, _ = translate(place, sar_model, style='natural')
    drawn, report = translate(place, sar_model, style='realistic')
    assert sum('nothing of what is likely' in line for line in report.decisions) == 1
    a, b = (read(path)[:3].astype(float) for path in (natural, drawn))
    assert 2 < np.abs(a - b).mean() < 40 and np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.9


def test_a_model_with_a_likely_picture_has_nothing_to_explain(place, cover_model):
    assert not any('likely' in line for line in translate(place, cover_model)[1].decisions)


@pytest.mark.parametrize('style', STYLES)
def test_tiles_of_any_size_give_the_same_picture(tmp_path, cover_model, style):
    place = make_place(tmp_path, size=400)
    pictures = [read(translate(place, cover_model, style=style, tile_size=size)[0]).astype(int) for size in (96, 1024)]
    assert np.abs(pictures[0] - pictures[1]).max() <= 1
