"""A radar picture of unknown stretch, taken for usual backscatter."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sar2optical_qgis.core.model.channels import SceneStatistics, sar_planes, stack
from sar2optical_qgis.core.sentinel.radar_picture import USUAL_DB
from training.data.sar_augment import CHANNELS
from training.networks.usual_backscatter import MEDIAN_DB, SPREAD_DB, as_usual


def planes_of(db: dict[str, np.ndarray], calibrated: bool) -> torch.Tensor:
    valid = {name: np.isfinite(values) for name, values in db.items()}
    scene = {name: SceneStatistics.of(values[valid[name]]) for name, values in db.items()}
    filled = {name: np.nan_to_num(values, nan=-50.0) for name, values in db.items()}
    rest = dict.fromkeys(CHANNELS, 0.0)
    return torch.from_numpy(stack(CHANNELS, {**rest, **sar_planes(filled, valid, scene, calibrated)}))[None]


@pytest.fixture
def scene() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {p: rng.normal(MEDIAN_DB[p.lower()], SPREAD_DB, (32, 32)).astype(np.float32) for p in ('VV', 'VH')}


def test_a_picture_of_a_usual_scene_becomes_its_backscatter_whatever_its_stretch(scene):
    picture = {name: (values * 0.4 + 3).astype(np.float32) for name, values in scene.items()}
    made, wanted = as_usual(planes_of(picture, False)), planes_of(scene, True)
    assert float((made - wanted)[:, :2].abs().max()) < 0.06  # 0.6 dB
    torch.testing.assert_close(made[:, 4:], wanted[:, 4:])


def test_the_product_and_the_network_mean_the_same_by_a_spread():
    assert USUAL_DB == SPREAD_DB


def test_calibrated_backscatter_stays_as_it_is(scene):
    unusual = {name: values - 6 for name, values in scene.items()}
    planes = planes_of(unusual, True)
    torch.testing.assert_close(as_usual(planes), planes)


def test_where_there_is_no_radar_none_is_made_up(scene):
    scene['VV'][:, :8] = np.nan
    planes = as_usual(planes_of({'VV': scene['VV']}, False))
    assert float(planes[0, 0, :, :8].abs().max()) == 0.0
    assert float(planes[0, 1].abs().max()) == 0.0
