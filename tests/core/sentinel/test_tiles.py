"""Mosaics of tiles that each name their own bands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sentinel import tiles
from sar2optical_qgis.core.sentinel.bands import find_s2_bands, find_sar_bands
from sar2optical_qgis.core.sentinel.layers import open_layer
from tests.makers import write_raster

COLOURS = ('B02', 'B03', 'B04')


def mosaic(folder, orders):
    """Return an opened VRT of tiles side by side, each with its own names of bands."""
    values = np.random.default_rng(0).integers(300, 3000, (len(orders[0]), 8, 8)).astype(np.uint16)
    paths = [
        write_raster(folder / f'tile{k}.tif', values, names, origin=(500000.0 + 80 * k, 5600000.0))
        for k, names in enumerate(orders)
    ]
    gdal.BuildVRT(str(folder / 'mosaic.vrt'), paths).FlushCache()
    return open_layer(str(folder / 'mosaic.vrt'), 'INPUT')


@pytest.mark.parametrize(
    ('find', 'names', 'given', 'told'),
    [
        (find_sar_bands, ('VV', 'VH'), 'VV=1', 'VV in tile0.tif and VH in tile1.tif'),
        (find_s2_bands, COLOURS, 'B02=1', 'B02 in tile0.tif and B04 in tile1.tif'),
    ],
    ids=['radar', 'optics'],
)
def test_tiles_whose_bands_are_in_different_orders_are_refused_unless_the_user_names_them(
    tmp_path, find, names, given, told
):
    raster = mosaic(tmp_path, [names, names[::-1]])
    with pytest.raises(InputError, match=told):
        find(raster)
    assert list(find(raster, given)[0].values()) == [1]


@pytest.mark.parametrize(
    'orders',
    [[COLOURS] * 3, [COLOURS, ('blue', 'green', 'red')], [COLOURS, ('', '', '')]],
    ids=['one order', 'one order in other words', 'a tile without names'],
)
def test_tiles_that_do_not_contradict_each_other_are_read(tmp_path, orders):
    find_s2_bands(mosaic(tmp_path, orders))


def test_bands_of_different_names_that_each_come_from_a_file_of_their_own_are_no_mixture(tmp_path):
    raster = mosaic(tmp_path, [('VV',), ('VH',)])
    paths = [str(Path(raster.path).with_name(f'tile{k}.tif')) for k in range(2)]
    stack = str(tmp_path / 'stack.vrt')
    gdal.BuildVRT(stack, paths, separate=True).FlushCache()
    find_sar_bands(open_layer(stack, 'INPUT'))


def test_of_many_tiles_some_are_opened(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(tiles, '_names_in', lambda path: opened.append(path) or {})
    find_s2_bands(mosaic(tmp_path, [COLOURS] * 60))
    assert 1 < len(opened) <= tiles.MOST
