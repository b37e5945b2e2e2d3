"""The discriminator of pix2pix: it judges patches of 70 x 70 pixels (Isola et al. 2017)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class PatchGAN(nn.Module):
    """Condition (N, in_channels, H, W) and picture (N, bands, H, W) to a logit a patch (N, 1, about H / 8, W / 8)."""

    def __init__(self, in_channels: int, bands: int, width: int = 64, steps: int = 3):
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(in_channels + bands, width, 4, 2, 1), nn.LeakyReLU(0.2)]
        for level in range(1, steps + 1):
            a, b = (width * min(2**k, 8) for k in (level - 1, level))
            layers += [
                nn.Conv2d(a, b, 4, 2 if level < steps else 1, 1, bias=False),
                nn.BatchNorm2d(b),
                nn.LeakyReLU(0.2),
            ]
        self.layers = nn.Sequential(*layers, nn.Conv2d(width * min(2**steps, 8), 1, 4, 1, 1))

    def forward(self, condition: Tensor, picture: Tensor) -> Tensor:
        return self.layers(torch.cat((condition, picture), 1))
