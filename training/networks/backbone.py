"""The backbone of every task: a residual U-shape of 3x3 convolutions at half resolution.

Strided stem -> encoder of residual blocks with strided steps -> decoder with bilinear steps and additive skips -> a
PixelShuffle(2) head for the mean, smooth ones for log-sigma and gain. Only local operators with fixed statistics
(BatchNorm, folded at export), so that cutting a scene into tiles changes nothing but the rim.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

LOG_SIGMA_RANGE = (-6.0, 0.5)
NEAR = 3  # cells of four pixels around an opaque cloud: its rims are no thin cloud
OPAQUE = (0.12, 0.30)  # reflectance above the base: from here a cloud hides, from there it hides all


class ConvNorm(nn.Module):
    """Convolution and BatchNorm; ``fold`` merges the two for inference."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1, size: int = 3):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, size, stride, (size - 1) // 2, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.conv(x))

    def fold(self) -> None:
        self.conv, self.norm = fuse_conv_bn_eval(self.conv, self.norm), nn.Identity()


class Residual(nn.Module):
    """x + f(x) with two convolutions; the second norm starts at zero, so that a new block does nothing."""

    def __init__(self, width: int):
        super().__init__()
        self.first, self.second = ConvNorm(width, width), ConvNorm(width, width)
        nn.init.zeros_(self.second.norm.weight)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class Backbone(nn.Module):
    """Map input planes (N, in_channels, H, W) to mean and log-sigma (N, out_channels, H, W); H, W multiples of stride.

    ``base``: indices of input planes, one an output band, to which the network adds a correction (zero at first).
    ``observed``: planes of the same bands through which the ground may still be seen. A gain of each pixel and band
    (zero at first) times observed - base is added: taking off a veil is a smooth gain and offset, while the ground's
    detail goes straight through, which the narrow stem could not carry.
    ``start``: constant of the mean at the first step where there is no base.
    ``blocks``: residual blocks of each level, finest first; ``decoder_blocks`` of the decoder, where they differ.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        widths: Sequence[int] = (32, 64, 128, 256),
        blocks: Sequence[int] = (1, 1, 1, 2),
        base: Sequence[int] | None = None,
        observed: Sequence[int] | None = None,
        start: float = 0.0,
        dropout: float = 0.0,
        decoder_blocks: Sequence[int] | None = None,
    ):
        super().__init__()
        if base is not None and len(base) != out_channels:
            raise ValueError(f'base names {len(base)} planes for {out_channels} output bands')
        self.base = None if base is None else list(base)
        self.observed = None if observed is None else list(observed)
        self.stride = 2 ** len(widths)
        self.stem, self.shuffle = ConvNorm(in_channels, widths[0], 2, 4), nn.PixelShuffle(2)
        self.encoder = nn.ModuleList(nn.Sequential(*(Residual(w) for _ in range(n))) for w, n in zip(widths, blocks))
        self.down = nn.ModuleList(ConvNorm(a, b, 2) for a, b in zip(widths, widths[1:]))
        self.up = nn.ModuleList(ConvNorm(b, a) for a, b in zip(widths, widths[1:]))
        self.decoder = nn.ModuleList(
            nn.Sequential(*(Residual(w) for _ in range(n))) for w, n in zip(widths[:-1], decoder_blocks or blocks)
        )
        self.enlarge = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=False)
        self.dropout = nn.Dropout2d(dropout)
        self.mean = nn.Conv2d(widths[0], out_channels * 4, 3, padding=1)
        self.log_sigma = nn.Conv2d(widths[0], out_channels, 3, padding=1)  # smooth: half the resolution is enough
        heads = [(self.mean, start), (self.log_sigma, -2.5)]
        if self.observed is not None:
            self.gain = nn.Conv2d(widths[0], out_channels, 3, padding=1)
            heads.append((self.gain, 0.0))
        for head, bias in heads:
            nn.init.zeros_(head.weight)
            nn.init.constant_(head.bias, bias)

    @staticmethod
    def transparency(veil: Tensor) -> Tensor:
        """Return 1 where the ground may shine through, 0 under opaque cloud, (N, 1, H, W).

        A cloud shows in how much brighter than the base the first three bands (blue, green, red) are around. Worked
        out on cells of four pixels, which cost little and coincide in neighbouring tiles.
        """
        excess = F.avg_pool2d(torch.relu(veil[:, :3]).mean(1, keepdim=True), 4)
        excess = F.avg_pool2d(excess, 3, 1, 1, count_include_pad=False)
        excess = F.max_pool2d(excess, 2 * NEAR + 1, 1, NEAR)
        seen = ((OPAQUE[1] - excess) / (OPAQUE[1] - OPAQUE[0])).clamp(0.0, 1.0)
        seen = F.avg_pool2d(seen, 5, 1, 2, count_include_pad=False)
        return F.interpolate(seen, scale_factor=4.0, mode='bilinear', align_corners=False)

    def features(self, x: Tensor) -> Tensor:
        """Return what the heads see, (N, widths[0], H / 2, W / 2)."""
        y = torch.relu(self.stem(x))
        skips = []
        for level, encoder in enumerate(self.encoder):
            y = encoder(y)
            if level < len(self.down):
                skips.append(y)
                y = torch.relu(self.down[level](y))
        y = self.dropout(y)
        for level in reversed(range(len(self.up))):
            y = self.decoder[level](torch.relu(self.enlarge(self.up[level](y)) + skips[level]))
        return y

    def estimate(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and log-sigma of input planes and their features."""
        mean = self.shuffle(self.mean(y)).float()
        log_sigma = self.enlarge(self.log_sigma(y)).float().clamp(*LOG_SIGMA_RANGE)
        if self.base is not None:
            base = x[:, self.base].float()
            if self.observed is not None:
                veil = x[:, self.observed].float() - base
                mean = self.transparency(veil) * (mean + self.enlarge(self.gain(y)).float() * veil)
            mean = mean + base
        return mean, log_sigma

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.estimate(x, self.features(x))


def folded(network: nn.Module) -> nn.Module:
    """Return a copy in evaluation mode with every BatchNorm merged into its convolution."""
    result = copy.deepcopy(network).eval()
    for module in result.modules():
        if isinstance(module, ConvNorm) and not isinstance(module.norm, nn.Identity):
            module.fold()
    return result
