"""TimeGate as a task: an estimate of the target date and any number of dates to a better one."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.names import S2_BANDS
from training.tasks import losses
from training.tasks.network import NetworkTask


class TimeGateTask(NetworkTask):
    """Ten bands of reflectance of several dates, learned on hidden pixels; missing bands don't count.

    What goes in is made by core/composite/timegate_inputs.py. The log also says how far off the
    estimate is that the network got (val/estimate): it must be worth its weights.
    """

    def __init__(
        self, card: dict, network: Callable[[int, int], nn.Module], terms: dict[str, float] | None = None, **options
    ):
        card = {'task': timegate_inputs.TASK, 'bands': S2_BANDS, 'units': 'reflectance', **card}
        channels = timegate_inputs.CHANNELS
        made, terms = network(len(channels), len(S2_BANDS)), terms or {'l1': 1.0, 'gradient': 0.2}
        super().__init__(card, channels, made, terms, **options)

    def training_step(self, batch: dict[str, Tensor], _: int) -> Tensor:
        mean, log_sigma = self.network(batch['input'])
        has = batch['has'][:, :, None, None] > 0
        target = torch.where(has, batch['target'], mean.detach())
        with torch.autocast(mean.device.type, enabled=False):
            parts = self.loss(mean.float(), torch.where(has, log_sigma, 0.0), {**batch, 'target': target})
        total = sum(parts.values())
        self.log_dict({f'train/{key}': value.detach() for key, value in parts.items()})
        self.log('train/loss', total.detach(), prog_bar=True)
        return total

    def validation_step(self, batch: dict[str, Tensor], number: int) -> None:
        super().validation_step(batch, number)
        has = batch['has'][:, :, None, None]
        error = losses.l1(batch['input'][:, 0, : len(S2_BANDS)] * has, batch['target'] * has, batch['weight'])
        self.log('val/estimate', error, batch_size=len(has), sync_dist=True)

    test_step = validation_step
