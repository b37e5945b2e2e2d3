"""Learned gates over any number of dates (after Oehmcke et al. 2020): what each date may say beyond the estimate.

Every date gives features and one gate a band; gates over the dates that show a pixel sum to one. No order of the dates
is assumed, none need be clear.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.networks.backbone import Residual

HIDDEN = 30.0  # what a hidden pixel's gate loses: exp(-30) of a clear one's weight


class Gates(nn.Module):
    """Entries (N, dates, planes, H, W), those of core/composite/timegate_inputs.py, weighed; H and W even."""

    def __init__(self, planes: int, bands: int, width: int):
        super().__init__()
        self.bands = bands
        self.unshuffle, self.shuffle = nn.PixelUnshuffle(2), nn.PixelShuffle(2)
        self.narrow = nn.Conv2d((planes + 2 * bands) * 4, width, 1)
        self.features = Residual(width)
        self.gate = nn.Conv2d(width, bands * 4, 3, padding=1)
        nn.init.zeros_(self.gate.weight)
        nn.init.zeros_(self.gate.bias)

    def gates(self, series: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the weights of the other dates (N, dates - 2, bands, H, W) and what they say beyond the estimate.

        And features of all entries, (N, dates, width, H / 2, W / 2). Weights sum to 1, or 0 where none sees.
        """
        n, dates, planes, rows, cols = series.shape
        b = self.bands
        clear = series[:, :, 2 * b : 2 * b + 1]
        beyond = (series[:, :, :b] - series[:, :1, :b]) * clear
        sigma = series[:, :1, b : 2 * b].expand(-1, dates, -1, -1, -1)
        x = torch.cat((series, beyond, sigma), 2).reshape(n * dates, planes + 2 * b, rows, cols)
        features = self.features(torch.relu(self.narrow(self.unshuffle(x))))
        features = features.reshape(n, dates, -1, rows // 2, cols // 2)
        others = features[:, 2:]
        logits = self.shuffle(self.gate(others.reshape(n * (dates - 2), -1, rows // 2, cols // 2)))
        logits = logits.float().reshape(n, dates - 2, b, rows, cols)
        weights = (logits - HIDDEN * (1.0 - clear[:, 2:])).softmax(1) * clear[:, 2:]
        return weights, beyond[:, 2:], features
