"""Cloud removal tile by tile: no size or overlap of the tiles shows in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.registry import shipped_models
from sar2optical_qgis.core.remove_clouds import RemoveClouds
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


@pytest.mark.parametrize('shape', [(2, 2), (3, 100), (33, 65)])
def test_tiny_rasters_come_back_in_their_own_size(place, shape):
    path = place.write('tiny.tif', place.clear[:, : shape[0], : shape[1]], TEN, nodata=0)
    classes = np.full((1, *shape), 4, np.uint8)
    classes[0, 0, 0] = 9
    mask = place.write('tiny_scl.tif', classes)
    made, _, _ = clean(place, input=path, mask=mask, dilate=0)
    assert made.shape == (10, *shape)
