"""The generator of pix2pix (Isola et al. 2017): a U-Net of 4x4 convolutions with stride 2 down to one pixel of 256.

BatchNorm takes fixed statistics at inference and dropout is off there, unlike in the paper: a picture must not change
with the tile it lies in, nor from run to run.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.networks.constant_sigma import ConstantSigma


class UNet256(nn.Module):
    """Planes (N, in_channels, H, W) to mean and log-sigma (N, out_channels, H, W) in 0..1; H, W multiples of stride."""

    def __init__(self, in_channels: int, out_channels: int, width: int = 64, depth: int = 8, dropout: float = 0.5):
        super().__init__()
        self.stride = 2**depth
        widths = [min(width * 2**k, width * 8) for k in range(depth)]
        self.down = nn.ModuleList()
        for level, (a, b) in enumerate(zip([in_channels, *widths], widths)):
            layers: list[nn.Module] = [] if level == 0 else [nn.LeakyReLU(0.2)]
            layers.append(nn.Conv2d(a, b, 4, 2, 1))
            if 0 < level < depth - 1:
                layers.append(nn.BatchNorm2d(b))
            self.down.append(nn.Sequential(*layers))
        self.up = nn.ModuleList()
        for level in reversed(range(1, depth)):
            inputs = widths[level] * (1 if level == depth - 1 else 2)
            layers = [
                nn.ReLU(),
                nn.ConvTranspose2d(inputs, widths[level - 1], 4, 2, 1),
                nn.BatchNorm2d(widths[level - 1]),
            ]
            if depth - 4 <= level < depth - 1:
                layers.append(nn.Dropout(dropout))
            self.up.append(nn.Sequential(*layers))
        self.head = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(widths[0] * 2, out_channels, 4, 2, 1), nn.Tanh())
        self.sigma = ConstantSigma(out_channels)
        self.apply(_start)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        skips = []
        for block in self.down:
            x = block(x)
            skips.append(x)
        skips.pop()
        for block in self.up:
            x = torch.cat((block(x), skips.pop()), 1)
        return self.sigma(self.head(x).float() * 0.5 + 0.5)


def _start(module: nn.Module) -> None:
    """Weights as in the paper: normal with a standard deviation of .02."""
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
        nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
