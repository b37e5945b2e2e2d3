"""TimeGate as a task: any number of dates to one clear picture of the target date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.channels import S2_BANDS
from training import losses
from training.data.series_scenes import CHANNELS
from training.export_series import export_series
from training.network_task import NetworkTask


class TimeGateTask(NetworkTask):
    """Series to ten bands of reflectance, learned on hidden pixels of the target date; missing bands don't count.

    The log also says what the gates alone reach (val/composite): a correction that gains nothing over it is no gain.
    """

    def __init__(
        self, card: dict, network: Callable[[int, int], nn.Module], terms: dict[str, float] | None = None, **options
    ):
        card = {'task': 'cloud-removal', 'bands': S2_BANDS, 'units': 'reflectance', **card}
        super().__init__(
            card, CHANNELS, network(len(CHANNELS), len(S2_BANDS)), terms or {'charbonnier': 1.0}, **options
        )

    def training_step(self, batch: dict[str, Tensor], _: int) -> Tensor:
        mean, log_sigma = self.network(batch['input'])
        has = batch['has'][:, :, None, None] > 0
        target = torch.where(has, batch['target'], mean.detach())
        with torch.autocast(mean.device.type, enabled=False):
            parts = self.loss(mean.float(), torch.where(has, log_sigma, 0.0), {**batch, 'target': target})
        total = sum(parts.values())
        self.log_dict({f'train/{key}': value.detach() for key, value in parts.items()})
        self.log('train/loss', total.detach(), prog_bar=True)
        self.log('train/gamma', self.network.gamma.detach().mean())
        return total

    def validation_step(self, batch: dict[str, Tensor], number: int) -> None:
        super().validation_step(batch, number)
        series, has = batch['input'], batch['has'][:, :, None, None]
        weights, _ = self.average.gates(series)
        composite = (weights * series[:, :, : len(S2_BANDS)]).sum(1)
        error = losses.l1(composite * has, batch['target'] * has, batch['weight']) / has.mean()
        self.log('val/composite', error, batch_size=len(series), sync_dist=True)

    test_step = validation_step

    def export(self, path: Path) -> float:
        """Write the averaged network as ONNX with dynamic dates, rows and columns; return its parity."""
        return export_series(self.average, CHANNELS, S2_BANDS, path)
