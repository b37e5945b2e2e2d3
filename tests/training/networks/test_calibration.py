"""Shares of cover mean what they say."""

from __future__ import annotations

import torch

from training.networks.calibration import UNKNOWN, fit_calibration


def test_overconfident_shares_are_brought_back_to_what_is_so():
    torch.manual_seed(0)
    honest = torch.randn(3, 20000)
    truth = torch.distributions.Categorical(logits=honest.T).sample()
    shifted = 3.0 * honest + torch.tensor([1.5, 0.0, 0.0])[:, None]
    scale, bias = fit_calibration([('a', shifted, truth)], 3, 0)
    made = (shifted * scale + bias[:, None]).softmax(0)
    assert (made.mean(1) - honest.softmax(0).mean(1)).abs().max() < 0.02
    assert abs(float(scale) - 1 / 3) < 0.05


def test_nothing_known_changes_nothing():
    scale, bias = fit_calibration([('a', torch.randn(3, 50), torch.full((50,), UNKNOWN))], 3, 0)
    assert float(scale) == 1.0 and not bias.any()
