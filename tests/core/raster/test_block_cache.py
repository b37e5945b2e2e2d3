"""GDAL's cache is as large as the blocks of the inputs ask for, and no larger."""

from __future__ import annotations

import pytest
from osgeo import gdal

from sar2optical_qgis.core.raster.block_cache import LIMIT, WRITTEN, enough_for
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.raster.tiling import Tiling


@pytest.fixture
def layer(tmp_path):
    """Write ten bands of 16 bits, 4000 x 3000 pixels of which the file holds none, with given creation options."""

    def write(*options: str) -> Raster:
        path = str(tmp_path / f'{len(list(tmp_path.iterdir()))}.tif')
        made = gdal.GetDriverByName('GTiff').Create(path, 4000, 3000, 10, gdal.GDT_UInt16, ['SPARSE_OK=TRUE', *options])
        made = None  # noqa: F841 - closes the file
        return Raster(path, 'INPUT')

    return write


def test_small_blocks_ask_for_those_of_a_tile_and_around_it(layer):
    raster = layer('TILED=YES')
    assert enough_for([raster], raster.grid, 512) == WRITTEN + (512 + 2 * 256) ** 2 * 20
    assert enough_for([raster, raster], raster.grid, 512) == WRITTEN + 2 * (512 + 2 * 256) ** 2 * 20


def test_strips_ask_for_all_rows_of_a_tile_over_the_whole_width(layer):
    raster = layer('BLOCKYSIZE=1')
    assert enough_for([raster], raster.grid, 928) == WRITTEN + (928 + 2) * 4000 * 20


def test_no_input_asks_for_more_than_it_holds_or_than_the_limit(layer):
    raster = layer('TILED=YES')
    assert enough_for([raster], raster.grid, 50_000) == WRITTEN + 4000 * 3000 * 20
    assert enough_for([raster] * 20, raster.grid, 2000) == LIMIT


def test_rows_of_tiles_that_share_a_row_of_blocks_find_it_again(layer):
    raster = layer('TILED=YES', 'BLOCKXSIZE=1024', 'BLOCKYSIZE=1024')
    assert enough_for([raster], raster.grid, 512) == WRITTEN + (512 + 2 * 1024) * 4000 * 20
    assert enough_for([raster], raster.grid, 1024) == WRITTEN + 3000 * (1024 + 2 * 1024) * 20


def test_tiles_that_split_the_blocks_of_an_output_may_keep_them_up_to_the_limit(layer):
    raster = layer('TILED=YES')
    chosen = Tiling.plan(3000, 4000, 0, -1, 48, 1, usual=512)
    split = Tiling.plan(3000, 4000, 704, -1, 48, 1)
    assert not chosen.splits_blocks and split.splits_blocks
    assert enough_for([raster], raster.grid, split.tile, split.splits_blocks) == LIMIT
    assert not Tiling.plan(600, 4000, 704, -1, 48, 1).splits_blocks  # a single row of tiles


def test_what_lies_behind_a_vrt_may_ask_for_the_limit(layer, tmp_path):
    made = gdal.Translate(str(tmp_path / 'stack.vrt'), layer('TILED=YES').path, format='VRT')
    made = None  # noqa: F841 - writes the file
    raster = Raster(str(tmp_path / 'stack.vrt'), 'INPUT')
    assert enough_for([raster], raster.grid, 512) == LIMIT
