"""The backbone of every task: a residual U-shape of 3x3 convolutions at half resolution.

PixelUnshuffle(2) -> stem -> encoder of residual blocks with strided steps -> decoder with bilinear steps and additive
skips -> PixelShuffle(2) heads for mean and log-sigma. Only local operators with fixed statistics (BatchNorm, folded at
export), so that cutting a scene into tiles changes nothing but the rim.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

LOG_SIGMA_RANGE = (-6.0, 0.5)
OPAQUE = (0.06, 0.18)  # reflectance above the base: from here a cloud hides, from there it hides all
NEAR = 12  # pixels around an opaque cloud: its rims are no thin cloud


class ConvNorm(nn.Module):
    """3x3 convolution and BatchNorm; ``fold`` merges the two for inference."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
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
    ):
        super().__init__()
        if base is not None and len(base) != out_channels:
            raise ValueError(f'base names {len(base)} planes for {out_channels} output bands')
        self.base = None if base is None else list(base)
        self.observed = None if observed is None else list(observed)
        self.stride = 2 ** len(widths)
        self.unshuffle, self.shuffle = nn.PixelUnshuffle(2), nn.PixelShuffle(2)
        self.stem = ConvNorm(in_channels * 4, widths[0])
        self.encoder = nn.ModuleList(nn.Sequential(*(Residual(w) for _ in range(n))) for w, n in zip(widths, blocks))
        self.down = nn.ModuleList(ConvNorm(a, b, 2) for a, b in zip(widths, widths[1:]))
        self.up = nn.ModuleList(ConvNorm(b, a) for a, b in zip(widths, widths[1:]))
        self.decoder = nn.ModuleList(
            nn.Sequential(*(Residual(w) for _ in range(n))) for w, n in zip(widths[:-1], blocks)
        )
        self.enlarge = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=False)
        self.dropout = nn.Dropout2d(dropout)
        self.mean = nn.Conv2d(widths[0], out_channels * 4, 3, padding=1)
        self.log_sigma = nn.Conv2d(widths[0], out_channels * 4, 3, padding=1)
        heads = [(self.mean, start), (self.log_sigma, -2.5)]
        if self.observed is not None:
            self.gain = nn.Conv2d(widths[0], out_channels * 4, 3, padding=1)
            heads.append((self.gain, 0.0))
        for head, bias in heads:
            nn.init.zeros_(head.weight)
            nn.init.constant_(head.bias, bias)

    @staticmethod
    def transparency(veil: Tensor) -> Tensor:
        """Return 1 where the ground may shine through, 0 under opaque cloud, (N, 1, H, W).

        A cloud shows in how much brighter than the base the first three bands (blue, green, red) are anywhere near.
        Real thick clouds have textures and rims that transplanted ones lack; without this the network took them for
        ground under a veil, and left brown seams (evaluate_real_clouds.py).
        """
        excess = torch.relu(veil[:, :3]).mean(1, keepdim=True)
        excess = F.avg_pool2d(excess, 9, 1, 4, count_include_pad=False)
        excess = F.max_pool2d(excess, (2 * NEAR + 1, 1), 1, (NEAR, 0))  # rows, then columns: as the square, cheaper
        excess = F.max_pool2d(excess, (1, 2 * NEAR + 1), 1, (0, NEAR))
        seen = ((OPAQUE[1] - excess) / (OPAQUE[1] - OPAQUE[0])).clamp(0.0, 1.0)
        return F.avg_pool2d(seen, 9, 1, 4, count_include_pad=False)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        y = torch.relu(self.stem(self.unshuffle(x)))
        skips = []
        for level, encoder in enumerate(self.encoder):
            y = encoder(y)
            if level < len(self.down):
                skips.append(y)
                y = torch.relu(self.down[level](y))
        y = self.dropout(y)
        for level in reversed(range(len(self.up))):
            y = self.decoder[level](torch.relu(self.enlarge(self.up[level](y)) + skips[level]))
        mean = self.shuffle(self.mean(y)).float()
        log_sigma = self.shuffle(self.log_sigma(y)).float().clamp(*LOG_SIGMA_RANGE)
        if self.base is not None:
            base = x[:, self.base].float()
            if self.observed is not None:
                veil = x[:, self.observed].float() - base
                mean = self.transparency(veil) * (mean + self.shuffle(self.gain(y)).float() * veil)
            mean = mean + base
        return mean, log_sigma


def folded(network: nn.Module) -> nn.Module:
    """Return a copy in evaluation mode with every BatchNorm merged into its convolution."""
    result = copy.deepcopy(network).eval()
    for module in result.modules():
        if isinstance(module, ConvNorm) and not isinstance(module.norm, nn.Identity):
            module.fold()
    return result


def wide_kernel(stem: Tensor) -> Tensor:
    """Return the 6x6 kernel (out, in, 6, 6) that does with stride 2 what 3x3 (out, 4 in, 3, 3) does after unshuffle."""
    outputs, inputs = stem.shape[0], stem.shape[1] // 4
    return stem.view(outputs, inputs, 2, 2, 3, 3).permute(0, 1, 4, 2, 5, 3).reshape(outputs, inputs, 6, 6)


def narrow_kernel(wide: Tensor) -> Tensor:
    """Return the 3x3 kernel after unshuffle that a 6x6 kernel stands for: the inverse of wide_kernel."""
    outputs, inputs = wide.shape[:2]
    return wide.view(outputs, inputs, 3, 2, 3, 2).permute(0, 1, 3, 5, 2, 4).reshape(outputs, inputs * 4, 3, 3)


def streamlined(network: nn.Module) -> nn.Module:
    """Return a folded copy whose unshuffle and stem are one strided convolution: the same sums, a tenth less time."""
    result = folded(network)
    for module in result.modules():
        if isinstance(module, Backbone):
            old = module.stem.conv
            conv = nn.Conv2d(old.in_channels // 4, old.out_channels, 6, 2, 2)
            conv.load_state_dict({'weight': wide_kernel(old.weight.detach()), 'bias': old.bias.detach()})
            module.unshuffle, module.stem.conv = nn.Identity(), conv.eval()
    return result
