"""A network that gives colours as a distribution, and the cover that they hang on.

A mean of all colours that are possible is grey. So the colour of every pixel is a distribution over the colours of a
palette (Zhang, Isola and Efros 2016), learned with rare colours weighted up: its mean, with those weights taken out
again, is the estimate of least error, its spread is the uncertainty, and its annealed mean is what is likely.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import COVERS, WATER
from training.data.palette import SPREAD
from training.networks.anchor import Anchor
from training.networks.backbone import Backbone
from training.networks.usual_backscatter import ABSOLUTE, as_usual

FLOOR = 0.03  # standard deviation of natural colour that no distribution goes below
LIMIT = 15.0  # of a logit: beyond, exponentials at low temperatures leave float32


class PaletteNetwork(Backbone):
    """Input planes (N, in_channels, H, W) to a mean picture and log-sigma (N, 3, H, W).

    ``with_distribution`` gives the logits behind both, at half the resolution. ``palette`` (colours, 3) and ``rarity``
    (colours,), the weights of the loss, are of the training places; the task sets them.
    """

    def __init__(self, in_channels: int, colours: int = 64, **options):
        super().__init__(in_channels, 3, start=0.0, **options)
        width = self.mean.in_channels
        del self.log_sigma  # the distribution knows
        self.cover = nn.Conv2d(width, len(COVERS), 3, padding=1)
        self.colour = nn.Conv2d(width, colours, 3, padding=1)
        self.by_cover = nn.Conv2d(len(COVERS), colours, 1, bias=False)
        for head in (self.cover, self.colour):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        nn.init.zeros_(self.by_cover.weight)
        self.register_buffer('palette', torch.full((colours, 3), 0.4))
        self.register_buffer('rarity', torch.ones(colours))

    def with_distribution(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of cover (N, covers, h, w), of colour (N, colours, h, w), and fine detail (N, 3, H, W)."""
        return self.heads(self.features(x))

    def heads(self, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the same of features."""
        cover = self.cover(y).float()
        colour = self.colour(y).float() + self.by_cover(cover.softmax(1)).float()
        return cover, colour, self.shuffle(self.mean(y)).float()

    def mixed(self, logits: Tensor, temperature: float = 1.0, honest: bool = True) -> tuple[Tensor, Tensor]:
        """Return mean and standard deviation (N, 3, h, w) of the palette under logits at a temperature.

        ``honest``: without the weight of rare colours. The deviation is that of the colours' distance to their mean.
        """
        logits = logits.clamp(-LIMIT, LIMIT)
        if honest:
            logits = logits - self.rarity.log().view(1, -1, 1, 1)
        share = torch.exp(logits / temperature)
        table = torch.cat((self.palette, self.palette**2, torch.ones_like(self.palette[:, :1])), 1)
        sums = F.conv2d(share, table.T.reshape(7, -1, 1, 1))
        moments = sums[:, :6] / sums[:, 6:]
        mean = moments[:, :3]
        return mean, (moments[:, 3:] - mean**2).clamp_min(0.0).sqrt()

    def pictured(self, logits: Tensor, detail: Tensor) -> tuple[Tensor, Tensor]:
        """Return the mean picture and log-sigma (N, 3, H, W)."""
        mean, spread = self.mixed(logits)
        sigma = torch.sqrt(spread**2 + FLOOR**2)
        return self.enlarge(mean) + detail, self.enlarge(sigma).log()

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        _, colour, detail = self.with_distribution(x)
        return self.pictured(colour, detail)

    def shares_of(self, small: Tensor) -> Tensor:
        """Return the palette's soft shares (N, colours, h, w) of a picture (N, 3, h, w), adding up to 1."""
        square = (small**2).sum(1, keepdim=True) - 2 * F.conv2d(small, self.palette[:, :, None, None])
        square = square + (self.palette**2).sum(1).view(1, -1, 1, 1)
        return torch.softmax(-square / (2 * SPREAD**2), 1)


class Likely(nn.Module):
    """What a trained PaletteNetwork is exported as: mean, log-sigma, the likely picture and cover (N, ., H, W).

    Both pictures' broad colour is held by ``anchor``. ``temperature`` anneals the colours of the likely one; where
    cover is water it has the colour ``water`` (3,), as far as water's share is sure: above a half, the steeper the
    larger ``certainty``. The buffers ``scale`` and ``bias`` calibrate the cover (calibration.py); ``wet`` is a second
    opinion on water (water_opinion.py), ``sure`` tells land apart by radar alone (cover_head.py), where there are any.
    A picture of radar is taken for usual backscatter.
    """

    def __init__(
        self,
        network: PaletteNetwork,
        anchor: Anchor,
        water: Tensor,
        temperature: float = 0.4,
        certainty: float = 2.0,
        sure: nn.Module | None = None,
        wet: nn.Module | None = None,
    ):
        super().__init__()
        self.sure, self.wet = sure, wet
        self.network, self.anchor, self.temperature, self.certainty = network, anchor, temperature, certainty
        self.register_buffer('water', water.float().view(1, 3, 1, 1))
        self.register_buffer('scale', torch.ones(()))
        self.register_buffer('bias', torch.zeros(len(COVERS)))
        self.register_buffer('of_water', torch.eye(len(COVERS))[WATER].view(1, -1, 1, 1))

    def all(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return mean, log-sigma, likely picture, cover."""
        network, shown, x = self.network, x, as_usual(x)
        features = network.features(x)
        logits, colour, detail = network.heads(features)
        logits = logits * self.scale + self.bias.view(1, -1, 1, 1)
        cover = logits.softmax(1)
        if self.wet is not None:
            cover = self.wet(cover, shown)
        if self.sure is not None:
            unmapped = 1 - x[:, len(SAR_CHANNELS) :].sum(1, keepdim=True).clamp(0, 1)
            alone = F.avg_pool2d(x[:, ABSOLUTE : ABSOLUTE + 1] * unmapped, 2)
            wet = cover * self.of_water
            land = self.sure(features, x).softmax(1) * (1 - wet.sum(1, keepdim=True))
            cover = cover + alone * (land + wet - cover)
        mean, log_sigma = network.pictured(colour, detail)
        step = self.anchor(mean, x, cover)
        likely, _ = network.mixed(colour, self.temperature, honest=False)
        likely = network.enlarge(likely) + detail + step
        share = network.enlarge(cover)
        wet = share[:, WATER : WATER + 1] ** self.certainty
        wet = wet / (wet + (1 - share[:, WATER : WATER + 1]) ** self.certainty)
        return mean + step, log_sigma, likely + wet * (self.water - likely), share

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.all(x)[:2]
