"""Hold the broad colour of an estimate to what few numbers can tell: mean colours of land-cover classes.

From few places a network learns what differs within a scene better than what a scene's colour is. So its estimate
keeps its detail, and its colour at scales of some 80 pixels is drawn towards the mean colour of the classes: those that
the user gives, else those that the network itself believes to see (its doubt then draws to grey middles by itself).
The shares follow from leave-place-out fits of trees to smoothed radar of all 26 places, among them the six that the
tables are measured on (EXPERIMENTS.md).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS, SAR_CHANNELS
from training.networks.backbone import CoverBackbone

GIVEN, BELIEVED, UNCALIBRATED = 0.85, 0.5, 0.85  # share of the broad colour that comes from the class means
MIDDLE = 0.5  # share of the training mean colour in those of an uncalibrated picture
FINE = 4  # pixels, of what is not yet pooled to cells
CELL = 16  # pixels; the network's stride, so that cells of neighbouring tiles coincide
WINDOW = 5  # cells


class Anchored(nn.Module):
    """A network of SAR to optical, its bias on the training places taken off, anchored to mean colours.

    ``colour`` (3,) of all training places, ``of_class`` (6, 3), ``shift`` (3,): truth minus estimate, both there.
    """

    def __init__(self, network: CoverBackbone, colour: Tensor, of_class: Tensor, shift: Tensor):
        super().__init__()
        self.network = network
        self.register_buffer('colour', colour.float().view(1, 3, 1, 1))
        self.register_buffer('of_class', of_class.float().T.reshape(3, len(LANDCOVER_CHANNELS), 1, 1))
        self.register_buffer('shift', shift.float().view(1, 3, 1, 1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_sigma, logits = self.network.with_cover(x)
        mean = mean + self.shift
        first = len(SAR_CHANNELS)
        cover = F.avg_pool2d(x[:, first : first + len(LANDCOVER_CHANNELS)], FINE)  # what follows is broad
        known = cover.sum(1, keepdim=True).clamp(0, 1)
        absolute = F.avg_pool2d(x[:, SAR_CHANNELS.index('absolute')].unsqueeze(1), FINE)
        believed = F.conv2d(F.avg_pool2d(logits, FINE // 2).softmax(1), self.of_class)
        believed = believed + MIDDLE * (1 - absolute) * (self.colour - believed)
        prior = F.conv2d(cover, self.of_class) + (1 - known) * believed
        weight = GIVEN * known + (1 - known) * (BELIEVED * absolute + UNCALIBRATED * (1 - absolute))
        step = F.avg_pool2d((prior - F.avg_pool2d(mean, FINE)) * weight, CELL // FINE, CELL // FINE)
        step = F.avg_pool2d(step, WINDOW, 1, WINDOW // 2, count_include_pad=False)
        return mean + F.interpolate(step, scale_factor=float(CELL), mode='bilinear', align_corners=False), log_sigma


@torch.no_grad()
def shift_of(network: nn.Module, batches) -> Tensor:
    """Return the mean of truth minus estimate (3,) over batches of (place, planes, target, valid), places alike."""
    errors: dict[str, list[Tensor]] = {}
    for place, planes, target, valid in batches:
        mean, _ = network(planes[None])
        errors.setdefault(place, []).append((target - mean[0])[:, valid].mean(1))
    return torch.stack([torch.stack(found).mean(0) for found in errors.values()]).mean(0)
