"""TerraMind's encoder below a small convolutional decoder: radar to picture.

Not safe to tile (global attention over the tokens of a window): a row of the table, not a shipped model.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from training.networks.constant_sigma import ConstantSigma
from training.networks.terramind_encoder import WINDOW, Encoder

WIDTHS = (256, 128, 64, 32, 32)


class Decoder(nn.Sequential):
    """Tokens (N, dimension, H / 16, W / 16) to features (N, 32, H, W): four times convolved and doubled."""

    def __init__(self, dimension: int):
        steps: list[nn.Module] = [nn.Conv2d(dimension, WIDTHS[0], 1)]
        for a, b in zip(WIDTHS, WIDTHS[1:]):
            steps += [
                nn.Upsample(scale_factor=2, mode='bilinear'),
                nn.Conv2d(a, b, 3, padding=1),
                nn.BatchNorm2d(b),
                nn.ReLU(),
            ]
        super().__init__(*steps)


class TerraMind(nn.Module):
    """Planes (N, in_channels, H, W), the first seven SAR_CHANNELS, to mean and log-sigma; H, W multiples of ``window``.

    Of radar of unknown stretch its contrasts are shown to the encoder as if they were those of usual backscatter.
    Options as of Encoder.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        encoder: str = 'terramind_v1_base',
        pretrained: bool = True,
        weights: str = '',
        sha256: str = '',
        tuning: Literal['frozen', 'lora', 'whole'] = 'whole',
        window: int = WINDOW,
    ):
        super().__init__()
        self.stride = window
        self.encoder = Encoder(encoder, ['S1GRD'], pretrained, weights, sha256, tuning, window)
        self.decoder = Decoder(self.encoder.dimension)
        self.head = nn.Conv2d(WIDTHS[-1] + in_channels, out_channels, 3, padding=1)
        self.sigma = ConstantSigma(out_channels)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        absolute, scene, has, calibrated = x[:, :2], x[:, 2:4], x[:, 4:6], x[:, 6:7]
        like_usual = self.encoder.S1GRD_mean + self.encoder.S1GRD_spread * scene
        decibel = torch.where(calibrated > 0, absolute * 10.0 - 15.0, like_usual)
        tokens = self.encoder({'S1GRD': decibel}, {'S1GRD': has})
        return self.sigma(self.head(torch.cat((self.decoder(tokens), x), 1)).float())
