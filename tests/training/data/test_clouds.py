"""What transplanted clouds look like to a sensor."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.names import S2_BANDS
from sar2optical_qgis.core.raster.filters import dilate
from training.data.cloud_optics import MOST, SHARES, draw_spectrum, through
from training.data.clouds import CUT, cloud_layer, lay_clouds
from training.data.fractal_bank import FractalBank

GROUND = np.full((len(S2_BANDS), 96, 96), 0.1, np.float32) + np.linspace(0, 0.1, 96, dtype=np.float32)


def laid(cover: str, seed: int, ground: np.ndarray = GROUND):
    return lay_clouds(ground, S2_BANDS, FractalBank(), np.random.default_rng(seed), cover, 0)


def test_a_layer_that_reflects_nothing_shows_the_ground_and_a_perfect_one_itself():
    ground = np.linspace(0.0, 0.9, 10)
    assert np.allclose(through(ground, np.zeros(10)), ground) and np.allclose(through(ground, np.ones(10)), 1.0)
    seen = through(ground, np.full(10, 0.4))
    assert (seen >= 0.4).all() and (np.diff(seen) > 0).all() and (np.diff(seen) < np.diff(ground)).all()


def test_water_clouds_are_as_bright_in_the_infrared_and_haze_fades_there():
    rng = np.random.default_rng(0)
    thick = np.mean([draw_spectrum(S2_BANDS, 'broken', rng) for _ in range(300)], axis=0)
    near, short = S2_BANDS.index('B8A'), S2_BANDS.index('B11')
    assert 1.1 < thick[near] < 1.4 and 0.8 < thick[short] < 1.3
    thin = np.array([draw_spectrum(S2_BANDS, 'thin', rng) for _ in range(300)])
    assert (thin[:, near] < 0.8).any() and (thin[:, near] > 1.1).any()
    assert all(np.isclose(sum(shares), 1.0) for shares in SHARES.values())


@pytest.mark.parametrize('cover', SHARES)
def test_a_layer_covers_its_mask_and_reflects_at_most_what_light_there_is(cover: str):
    for seed in range(6):
        shapes = FractalBank().window(96, np.random.default_rng(seed))[0]
        layer, mask = cloud_layer(shapes, cover, np.random.default_rng(seed))
        assert layer.min() >= 0.0 and layer.max() <= MOST
        assert not mask.any() or layer[mask].mean() > layer[~mask].mean()


def test_opaque_clouds_hide_the_ground_and_thin_ones_let_it_through():
    def let_through(cover: str) -> float:
        found = []
        for seed in range(8):
            dark, bright = (laid(cover, seed, GROUND + more) for more in (0.0, 0.05))
            inside = dark.hidden & ~dark.shadow
            found.append(((bright.observed - dark.observed)[:, inside] / 0.05).mean())
        return float(np.mean(found))

    thin, broken, opaque = (let_through(cover) for cover in ('thin', 'broken', 'opaque'))
    assert max(opaque, broken) < 0.5 * thin < 0.5


def test_ground_beside_clouds_and_shadows_is_as_it_was():
    for seed in range(4):
        clouded = laid('opaque', seed)
        far = ~dilate(clouded.hidden | clouded.shadow | (clouded.opacity > 0.0), 6)
        assert np.abs(clouded.observed - GROUND)[:, far].max(initial=0.0) < 0.01


def test_clouds_that_were_cut_out_leave_one_value():
    clouded = laid('cut', 3)
    values = np.unique(clouded.observed[:, clouded.hidden])
    assert len(values) == 1 and values[0] in CUT


def test_the_same_seed_lays_the_same_clouds():
    assert np.array_equal(laid('broken', 5).observed, laid('broken', 5).observed)
