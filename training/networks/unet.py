"""The plain U-Net (Ronneberger et al. 2015) with BatchNorm and padding, as the earlier cloud removers used it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training.networks.constant_sigma import ConstantSigma


def double(inputs: int, outputs: int) -> nn.Sequential:
    """Two 3x3 convolutions with BatchNorm and ReLU."""
    layers: list[nn.Module] = []
    for a in (inputs, outputs):
        layers += [nn.Conv2d(a, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    """Planes (N, in_channels, H, W) to mean and log-sigma (N, out_channels, H, W); H, W multiples of ``stride``."""

    def __init__(self, in_channels: int, out_channels: int, widths: Sequence[int] = (64, 128, 256, 512, 1024)):
        super().__init__()
        self.stride = 2 ** (len(widths) - 1)
        self.encoder = nn.ModuleList(double(a, b) for a, b in zip([in_channels, *widths], widths))
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ModuleList(nn.ConvTranspose2d(b, a, 2, 2) for a, b in zip(widths, widths[1:]))
        self.decoder = nn.ModuleList(double(a * 2, a) for a in widths[:-1])
        self.head = nn.Conv2d(widths[0], out_channels, 1)
        self.sigma = ConstantSigma(out_channels)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        skips = []
        for level, block in enumerate(self.encoder):
            x = block(x if level == 0 else self.pool(x))
            skips.append(x)
        skips.pop()
        for level in reversed(range(len(self.up))):
            x = self.decoder[level](torch.cat((self.up[level](x), skips[level]), 1))
        return self.sigma(self.head(x).float())
