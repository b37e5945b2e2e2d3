"""TerraMind (Jakubik et al. 2025) through terratorch, an optional extra: its encoder below a small convolutional
decoder.

Not safe to tile (global attention over 14 x 14 tokens of a 224-pixel picture): a row of the table, not a shipped model.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.errors import RuntimeMissingError
from training.networks.constant_sigma import ConstantSigma

PATCH = 16
S1_MEAN, S1_SPREAD = (-12.6, -20.3), (5.1, 5.9)  # dB of S1GRD, as TerraMind was trained


def build_encoder(name: str, pretrained: bool, modality: str) -> nn.Module:
    """Return terratorch's encoder; raise RuntimeMissingError with the remedy where terratorch is not installed."""
    try:
        from terratorch import BACKBONE_REGISTRY
    except ImportError as error:
        raise RuntimeMissingError(
            f'The network training.networks.terramind needs terratorch ({error}). '
            'Install it with: pip install terratorch (Python 3.10 or later).'
        ) from error
    return BACKBONE_REGISTRY.build(name, pretrained=pretrained, modalities=[modality])


class TerraMind(nn.Module):
    """SAR planes (N, in_channels, H, W), the first two (dB + 15) / 10 of VV and VH, to mean and log-sigma."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        encoder: str = 'terramind_v1_base',
        pretrained: bool = True,
        modality: str = 'S1GRD',
        dimension: int = 768,
        frozen: bool = False,
    ):
        super().__init__()
        self.stride, self.modality = PATCH, modality
        self.encoder = build_encoder(encoder, pretrained, modality).requires_grad_(not frozen)
        steps: list[nn.Module] = [nn.Conv2d(dimension, 256, 1)]
        for a, b in ((256, 128), (128, 64), (64, 32), (32, 32)):
            steps += [
                nn.Upsample(scale_factor=2, mode='bilinear'),
                nn.Conv2d(a, b, 3, padding=1),
                nn.BatchNorm2d(b),
                nn.ReLU(),
            ]
        self.decoder = nn.Sequential(*steps)
        self.head = nn.Conv2d(32 + in_channels, out_channels, 3, padding=1)
        self.sigma = ConstantSigma(out_channels)
        self.register_buffer('mean', torch.tensor(S1_MEAN).view(1, 2, 1, 1))
        self.register_buffer('spread', torch.tensor(S1_SPREAD).view(1, 2, 1, 1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        decibel = x[:, :2] * 10.0 - 15.0
        tokens = self.encoder({self.modality: (decibel - self.mean) / self.spread})[-1]
        rows, cols = x.shape[2] // PATCH, x.shape[3] // PATCH
        grid = tokens.transpose(1, 2).reshape(tokens.shape[0], tokens.shape[2], rows, cols)
        return self.sigma(self.head(torch.cat((self.decoder(grid), x), 1)).float())
