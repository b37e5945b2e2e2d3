"""Cloud removal as a task: correct the same-image fit where the mask hides the ground."""

from __future__ import annotations

import torch
from torch import Tensor

from sar2optical_qgis.core.names import S2_BANDS
from training.data.cloud_examples import CHANNELS
from training.networks.backbone import Backbone
from training.tasks import losses
from training.tasks.picture import PictureTask


class CloudRemoval(PictureTask):
    """Observed values, mask, base and radar to ten bands of reflectance; bands that a chip lacks don't count.

    Adds to the batch: 'has' (N, 10), 1 where the chip has the band. ``weight`` marks the hidden pixels.
    """

    def __init__(
        self,
        card: dict,
        widths: list[int] = [16, 48, 96, 192],  # noqa: B006
        blocks: list[int] = [1, 1, 1, 2],  # noqa: B006
        dropout: float = 0.0,
        **options,
    ):
        base, observed = ([CHANNELS.index(f'{kind}_{band}') for band in S2_BANDS] for kind in ('base', 'obs'))
        network = Backbone(len(CHANNELS), len(S2_BANDS), widths, blocks, base=base, observed=observed, dropout=dropout)
        torch.nn.init.constant_(network.log_sigma.bias, -4.0)  # reflectance errs by .02, pictures by .1
        options = {'ssim_weight': 0.0, 'gradient_weight': 0.2, **options}
        super().__init__(
            {'task': 'cloud-removal', 'bands': S2_BANDS, 'units': 'reflectance', **card}, CHANNELS, network, **options
        )

    def loss(self, mean: Tensor, log_sigma: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        has = batch['has'][:, :, None, None]
        target = torch.where(has > 0, batch['target'], mean.detach())  # no error where there is no band
        weight = batch['weight']
        share = has.mean().clamp_min(0.1)
        return {
            'l1': losses.l1(mean, target, weight) / share,
            'gradient': self.gradient_weight * losses.gradient(mean, target, weight) / share,
            'sigma': self.sigma_weight * losses.laplace((mean - target).detach() + (1 - has), log_sigma * has, weight),
        }

    def validation_step(self, batch: dict[str, Tensor], _: int) -> None:
        mean, _ = self.average(batch['input'])
        base = batch['input'][:, self.network.base]
        has = batch['has'][:, :, None, None]
        share = has.mean()
        for name, values in (('val/l1', mean), ('val/base', base)):
            error = losses.l1(values * has, batch['target'] * has, batch['weight']) / share
            self.log(name, error, batch_size=1, prog_bar=True)
