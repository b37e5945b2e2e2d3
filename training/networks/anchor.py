"""Hold the broad colour of an estimate to what few numbers can tell: mean colours of land cover.

From few places a network learns what differs within a scene better than what a scene's colour is. So its estimate
keeps its detail, and its colour at scales of some 80 pixels is drawn towards the mean colour of the classes of the map
that the user gives, else of the cover that the network itself sees (its doubt then draws to grey middles by itself).
The shares follow from leave-place-out fits of trees to smoothed radar of 26 places, among them the six that the tables
are measured on (EXPERIMENTS.md).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS, SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import WATER

GIVEN, BELIEVED = 0.85, 0.5  # share of the broad colour that comes from the class means
FINE = 4  # pixels, of what is not yet pooled to cells
CELL = 16  # pixels; the network's stride, so that cells of neighbouring tiles coincide
WINDOW = 5  # cells


class Anchor(nn.Module):
    """The step of an estimate's broad colour towards mean colours of the training places.

    ``of_class`` (6, 3) of the map's classes, ``of_cover`` (covers, 3), ``shift`` (3,): truth minus estimate, which is
    added everywhere.
    """

    def __init__(self, of_class: Tensor, of_cover: Tensor, shift: Tensor):
        super().__init__()
        self.register_buffer('of_class', of_class.float().T[..., None, None].contiguous())
        self.register_buffer('of_cover', of_cover.float().T[..., None, None].contiguous())
        self.register_buffer('shift', shift.float().view(1, 3, 1, 1))

    def forward(self, mean: Tensor, x: Tensor, cover: Tensor) -> Tensor:
        """Return the step (N, 3, H, W) of a mean picture, for input planes and shares of cover at half the resolution.

        Where the radar sees water, no map may say otherwise.
        """
        first = len(SAR_CHANNELS)
        classes = F.avg_pool2d(x[:, first : first + len(LANDCOVER_CHANNELS)], FINE)  # what follows is broad
        known = classes.sum(1, keepdim=True).clamp(0, 1)
        believed = F.conv2d(F.avg_pool2d(cover, FINE // 2), self.of_cover)
        wet = F.avg_pool2d(cover[:, WATER : WATER + 1], FINE // 2)
        mapped = F.conv2d(classes, self.of_class)
        mapped = mapped + wet * (known * self.of_cover[:, WATER : WATER + 1, 0, 0].view(1, 3, 1, 1) - mapped)
        prior = mapped + (1 - known) * believed
        weight = GIVEN * known + BELIEVED * (1 - known)
        step = F.avg_pool2d((prior - F.avg_pool2d(mean + self.shift, FINE)) * weight, CELL // FINE, CELL // FINE)
        step = F.avg_pool2d(step, WINDOW, 1, WINDOW // 2, count_include_pad=False)
        return self.shift + F.interpolate(step, scale_factor=float(CELL), mode='bilinear', align_corners=False)


@torch.no_grad()
def shift_of(network: Callable[[Tensor], tuple[Tensor, Tensor]], batches) -> Tensor:
    """Return the mean of truth minus estimate (3,) over batches of (place, planes, target, valid), places alike."""
    errors: dict[str, list[Tensor]] = {}
    for place, planes, target, valid in batches:
        mean, _ = network(planes[None])
        errors.setdefault(place, []).append((target - mean[0])[:, valid].mean(1))
    return torch.stack([torch.stack(found).mean(0) for found in errors.values()]).mean(0)
