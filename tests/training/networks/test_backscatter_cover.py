"""A second opinion of land: what it sees of the radar, what it learns of a forest, and what weighs in a product."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sar2optical_qgis.core.model.channels import SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import BUILT, COVERS, FOREST, GREEN
from training.networks import backscatter_cover
from training.networks.backscatter_cover import HAS, LEVEL, PLANES, BackscatterCover, distilled, moments
from training.networks.cover_head import OWN, TwoOpinions

SHARES = np.array([0.05, 0.3, 0.3, 0.1, 0.2, 0.05], np.float32)


def radar(vv: torch.Tensor) -> torch.Tensor:
    """Return input planes of VV alone, (rows, cols) in tens of decibels."""
    x = torch.zeros(1, len(SAR_CHANNELS) + 6, *vv.shape)
    x[:, LEVEL[0]], x[:, HAS[0]] = vv, 1.0
    return x


def test_even_ground_has_its_own_level_at_every_scale_and_no_spread():
    seen = moments(radar(torch.full((64, 32), -0.7)))[0]
    assert seen.shape == (PLANES, 32, 16)
    levels, spreads, missing = seen[[0, 6, 10, 14]], seen[[2, 8, 12, 16]], seen[[1, 7, 11, 15]]
    torch.testing.assert_close(levels, torch.full_like(levels, -0.7), atol=1e-4, rtol=0)
    assert spreads.max() < 0.01 and not missing.any()
    assert seen[4].min() == 1.0 and not seen[5].any()  # there is VV, and no VH


def test_speckle_spreads_and_its_level_is_that_of_the_mean_power():
    power = np.random.default_rng(0).exponential(size=(256, 256)).astype(np.float32)
    seen = moments(radar(torch.from_numpy(np.log10(power))))[0, :, 32:-32, 32:-32]
    assert abs(seen[14].mean()) < 0.02  # of 1
    assert seen[16].mean() == pytest.approx(0.557, abs=0.03)  # decibels of one look, a tenth


def test_a_network_says_what_the_forest_says(monkeypatch):
    monkeypatch.setattr(backscatter_cover, 'STEPS', 800)  # what is to be told is easy
    monkeypatch.setattr(backscatter_cover, 'DRAWN', 20_000)
    rng = np.random.default_rng(0)
    cover = rng.choice(np.array([FOREST, GREEN, BUILT], np.uint8), 3000)
    planes = rng.normal(size=(3000, PLANES)).astype(np.float32)
    planes[:, 0] += 5 * (cover == BUILT)
    planes[:, 1] += 5 * (cover == FOREST)
    network = distilled(planes[:2000], cover[:2000])
    shares = network.of(torch.from_numpy(planes[2000:])[..., None, None]).softmax(1)[..., 0, 0].numpy()
    assert (shares.argmax(1) == cover[2000:]).mean() > 0.85
    unknown = [k for k in range(len(COVERS)) if k not in (FOREST, GREEN, BUILT)]
    assert shares[:, unknown].max() < 0.01


def test_both_have_a_say_in_land():
    head, second = torch.nn.Conv2d(4, len(COVERS), 3, padding=1), BackscatterCover()
    features, x = torch.randn(1, 4, 32, 32), radar(torch.randn(64, 64))
    with torch.no_grad():
        shares = TwoOpinions(head, second, SHARES)(features, x).softmax(1)
        product = head(features).softmax(1) ** OWN * second(x).softmax(1) * torch.from_numpy(SHARES).view(1, -1, 1, 1)
    torch.testing.assert_close(shares, product / product.sum(1, keepdim=True))
