"""Clouds and shadows told from clear ground, with probabilities that hold."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from sar2optical_qgis.core.cloud_mask.planes import CHANNELS, CLASSES, TASK
from training.networks.cloud_segmenter import CloudSegmenter
from training.tasks.picture import PictureTask


class CloudMaskTask(PictureTask):
    """Cross-entropy against shares of classes; ignored pixels weigh nothing.

    ``shadow_weight``: of pixels in shadow, which are few. What is exported keeps its odds: held-out places surprise
    least with 1.2 (pictures alike) to 3.5 times (pixels alike) those of the training.
    """

    def __init__(
        self,
        card: dict,
        widths: list[int] = [16, 32, 44, 48],  # noqa: B006
        blocks: list[int] = [1, 1, 1, 1],  # noqa: B006
        shadow_weight: float = 1.0,
        decoder_blocks: list[int] | None = None,
        **options,
    ):
        card = {'task': TASK, 'bands': CLASSES, 'units': 'probability', **card}
        super().__init__(card, CHANNELS, CloudSegmenter(widths, blocks, decoder_blocks), **options)
        self.shadow_weight = shadow_weight

    def forward(self, x: Tensor) -> Tensor:
        """Return logits by the averaged weights."""
        return self.average(x)

    def training_step(self, batch: dict[str, Tensor], _: int) -> Tensor:
        x = batch['input'].contiguous(memory_format=torch.channels_last)
        weight = batch['weight'] * (1.0 + (self.shadow_weight - 1.0) * batch['target'][:, 3:])
        return self.summed({'surprise': surprise(self.network(x), batch['target'], weight)})

    def validation_step(self, batch: dict[str, Tensor], _: int) -> None:
        logits, target, weight = self(batch['input']), batch['target'], batch['weight']
        found, true = logits.argmax(1, keepdim=True), target.argmax(1, keepdim=True)
        self.log('val/surprise', surprise(logits, target, weight), batch_size=1, prog_bar=True)
        counts = weight > 0
        for name, classes in (('cloud', (1, 2)), ('shadow', (3,))):
            a, b = (sum((x == k) for k in classes).bool() & counts for x in (found, true))
            self.log(f'val/{name}_both', (a & b).sum().float(), batch_size=1, reduce_fx='sum')
            self.log(f'val/{name}_any', (a | b).sum().float(), batch_size=1, reduce_fx='sum')


def surprise(logits: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Return the cross-entropy per weighted pixel."""
    each = -(target * F.log_softmax(logits, 1)).sum(1, keepdim=True)
    return (each * weight).sum() / weight.sum().clamp_min(1.0)
