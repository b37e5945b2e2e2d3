"""One expert a land-cover class and a router, instead of one network that is told the class.

An earlier system trained a generator a class and let a classifier choose one for a whole patch. Here the router decides
pixel by pixel from the surroundings (a choice for a patch would change with the tile), and mixes at the borders.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS
from training.networks.unet import UNet


class Experts(nn.Module):
    """Planes (N, in_channels, H, W), the last ones land cover, to mean and log-sigma (N, out_channels, H, W).

    The land-cover planes choose where they are given, the router elsewhere; no expert sees them. ``expert`` makes a
    network of (in_channels without land cover, out_channels).
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        expert: Callable[[int, int], nn.Module] | None = None,
        router_widths: tuple[int, ...] = (16, 32, 64),
    ):
        super().__init__()
        self.classes = len(LANDCOVER_CHANNELS)
        self.radar = in_channels - self.classes
        make = expert or UNet
        self.experts = nn.ModuleList(make(self.radar, out_channels) for _ in range(self.classes))
        self.router = UNet(self.radar, self.classes, router_widths)
        self.stride = max(self.experts[0].stride, self.router.stride)

    def route(self, x: Tensor) -> Tensor:
        """Return the router's logits (N, classes, H, W)."""
        return self.router(x[:, : self.radar])[0]

    def shares(self, x: Tensor) -> Tensor:
        """Return how much of each pixel every expert makes, (N, classes, H, W), sum 1."""
        given = x[:, self.radar :].float().clamp(0.0, 1.0)
        known = given.sum(1, keepdim=True)
        return given / known.clamp_min(1.0) + (1.0 - known).clamp_min(0.0) * self.route(x).softmax(1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        share = self.shares(x).unsqueeze(2)
        made = [expert(x[:, : self.radar]) for expert in self.experts]
        mean, log_sigma = (torch.stack(parts, 1) for parts in zip(*made))
        return (share * mean).sum(1), (share * log_sigma).sum(1)
