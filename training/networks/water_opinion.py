"""Water told by smoothed backscatter beside the network: what is dark in itself, and dark for its scene.

The network learned water from lakes and seas. A flood over all fields, water that the wind has roughened, VV alone: of
such it sees little (EXPERIMENTS.md), though the level of the radar and how far it lies below the rest of the scene say
it plainly. A small network on these few numbers, taught on land that was flooded in thought (data/repainted.py), has a
say beside it: a product of experts (Hinton 2002).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER
from training.data.whole_looks import Look
from training.networks.backscatter_cover import BATCH, HAS, PLANES, SCALES, moments
from training.networks.usual_backscatter import ABSOLUTE, as_usual

SCENE = [SAR_CHANNELS.index(name) for name in ('vv_scene', 'vh_scene')]
SEEN = PLANES + 2 * SCALES + 1
WIDTH, STEPS, RATE, DROPOUT, NOISE = 32, 1500, 3e-3, 0.1, 0.1
OWN = 0.5  # power of the network's odds in the product, as among land (cover_head.py)
SHARES = 0.25, 0.37  # of water in what teaches: in backscatter, and in pictures in 8 bits, which show floods above all;
# more than there is in the world, for a flood that is not seen weighs most
AROUND = 11  # cells of two pixels around one
SURE, WIDE = (0.75, 0.9), (0.18, 0.28)  # largest and mean share of water there, from which on a cell is believed
MOST = 250, 450  # pixels of water, of land, that one look teaches with


def dark_for_the_scene(x: Tensor) -> Tensor:
    """Return planes (N, 2 SCALES, h, w) at half the resolution of input planes (N, ., H, W).

    How many spreads VV and VH lie above the scene's median, on the mean over windows as of moments(); 0 without radar.
    """
    has = x[:, HAS]
    cells, found = torch.cat((x[:, SCENE] * has, has), 1), []
    for scale in range(SCALES):
        cells = F.avg_pool2d(cells, 2)
        mean, seen = F.avg_pool2d(cells, 3, 1, 1, count_include_pad=False).chunk(2, 1)
        made = mean / seen.clamp_min(1e-3)
        if scale:
            made = F.interpolate(made, scale_factor=float(2**scale), mode='bilinear', align_corners=False)
        found.append(made)
    return torch.cat(found, 1)


def water_planes(x: Tensor) -> Tensor:
    """Return all that water is told by (N, SEEN, h, w) of input planes (N, ., H, W).

    Both levels, of a picture as if it were usual backscatter, and whether it is backscatter.
    """
    usual = as_usual(x)
    return torch.cat((moments(usual), dark_for_the_scene(usual), F.avg_pool2d(x[:, ABSOLUTE : ABSOLUTE + 1], 2)), 1)


def believed(wet: Tensor) -> Tensor:
    """Return 1 where water (N, 1, h, w) is sure or wide around a cell, down to 0 where it is a weak spot.

    Of spots of some pixels in backscatter nine in ten are dark fields, roads and shadows. As of edges, what is weak
    counts where it hangs together with what is sure (hysteresis, Canny 1986), or where there is much of it: a flood
    over all fields that the wind has roughened is weak all over.
    """
    largest = F.max_pool2d(wet, AROUND, 1, AROUND // 2)
    mean = F.avg_pool2d(wet, AROUND, 1, AROUND // 2, count_include_pad=False)
    held = ((value - none) / (whole - none) for value, (none, whole) in ((largest, SURE), (mean, WIDE)))
    return torch.maximum(*held).clamp(0.0, 1.0)


class WaterOpinion(nn.Module):
    """Shares of cover (N, covers, h, w) and input planes (N, ., H, W) to shares in which water is told anew."""

    def __init__(self, width: int = WIDTH):
        super().__init__()
        self.register_buffer('mean', torch.zeros(1, SEEN, 1, 1))
        self.register_buffer('spread', torch.ones(1, SEEN, 1, 1))
        self.register_buffer('of_water', torch.eye(len(COVERS))[WATER].view(1, -1, 1, 1))
        self.layers = nn.Sequential(
            nn.Conv2d(SEEN, width, 1), nn.ReLU(), nn.Dropout(DROPOUT),
            nn.Conv2d(width, width, 1), nn.ReLU(), nn.Dropout(DROPOUT), nn.Conv2d(width, 1, 1),
        )  # fmt: skip

    def of(self, planes: Tensor) -> Tensor:
        """Return the log-odds of water (N, 1, h, w) of planes (N, SEEN, h, w)."""
        return self.layers((planes - self.mean) / self.spread)

    def forward(self, cover: Tensor, x: Tensor) -> Tensor:
        before = cover[:, WATER : WATER + 1].clamp(1e-4, 1 - 1e-4)
        planes = water_planes(x)
        wet = torch.sigmoid(self.of(planes) + OWN * (before.log() - (1 - before).log()))
        wet = wet * (1 - planes[:, -1:] * (1 - believed(wet)))  # pictures in 8 bits show floods above all
        return cover * (1 - self.of_water) * (1 - wet) / (1 - before) + wet * self.of_water


@torch.no_grad()
def labelled(looks: Iterable[Look], seed: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return planes (pixels, SEEN), whether it is water (pixels,), and weights (pixels,) of which water has SHARES."""
    rng, planes, wet, weight = np.random.default_rng(seed), [], [], []
    for look, cover, share in looks:
        seen = water_planes(torch.from_numpy(look)[None])[0].flatten(1).T.numpy()
        cover = cover[::2, ::2].ravel()
        for is_water, most in zip((True, False), MOST):
            some = np.flatnonzero((cover != UNKNOWN) & ((cover == WATER) == is_water))
            some = rng.choice(some, min(most, len(some)), replace=False)
            planes.append(seen[some].astype(np.float32))
            wet.append(np.full(len(some), is_water))
            weight.append(np.full(len(some), share / max(len(some), 1)))
    if not planes:
        return np.zeros((0, SEEN), np.float32), np.zeros(0, bool), np.zeros(0)
    planes, wet, weight = np.concatenate(planes), np.concatenate(wet), np.concatenate(weight)
    in_db = planes[:, -1] > 0.5
    for kind, share in zip((in_db, ~in_db), SHARES):
        total = weight[kind].sum()
        for own, part in ((kind & wet, share), (kind & ~wet, 1 - share)):
            weight[own] *= part * total / max(weight[own].sum(), 1e-12)
    return planes, wet, weight


@torch.enable_grad()
def fitted(planes: np.ndarray, wet: np.ndarray, weight: np.ndarray, seed: int = 1) -> WaterOpinion:
    """Return what learned water from labelled() pixels."""
    rng, drawn = np.random.default_rng(seed), np.cumsum(weight) / weight.sum()
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = WaterOpinion()
        network.mean.copy_(torch.from_numpy(planes.mean(0)).view(1, -1, 1, 1))
        network.spread.copy_(torch.from_numpy(planes.std(0) + 1e-3).view(1, -1, 1, 1))
        optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
        for _ in range(STEPS):
            some = np.minimum(np.searchsorted(drawn, rng.random(BATCH)), len(wet) - 1)
            seen = torch.from_numpy(planes[some]).permute(2, 0, 1)[None]
            seen = seen + NOISE * network.spread * torch.randn_like(seen)
            truth = torch.from_numpy(wet[some].astype(np.float32))[None, None]
            loss = F.binary_cross_entropy_with_logits(network.of(seen), truth)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return network.eval().requires_grad_(False)
