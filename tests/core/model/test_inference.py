"""What reaches the network: memory used again never shows, tiles and parts of tiles that need no work get none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sar2optical_qgis.core.model.inference import InputPlanes
from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.registry import load_model
from sar2optical_qgis.core.raster.push_pull import BLOCK
from sar2optical_qgis.core.raster.tiling import RIM, Tiling
from sar2optical_qgis.core.remove_clouds import request as remove_clouds
from sar2optical_qgis.core.run.pipeline import Blender
from sar2optical_qgis.core.sar_to_optical import request as sar_to_optical
from sar2optical_qgis.core.sentinel.covariates import MARGIN, multilooked_covariates, sampled_covariates, sar_covariates
from tests.core.conftest import make_place
from tests.core.runs import clean, translate
from tests.makers import read


@pytest.fixture
def seen(monkeypatch):
    """The shapes that networks are run on."""
    shapes = []

    class Watched(Network):
        def __call__(self, batch, out=None):
            shapes.append(batch.shape)
            return super().__call__(batch, out)

    monkeypatch.setattr(remove_clouds, 'Network', Watched)
    monkeypatch.setattr(sar_to_optical, 'Network', Watched)
    return shapes


def test_memory_that_is_used_again_holds_nothing_of_the_tile_before():
    tiling = Tiling.plan(300, 300, 128, -1, 16, 16)
    line, rng = np.empty(3 * int(np.prod(tiling.largest)), np.float32), np.random.default_rng(0)
    inputs = InputPlanes(('a', 'b', 'c'), line)
    for k, tile in enumerate(tile for row in tiling.rows() for tile in row):
        inputs.begin(tile)
        a, b = rng.random((2, tile.height, tile.width)).astype(np.float32)
        inputs.views['a'][...] = a
        number = float(k % 3 != 1)  # the same as before, or another, or an array in its place
        planes = {'a': inputs.views['a'], 'b': b, 'c': b if k % 4 == 3 else number}
        made = inputs.finish(planes).array
        rows, cols = (slice(first, first + size) for first, size in zip(tile.before, (tile.height, tile.width)))
        assert made.shape == (3, *tile.padded) and made[0, rows, cols].tobytes() == a.tobytes()
        assert made[1, rows, cols].tobytes() == b.tobytes()
        assert (made[2, rows, cols] == planes['c']).all() and (k % 4 == 3 or (made[2] == number).all())


@settings(max_examples=60, deadline=None)
@given(st.integers(40, 600), st.integers(40, 600), st.sampled_from([16, 48]), st.integers(0, 10**6))
def test_the_part_of_a_tile_holds_what_is_wanted_and_its_surroundings_and_blends_to_the_same(height, width, halo, seed):
    tiling, rng = Tiling.plan(height, width, 256, -1, halo, 16), np.random.default_rng(seed)
    wanted = np.zeros((height, width), bool)
    for _ in range(3):
        row, col = rng.integers(0, height), rng.integers(0, width)
        wanted[row : row + 30, col : col + 40] = True
    picture = rng.random((1, height, width)).astype(np.float32)
    blender, result = Blender(tiling, 1), np.zeros_like(picture)
    for tile in (tile for row in tiling.rows() for tile in row):
        here = np.s_[..., tile.row : tile.row + tile.height, tile.col : tile.col + tile.width]
        part, values = tiling.around(tile, wanted[here]), None
        if part is not None:
            assert part.row % BLOCK == 0 and part.col % BLOCK == 0
            values = picture[:, part.row : part.row + part.height, part.col : part.col + part.width].copy()
        elif wanted[here].any():
            part, values = tile, np.zeros_like(picture[here])
        row, col, final = blender.add(tile, values, part)
        result[:, row : row + final.shape[1], col : col + final.shape[2]] = final
    assert np.allclose(result[:, wanted], picture[:, wanted], atol=2e-6)


def test_tiles_without_any_data_are_never_inferred(tmp_path, sar_model, seen):
    place = make_place(tmp_path, size=700)
    place.db[:, :, 300:] = -9999
    out, _ = translate(place, sar_model, tile_size=256)
    card = load_model(sar_model).card
    tiling = Tiling.plan(700, 700, 256, -1, card.halo, card.stride)
    with_data = sum(col < 300 for _ in tiling.starts(700) for col in tiling.starts(700))
    assert 0 < len(seen) == with_data < len(tiling.starts(700)) ** 2
    assert (read(out)[3, :, 300:] == 0).all() and (read(out)[3, :, :300] == 255).all()


def test_clear_tiles_are_copied_and_of_cloudy_ones_only_the_part_around_the_cloud_is_inferred(
    tmp_path, cloud_model, seen
):
    place = make_place(tmp_path, size=900)
    place.cloudy, place.classes[:] = place.clear.copy(), 4
    place.classes[:, 400:430, 400:430], place.cloudy[:, 400:430, 400:430] = 9, 7000
    made, mask, _ = clean(place, method='network', model=cloud_model, tile_size=512)
    assert (made[:, mask == 0] == place.cloudy[:, mask == 0]).all()
    assert len(seen) == 1 and seen[0][-1] <= 128 and seen[0][-2] <= 128
    assert (mask == 1).sum() >= 900


@pytest.mark.parametrize('step', [1, 2, 4])
@pytest.mark.parametrize('whole', [True, False])
def test_sampled_covariates_are_those_of_every_pixel(step, whole):
    rng = np.random.default_rng(0)
    db = {p: rng.normal(-12, 3, (130, 155)).astype(np.float32) for p in ('VV', 'VH')}
    valid = {p: np.ones((130, 155), bool) if whole else rng.random((130, 155)) > 0.1 for p in db}
    every, known = sar_covariates(db, valid)
    some, there = sampled_covariates(db, valid, step)
    inner = np.s_[..., MARGIN:-MARGIN:step, MARGIN:-MARGIN:step]
    assert np.allclose(some, every[inner], atol=2e-4) and (there == known[inner]).all()


def test_multilooked_covariates_are_means_of_the_power_of_valid_pixels():
    db = {'VV': np.full((40, 60), -10.0, np.float32)}
    valid = {'VV': np.ones((40, 60), bool)}
    db['VV'][20:22, 30:32] = [[-20, -20], [-10, -10]]
    planes, known = multilooked_covariates(db, valid)
    assert planes.shape == (4, 20, 30) and known.all()
    assert planes[0, 10, 15] == pytest.approx(10 * np.log10(0.055), abs=1e-3)
    assert planes[1, 9, 14] == pytest.approx(10 * np.log10((8 * 0.1 + 0.055) / 9), abs=1e-3)
    assert planes[3, 10, 15] > 0.5 and planes[3, 0, 0] == pytest.approx(0, abs=1e-2)
    db['VV'][20:22, 30:32], valid['VV'][20:22, 30] = [[50, -20], [50, -10]], False
    valid['VV'][2:4, 4:6] = False
    planes, known = multilooked_covariates(db, valid)
    assert planes[0, 10, 15] == pytest.approx(10 * np.log10(0.055), abs=1e-3)
    assert (~known).sum() == 1 and not known[1, 2]


@pytest.mark.parametrize('at_once', [1, 5])
@pytest.mark.parametrize('task', ['radar', 'clouds'])
def test_where_one_shape_is_wanted_the_network_sees_no_other_and_the_picture_stays(
    tmp_path, seen, monkeypatch, task, at_once
):
    place = make_place(tmp_path, size=700)

    def made() -> np.ndarray:
        if task == 'radar':
            return read(translate(place, '', tile_size=320)[0]).astype(int)
        return clean(place, method='network', model='', tile_size=320)[0].astype(int)

    before, own = made(), len(set(seen))
    seen.clear()
    monkeypatch.setattr(Network, 'wants_one_shape', True)
    monkeypatch.setattr(Network, 'prepare', lambda self, pixels: setattr(self, 'batch', at_once))
    after = made()
    assert own > 1 and len(set(seen)) == 1 and seen[0][0] == at_once
    changed = np.abs(after - before)
    allowed = 3 if task == 'radar' else 25  # grey levels, digital numbers: what tiles of another size change, too
    assert changed[:, :-RIM, :-RIM].max() <= allowed
    assert changed.max() <= 25 and (changed[:, -RIM:, -RIM:] > 10).mean() < 0.05  # mirrored further at the rims
