"""A second opinion of water: what it sees, how it speaks, and what it learns of floods."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sar2optical_qgis.core.model.channels import SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER
from training.networks import water_opinion
from training.networks.usual_backscatter import ABSOLUTE
from training.networks.water_opinion import (
    OWN,
    SEEN,
    SHARES,
    WaterOpinion,
    believed,
    dark_for_the_scene,
    fitted,
    labelled,
    water_planes,
)

VV, VV_SCENE, HAS_VV = (SAR_CHANNELS.index(name) for name in ('vv', 'vv_scene', 'has_vv'))


def radar(level: np.ndarray, scene: np.ndarray, absolute: float = 1.0) -> np.ndarray:
    """Return input planes of VV alone: (rows, cols) in tens of decibels, and in spreads above the scene's median."""
    x = np.zeros((len(SAR_CHANNELS) + 6, *level.shape), np.float32)
    x[VV], x[VV_SCENE], x[HAS_VV], x[ABSOLUTE] = level * absolute, scene, 1.0, absolute
    return x


def looks(seed: int, absolute: float = 1.0):
    """Yield looks at land on which a part is 8 dB darker."""
    rng = np.random.default_rng(seed)
    for _ in range(8):
        wet = np.kron(rng.random((4, 4)) < 0.4, np.ones((16, 16), bool))
        level = np.where(wet, -0.5, 0.3) + rng.normal(0, 0.15, wet.shape)
        yield radar(level, (level - 0.3) * 3, absolute), np.where(wet, WATER, WATER + 1).astype(np.uint8), 1.0


def test_even_ground_lies_as_far_from_its_scene_at_every_scale():
    x = torch.from_numpy(radar(np.zeros((64, 32)), np.full((64, 32), -2.0)))[None]
    seen = dark_for_the_scene(x)[0]
    torch.testing.assert_close(seen[::2], torch.full_like(seen[::2], -2.0), atol=1e-3, rtol=0)
    assert not seen[1::2].any()  # no VH


@pytest.mark.parametrize('absolute', [0.0, 1.0])
def test_a_picture_in_8_bits_is_seen_as_usual_backscatter_but_known_to_be_none(absolute):
    planes = water_planes(torch.from_numpy(radar(np.zeros((32, 32)), np.zeros((32, 32)), absolute))[None])[0]
    assert planes.shape == (SEEN, 16, 16)
    assert (planes[-1] == absolute).all()
    assert planes[0].mean() == pytest.approx(0.0 if absolute else 0.45, abs=0.01)


def test_only_waters_share_is_told_anew_and_land_keeps_its_proportions():
    opinion, x = WaterOpinion().eval(), torch.from_numpy(radar(np.zeros((32, 32)), np.zeros((32, 32))))[None]
    with torch.no_grad():
        opinion.layers[-1].bias.fill_(3.0)
        before = torch.randn(1, len(COVERS), 16, 16).softmax(1)
        after = opinion(before, x)
        odds = opinion.of(water_planes(x))
    torch.testing.assert_close(after.sum(1), torch.ones(1, 16, 16))
    land = [k for k in range(len(COVERS)) if k != WATER]
    torch.testing.assert_close(
        after[:, land] / after[:, land].sum(1, keepdim=True), before[:, land] / before[:, land].sum(1, keepdim=True)
    )
    water, own = after[:, WATER], before[:, WATER]
    torch.testing.assert_close(torch.logit(water), odds[:, 0] + OWN * torch.logit(own), atol=1e-3, rtol=0)


@pytest.mark.parametrize(
    ('share', 'rows', 'stays'),
    [(0.7, 3, False), (0.95, 3, True), (0.55, 40, True)],
    ids=['a weak spot', 'a sure pond', 'a weak flood'],
)
def test_a_weak_spot_of_water_is_none_and_a_sure_or_wide_one_is(share, rows, stays):
    wet = torch.full((1, 1, 40, 40), 0.02)
    wet[..., :rows, :rows] = share
    held = believed(wet)[0, 0, 1, 1]
    assert held == float(stays)


@pytest.mark.parametrize('absolute', [0.0, 1.0])
def test_spots_in_pictures_of_8_bits_stay(absolute):
    opinion, level = WaterOpinion().eval(), np.zeros((80, 80))
    level[40:44, 40:44] = 1.0
    with torch.no_grad():
        for layer in (opinion.layers[0], opinion.layers[3], opinion.layers[-1]):
            layer.weight.zero_(), layer.bias.zero_()
        opinion.layers[-1].bias.fill_(0.6)
        even = torch.full((1, len(COVERS), 40, 40), 0.01)
        even[..., 20:22, 20:22] = 0.5
        x = torch.from_numpy(radar(level, np.zeros((80, 80)), absolute))[None]
        told = opinion(even, x)[0, WATER, 20, 20]
    assert (told > 0.6) != bool(absolute)


def test_water_has_its_share_among_backscatter_and_among_pictures():
    planes, wet, weight = labelled([*looks(0), *looks(1, 0.0), (*next(looks(2))[:1], np.full((64, 64), UNKNOWN), 1.0)])
    for absolute, share in zip((1, 0), SHARES):
        kind = planes[:, -1] == absolute
        assert weight[kind & wet].sum() / weight[kind].sum() == pytest.approx(share)


def test_what_is_dark_is_learned_as_water_and_nothing_else_is(monkeypatch):
    monkeypatch.setattr(water_opinion, 'STEPS', 500)  # it is plain here
    opinion = fitted(*labelled(looks(0)))
    for look, cover, _ in looks(9):
        said = opinion.of(water_planes(torch.from_numpy(look)[None]))[0, 0].numpy() > 0
        assert (said == (cover[::2, ::2] == WATER)).mean() > 0.93
