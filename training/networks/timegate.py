"""TimeGate (after Oehmcke et al. 2020): learned per-pixel gates over any number of dates, then a residual U-Net.

Each date gives features and one gate a band; hidden pixels are gated out, the gates of a pixel sum to one. The gated
mean of the dates is the composite; the U-Net adds ``gamma`` times its correction, and gamma starts at zero: a new
network is its composite. No order of the dates is assumed and none need be clear; a pixel that no date shows mixes
what there is.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training.networks.unet import UNet, double

HIDDEN = 30.0  # what a hidden pixel's gate loses: exp(-30) of a clear one's weight


class TimeGate(nn.Module):
    """Series (N, dates, planes, H, W) to mean and log-sigma (N, bands, H, W); any number of dates.

    Planes: ``bands`` reflectances as observed, then the clear mask (0..1), then what else is known of a date (time
    distance, radar). H, W multiples of ``stride``.
    """

    def __init__(self, planes: int, bands: int, width: int = 32, widths: Sequence[int] = (32, 64, 128)):
        super().__init__()
        self.bands = bands
        self.features = double(planes, width)
        self.gate = nn.Conv2d(width, bands, 3, padding=1)
        self.refine = UNet(bands + 1 + width, bands, widths)
        self.gamma = nn.Parameter(torch.zeros(1))
        self.stride = self.refine.stride

    def gates(self, series: Tensor) -> tuple[Tensor, Tensor]:
        """Return the weights (N, dates, bands, H, W), sum 1 over the dates, and features (N, dates, width, H, W)."""
        shape = series.shape
        features = self.features(series.reshape(-1, shape[2], shape[3], shape[4]))
        logits = self.gate(features).reshape(shape[0], shape[1], self.bands, shape[3], shape[4]).float()
        clear = series[:, :, self.bands : self.bands + 1]
        weights = (logits - HIDDEN * (1.0 - clear)).softmax(1)
        return weights, features.reshape(shape[0], shape[1], -1, shape[3], shape[4])

    def forward(self, series: Tensor) -> tuple[Tensor, Tensor]:
        weights, features = self.gates(series)
        composite = (weights * series[:, :, : self.bands]).sum(1)
        gathered = (weights.mean(2, keepdim=True) * features).sum(1)
        seen = series[:, :, self.bands].amax(1, keepdim=True)
        correction, log_sigma = self.refine(torch.cat((composite, seen, gathered), 1))
        return composite + self.gamma * correction, log_sigma
