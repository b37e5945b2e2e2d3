"""Land told by nothing but smoothed backscatter: the mean and the spread of VV and VH around a pixel, at four scales.

A deep network learns its training places by heart, too. What land looks like in these few numbers holds elsewhere, and
errs on other pixels: so both have a say (a product of experts, Hinton 2002; EXPERIMENTS.md). A forest of trees tells it
best; a small network that learns the forest's answers (distillation, Hinton et al. 2015) fits into the graph.
"""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.ensemble import ExtraTreesClassifier
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import COVERS

LEVEL = [SAR_CHANNELS.index(name) for name in ('vv', 'vh')]
HAS = [SAR_CHANNELS.index(name) for name in ('has_vv', 'has_vh')]
SCALES = 4  # windows of 6, 12, 24 and 48 pixels
PLANES = 4 * SCALES + 2
DARKEST = 1e-4  # power, of that of a plane's 0
WIDTH, STEPS, RATE = 64, 3000, 4e-3
BATCH = 32, 64  # pixels of a step, side by side: as images of one pixel they take four times as long
TREES, LEAVES, FEWEST = 60, 1500, 5  # the forest; pixels of a leaf
DRAWN, VARIED = 80_000, 0.25  # pixels that it is asked of, and as many beside them: standard deviations of a plane
RAREST = 1e-6  # share that a forest's nothing stands for


def moments(x: Tensor) -> Tensor:
    """Return planes (N, PLANES, h, w) at half the resolution of input planes (N, ., H, W).

    The level of the mean power and the spread of the decibels, as the planes have them (10 dB are 1), of VV and VH over
    3 x 3 cells of 2 to 16 pixels; 0 where there is no radar; and where which of the two is there.
    """
    level, has = x[:, LEVEL], x[:, HAS]
    cells = torch.cat((torch.exp(math.log(10.0) * level) * has, level * has, level**2 * has, has), 1)
    found = []
    for scale in range(SCALES):
        cells = F.avg_pool2d(cells, 2)
        power, mean, square, seen = F.avg_pool2d(cells, 3, 1, 1, count_include_pad=False).chunk(4, 1)
        share = seen.clamp_min(1e-3)
        mean, there = mean / share, (seen > 1e-3).to(x.dtype)
        spread = (square / share - mean**2).clamp_min(1e-6).sqrt()
        made = torch.cat(((power / share).clamp_min(DARKEST).log10() * there, spread * there), 1)
        if scale:
            made = F.interpolate(made, scale_factor=float(2**scale), mode='bilinear', align_corners=False)
        found.append(made)
        if scale == 0:
            found.append(seen)
    return torch.cat(found, 1)


class BackscatterCover(nn.Module):
    """Input planes (N, ., H, W) to logits of COVERS (N, covers, H / 2, W / 2)."""

    def __init__(self, width: int = WIDTH):
        super().__init__()
        self.register_buffer('mean', torch.zeros(1, PLANES, 1, 1))
        self.register_buffer('spread', torch.ones(1, PLANES, 1, 1))
        self.layers = nn.Sequential(
            nn.Conv2d(PLANES, width, 1), nn.ReLU(), nn.Conv2d(width, width, 1), nn.ReLU(),
            nn.Conv2d(width, len(COVERS), 1),
        )  # fmt: skip

    def of(self, planes: Tensor) -> Tensor:
        """Return the logits of moments()."""
        return self.layers((planes - self.mean) / self.spread)

    def forward(self, x: Tensor) -> Tensor:
        return self.of(moments(x))


def distilled(planes: np.ndarray, cover: np.ndarray, seed: int = 7) -> BackscatterCover:
    """Return a network that says what a forest taught on moments (pixels, PLANES) and cover (pixels,) says.

    Covers teach alike. The network learns from answers on these pixels and on some beside them.
    """
    forest = ExtraTreesClassifier(
        TREES, max_leaf_nodes=LEAVES, min_samples_leaf=FEWEST, max_features=0.5, class_weight='balanced',
        random_state=seed,
    ).fit(planes, cover)  # fmt: skip
    rng, spread = np.random.default_rng(seed), planes.std(0) + 1e-3
    asked = planes[rng.integers(0, len(planes), 2 * DRAWN)]
    asked[DRAWN:] += VARIED * spread * rng.standard_normal((DRAWN, PLANES), np.float32)
    answers = np.full((len(asked), len(COVERS)), RAREST, np.float32)
    answers[:, forest.classes_] += forest.predict_proba(asked).astype(np.float32)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = BackscatterCover()
        network.mean.copy_(torch.from_numpy(planes.mean(0)).view(1, -1, 1, 1))
        network.spread.copy_(torch.from_numpy(spread).view(1, -1, 1, 1))
        _learn(network, torch.from_numpy(asked), torch.from_numpy(answers))
    return network.requires_grad_(False)


@torch.enable_grad()
def _learn(network: BackscatterCover, planes: Tensor, shares: Tensor) -> None:
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        some = torch.randint(len(planes), BATCH)
        seen, share = (values[some].permute(2, 0, 1)[None] for values in (planes, shares))
        loss = -(share * network.of(seen).log_softmax(1)).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
