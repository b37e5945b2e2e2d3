"""Components of many bands: what their blocks took of the memory."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel import components
from tests.makers import write_raster


def make_layer(tmp_path):
    """Components of 20 bands; no fixture, for pytest lets go of those of the last test when GDAL's drivers are gone."""
    values = np.random.default_rng(0).integers(1, 250, (20, 512, 512)).astype(np.uint8)
    return components.Components(Raster(write_raster(tmp_path / 'layer.tif', values), 'COVARIATES'))


def test_freed_memory_goes_back_once_for_a_large_block_and_never_for_a_small_one(tmp_path, monkeypatch):
    layer, given_back = make_layer(tmp_path), []
    monkeypatch.setattr(components, 'trim', lambda: given_back.append(1))
    layer.read((0, 0, 512, 512), layer.bands)
    assert not given_back  # two blocks of 2.6 MB
    layer.kept = components.BlockStore()
    monkeypatch.setattr(components, 'LARGE', 2**20)
    layer.read((0, 0, 512, 512), layer.bands)
    layer.read((100, 100, 300, 300), layer.bands)
    assert len(given_back) == 2  # blocks that are kept are not unpacked again
