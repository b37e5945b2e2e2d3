"""TimeGate (after Oehmcke et al. 2020): learned per-pixel gates over any number of dates, then a residual U-shape.

It improves an estimate that it is given (the same-image fit, or the median of the dates): every date gives features and
one gate a band, gates over the dates that show a pixel sum to one, and what the gated dates say beyond the estimate is
added by a share of each pixel. A U-shape on the gathered features gives that share, a correction, a gain on what shines
through a thin cloud of the target date, and the sigma. Its heads start at zero: a new network is the estimate that it
got, with the estimate's own sigma. No order of the dates is assumed, none need be clear, and all operators are local.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.networks.backbone import ConvNorm, Residual
from training.networks.gates import Gates

OPAQUE = (0.06, 0.18)  # reflectance above the estimate: from here a cloud hides, from there it hides all
SMALLEST, LOG_SIGMA_RANGE = 1e-3, (-7.0, 0.5)
CHANGE = 2.0  # by how many units of its logarithm the sigma may differ from the estimate's own


def transparency(veil: Tensor, base: Tensor) -> Tensor:
    """Return 1 where the ground may shine through, 0 under or beside opaque cloud, (N, 1, H, W).

    A cloud shows in how much brighter than the estimate the first three bands (blue, green, red) are anywhere near.
    Where the image lacks these bands nothing is known of its clouds: opaque.
    """
    excess = F.max_pool2d(torch.relu(veil[:, :3]).mean(1, keepdim=True), 9, 1, 4)
    seen = (base[:, :3].amin(1, keepdim=True) > 0).to(excess.dtype)
    return seen * ((OPAQUE[1] - excess) / (OPAQUE[1] - OPAQUE[0])).clamp(0.0, 1.0)


class TimeGate(Gates):
    """Entries (N, dates, planes, H, W) to mean and log-sigma (N, bands, H, W); any number of dates.

    The planes are those of core/composite/timegate_inputs.py. The first entry is the estimate, the
    second the target date. H, W multiples of ``stride``. ``trust``: the part of the learned change that is made once
    the training is over; the places are few, and half learned by heart.
    """

    def __init__(
        self,
        planes: int,
        bands: int,
        width: int = 32,
        widths: Sequence[int] = (32, 64, 128),
        blocks: Sequence[int] = (1, 1, 2),
        trust: float = 1.0,
    ):
        super().__init__(planes, bands, width)
        self.stride, self.trust = 2 ** len(widths), trust
        self.stem = ConvNorm(width * 3, widths[0])
        self.encoder = nn.ModuleList(nn.Sequential(*(Residual(w) for _ in range(n))) for w, n in zip(widths, blocks))
        self.down = nn.ModuleList(ConvNorm(a, b, 2) for a, b in zip(widths, widths[1:]))
        self.up = nn.ModuleList(ConvNorm(b, a) for a, b in zip(widths, widths[1:]))
        self.decoder = nn.ModuleList(
            nn.Sequential(*(Residual(w) for _ in range(n))) for w, n in zip(widths[:-1], blocks)
        )
        self.enlarge = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=False)
        self.heads = nn.Conv2d(widths[0], bands * 4 * 4, 3, padding=1)
        nn.init.zeros_(self.heads.weight)
        nn.init.zeros_(self.heads.bias)

    def forward(self, series: Tensor) -> tuple[Tensor, Tensor]:
        b = self.bands
        weights, beyond, features = self.gates(series)
        mean_weight = F.avg_pool2d(weights.mean(2), 2).unsqueeze(2)
        gathered = (mean_weight * features[:, 2:]).sum(1)
        y = torch.relu(self.stem(torch.cat((features[:, 0], features[:, 1], gathered), 1)))
        skips = []
        for level, encoder in enumerate(self.encoder):
            y = encoder(y)
            if level < len(self.down):
                skips.append(y)
                y = torch.relu(self.down[level](y))
        for level in reversed(range(len(self.up))):
            y = self.decoder[level](torch.relu(self.enlarge(self.up[level](y)) + skips[level]))
        share, correction, gain, change = self.shuffle(self.heads(y)).float().split(b, 1)
        base, sigma = series[:, 0, :b].float(), series[:, 0, b : 2 * b].float()
        veil = (series[:, 1, b : 2 * b].float() - base) * series[:, 1, -1:].float()
        change_of_mean = share * (weights * beyond).sum(1) + correction + transparency(veil, base) * gain * veil
        mean = base + (1.0 if self.training else self.trust) * change_of_mean
        log_sigma = sigma.clamp_min(SMALLEST).log() + CHANGE * torch.tanh(change)
        return mean, log_sigma.clamp(*LOG_SIGMA_RANGE)
