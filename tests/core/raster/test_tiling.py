"""Tiles cover the raster, start where nothing depends on their size, and blend to exactly one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.tiling import Tiling, pad_to
from sar2optical_qgis.core.run.pipeline import Blender

lengths = st.integers(1, 700)


@settings(max_examples=60, deadline=None)
@given(
    lengths, lengths, st.sampled_from([160, 256, 512]), st.sampled_from([-1, 0, 64, 96]), st.sampled_from([0, 16, 48])
)
def test_blended_tiles_give_back_the_picture(height, width, size, overlap, halo):
    try:
        tiling = Tiling.plan(height, width, size, overlap, halo, 16)
    except InputError:
        assert size < 2 * max(overlap, 2 * halo + 32) + 32
        return
    picture = np.random.default_rng(0).random((2, height, width)).astype(np.float32)
    result, seen = np.full_like(picture, np.nan), np.zeros((height, width), int)
    blender = Blender(tiling, 2)
    for row in tiling.rows():
        for tile in row:
            part = picture[:, tile.row : tile.row + tile.height, tile.col : tile.col + tile.width]
            r, c, final = blender.add(tile, part.copy())
            result[:, r : r + final.shape[1], c : c + final.shape[2]] = final
            seen[r : r + final.shape[1], c : c + final.shape[2]] += 1
            assert tile.row % tiling.align == 0 and tile.padded[1] % tiling.align == 0
    assert (seen == 1).all()
    assert np.allclose(result, picture, atol=2e-6)


def test_the_rim_that_is_only_context_never_reaches_the_result():
    tiling = Tiling.plan(256, 900, 256, -1, 48, 16)
    blender = Blender(tiling, 1)
    for tile in tiling.rows()[0]:
        values = np.ones((1, tile.height, tile.width), np.float32)
        if tile.col > 0:
            values[:, :, : tiling.halo] = 1e6
        if tile.col + tile.width < 900:
            values[:, :, -tiling.halo :] = 1e6
        assert blender.add(tile, values)[2].max() == 1.0


def test_a_tile_size_under_its_overlap_is_refused_with_a_size_that_works():
    with pytest.raises(InputError, match=r'TILE_SIZE 64 is too small for OVERLAP 128\. Choose at least'):
        Tiling.plan(500, 500, 64, 128, 48, 16)


def test_small_rasters_are_mirrored_up_to_the_stride():
    padded = pad_to(np.arange(3.0).reshape(1, 1, 3), (0, 1), (4, 8))
    assert padded.shape == (1, 4, 8) and padded[0, 0].tolist() == [0, 0, 1, 2, 2, 1, 0, 0]


def test_tiles_that_nobody_looks_at_may_come_without_values():
    tiling = Tiling.plan(700, 900, 256, -1, 48, 16)
    rng = np.random.default_rng(3)
    picture = rng.random((2, 700, 900)).astype(np.float32)
    looked_at = np.kron(rng.random((7, 9)) > 0.9, np.ones((100, 100), bool))
    result, blender, skipped = np.zeros_like(picture), Blender(tiling, 2), 0
    for tile in (tile for row in tiling.rows() for tile in row):
        window = np.s_[..., tile.row : tile.row + tile.height, tile.col : tile.col + tile.width]
        needed = looked_at[window].any()
        skipped += not needed
        r, c, final = blender.add(tile, picture[window].copy() if needed else None)
        result[:, r : r + final.shape[1], c : c + final.shape[2]] = final
    assert skipped > 3
    assert np.allclose(result[:, looked_at], picture[:, looked_at], atol=2e-6)
