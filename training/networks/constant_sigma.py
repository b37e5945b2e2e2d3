"""Log-sigma for networks that were published without one: one learned number a band, so that all are of one shape."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.networks.backbone import LOG_SIGMA_RANGE


class ConstantSigma(nn.Module):
    """Return ``mean`` (N, bands, H, W) with a log-sigma of the same shape."""

    def __init__(self, bands: int, start: float = -2.5):
        super().__init__()
        self.value = nn.Parameter(torch.full((1, bands, 1, 1), start))

    def forward(self, mean: Tensor) -> tuple[Tensor, Tensor]:
        return mean, self.value.clamp(*LOG_SIGMA_RANGE).expand_as(mean)
