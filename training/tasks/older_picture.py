"""What of an older picture still holds, as a task: which of the candidates is the best one of each cell."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from sar2optical_qgis.core.model.card import CANDIDATES
from sar2optical_qgis.core.sar_to_optical.older_picture import CHANNELS
from training.networks.older_picture import DATES, Member, OlderPictureNetwork
from training.tasks.picture import PictureTask

BANDS = ('B04', 'B03', 'B02')
UNDATED = 0.25  # of the cells
COST = 0.05, 3.0  # of a wrong choice, in usual errors of the older picture
OLDER, LIKELY = CANDIDATES.index('older'), CANDIDATES.index('likely')


class OlderPictureTask(PictureTask):
    """Cells of pairs of dates (older_cells.py) to the best candidate of each, by every member from its own places.

    The choice learns by cross-entropy, weighted by what a wrong one costs. An error counts by the older picture's own
    at its place, so that a place where little changes weighs as much as fields. ``margin``: by how much the older
    picture is let off where nothing was pasted: in doubt it stays. ``pasted_weight`` and ``water_weight``: what changed
    ground, and water that stayed, count more. The shifts of the older picture and of what is likely learn by
    ``shift_weight`` and ``haze_weight`` where they are not chosen, too. Floods learn by their own label, by
    ``flood_weight``; with ``flood_alone`` nothing else learns, for weights that choose well.
    """

    def __init__(
        self,
        card: dict,
        members: int = 8,
        width: int = 12,
        margin: float = 0.1,
        pasted_weight: float = 1.0,
        water_weight: float = 3.0,
        shift_weight: float = 0.8,
        haze_weight: float = 0.1,
        flood_weight: float = 1.0,
        flood_alone: bool = False,
        **options,
    ):
        card = {'task': 'older-picture', 'bands': BANDS, 'units': 'natural-colour', **card}
        super().__init__(card, CHANNELS, OlderPictureNetwork(members, width), **options)
        self.margin, self.pasted_weight, self.water_weight = margin, pasted_weight, water_weight
        self.shift_weight, self.haze_weight, self.flood_weight = shift_weight, haze_weight, flood_weight

        if flood_alone:
            for name, weights in self.network.named_parameters():
                weights.requires_grad_('.flood.' in name)

    def training_step(self, batch: dict[str, Tensor], _: int) -> Tensor:
        features = batch['features'].clone()
        features[:, DATES] *= torch.rand(len(features), 1, device=features.device) > UNDATED
        losses: dict[str, Tensor] = {}
        for member, in_bag in zip(self.network.members, batch['bags'].unbind(1)):
            for name, value in self.parts(member, features, batch, in_bag).items():
                losses[name] = losses.get(name, 0.0) + value / len(self.network.members)
        return self.summed(losses)

    def parts(self, member: Member, features: Tensor, batch: dict[str, Tensor], in_bag: Tensor) -> dict[str, Tensor]:
        """Return the named parts of the loss of one member on the cells of its places (``in_bag``, 0 or 1)."""
        logits, shift, haze, log_sigma, flood = (values[:, :, 0, 0] for values in member(features[:, :, None, None]))
        older, fitted, likely = batch['candidates'].unbind(1)
        candidates = torch.stack([older + shift, fitted, likely + haze], 1)
        error = (candidates - batch['truth'][:, None]).abs().mean(2) / batch['scale'][:, None]
        kept = 1 - batch['pasted']
        with torch.no_grad():
            judged = torch.cat([error[:, :1] * (1 - self.margin * kept)[:, None], error[:, 1:]], 1)
            cost = (judged[:, OLDER] - judged[:, 1:].amin(1)).abs().clamp(*COST)
            weight = 1 + self.pasted_weight * batch['pasted'] + self.water_weight * batch['still_water']
            shares = (self.network.sharp * logits).softmax(1)
            off = ((candidates * shares[:, :, None]).sum(1) - batch['truth']).abs()
        missed = F.cross_entropy(logits, judged.argmin(1), reduction='none')
        flooded = F.binary_cross_entropy_with_logits(flood[:, 0], batch['flooded'], reduction='none')
        surprise = (2**0.5 * off / log_sigma.exp() + log_sigma).mean(1)  # Laplace

        def mean(values: Tensor, weight: Tensor) -> Tensor:
            return (values * in_bag * weight).sum() / (in_bag * weight).sum().clamp_min(1e-3)

        return {
            'choice': mean(missed, weight * cost),
            'shift': self.shift_weight * mean(error[:, OLDER], kept),
            'haze': self.haze_weight * mean(error[:, LIKELY], torch.ones_like(kept)),
            'flood': self.flood_weight * mean(flooded, batch['told'] * (1 + self.water_weight * batch['still_water'])),
            'sigma': self.sigma_weight * mean(surprise, torch.ones_like(kept)),
        }
