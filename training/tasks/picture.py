"""Lightning modules: what is learned, with which losses. One base, one small class a task.

A batch is a dict of tensors: 'input' (N, planes, H, W), 'target' (N, bands, H, W), 'weight' (N, 1, H, W), and what a
task adds to it. A task knows its card, so that export and evaluation need nothing but the config and a checkpoint.
"""

from __future__ import annotations

import copy
import math
import time
from dataclasses import replace
from pathlib import Path
from typing import Literal

import lightning
import torch
from torch import Tensor

from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.model.registry import load_model
from training.export.from_onnx import continued
from training.tasks import losses

CLOCKS = {'wall': time.monotonic, 'processor': time.process_time}
UNKNOWN = 255  # land-cover class
LUMINANCE = (0.30, 0.59, 0.11)  # ITU-R BT.601: how SEN1-2 pictures were made grey


class PictureTask(lightning.LightningModule):
    """Losses, averaged weights and a schedule that all tasks share.

    The learning rate warms up over 5 % and falls as a cosine over ``max_steps`` steps or ``minutes``, whichever
    is used up first, so that a busy machine still ends at a small rate. ``clock``: whether ``minutes`` are those of the
    wall or of the processors (all threads of this process), which compares networks on a machine that others use too.
    ``weights`` is a checkpoint to start from (layers that it does not have start fresh), or a model that export made.
    """

    def __init__(
        self,
        card: dict,
        channels: tuple[str, ...],
        network: torch.nn.Module,
        learning_rate: float = 1e-3,
        weight_decay: float = 1e-4,
        minutes: float = 0.0,
        clock: Literal['wall', 'processor'] = 'wall',
        ssim_weight: float = 0.2,
        gradient_weight: float = 0.3,
        sigma_weight: float = 0.02,
        ema_decay: float = 0.998,
        weights: str = '',
    ):
        super().__init__()
        self.card = ModelCard(**{'channels': channels, 'stride': network.stride, **card})
        if weights.endswith('.onnx'):
            self.card = replace(self.card, trained=load_model(weights).card.trained)
            network, weights = continued(network, Path(weights)), ''
        self.network = network
        self.average = copy.deepcopy(network).requires_grad_(False).eval()
        self.learning_rate, self.weight_decay, self.minutes = learning_rate, weight_decay, minutes
        self.ssim_weight, self.gradient_weight, self.sigma_weight = ssim_weight, gradient_weight, sigma_weight
        self.ema_decay, self.weights = ema_decay, weights
        self.clock = clock
        self.started = self.spent = 0.0  # the clock's seconds, and the minutes of runs that this one goes on from

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and log-sigma by the averaged weights."""
        return self.average(x)

    def loss(self, mean: Tensor, log_sigma: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return the named, weighted parts of the loss."""
        target, weight = batch['target'], batch['weight']
        return {
            'l1': losses.l1(mean, target, weight),
            'ssim': self.ssim_weight * losses.ssim(mean, target, weight),
            'gradient': self.gradient_weight * losses.gradient(mean, target, weight),
            'sigma': self.sigma_weight * losses.laplace(mean.detach() - target, log_sigma, weight),
        }

    def training_step(self, batch: dict[str, Tensor], _: int) -> Tensor:
        x = batch['input'].contiguous(memory_format=torch.channels_last)
        mean, log_sigma = self.network(x)
        with torch.autocast(x.device.type, enabled=False):  # variances of SSIM don't survive bfloat16
            parts = self.loss(mean, log_sigma, batch)
        return self.summed(parts)

    def summed(self, parts: dict[str, Tensor]) -> Tensor:
        """Log the parts of the loss; return their sum."""
        total = sum(parts.values())
        self.log_dict({f'train/{key}': value.detach() for key, value in parts.items()})
        self.log('train/loss', total.detach(), prog_bar=True)
        return total

    def setup(self, stage: str) -> None:
        if stage == 'fit' and self.weights:
            state = torch.load(self.weights, map_location='cpu', weights_only=True)['state_dict']
            known = {key: value.shape for key, value in self.state_dict().items()}
            self.load_state_dict({k: v for k, v in state.items() if known.get(k) == v.shape}, strict=False)

    def on_save_checkpoint(self, checkpoint: dict) -> None:
        minutes = self.spent + ((CLOCKS[self.clock]() - self.started) / 60 if self.started else 0.0)
        checkpoint['minutes'] = minutes
        checkpoint['trained'] = f'{self.global_step:,} steps, {minutes:.0f} min ({self.clock})'

    def on_load_checkpoint(self, checkpoint: dict) -> None:
        self.spent = float(checkpoint.get('minutes', 0.0))

    def on_train_start(self) -> None:
        self.started = CLOCKS[self.clock]()
        self.network.to(memory_format=torch.channels_last)

    def on_train_batch_end(self, *_) -> None:
        decay = min(self.ema_decay, (1 + self.global_step) / (10 + self.global_step))
        with torch.no_grad():
            pairs = list(zip(self.average.state_dict().values(), self.network.state_dict().values()))
            moving = [pair for pair in pairs if pair[0].is_floating_point()]
            torch._foreach_lerp_([kept for kept, _ in moving], [new for _, new in moving], 1 - decay)  # one kernel
            for kept, new in pairs:
                if not kept.is_floating_point():
                    kept.copy_(new)
        if self.progress() >= 1.0:
            self.trainer.should_stop = True

    def validation_step(self, batch: dict[str, Tensor], _: int) -> None:
        mean, _ = self.average(batch['input'])
        with torch.autocast(mean.device.type, enabled=False):
            error = losses.l1(mean, batch['target'], batch['weight'])
            similarity = 1 - losses.ssim(mean, batch['target'], batch['weight'])
        self.log_dict(
            {'val/l1': error, 'val/ssim': similarity}, batch_size=len(batch['input']), prog_bar=True, sync_dist=True
        )

    def finished(self, data) -> torch.nn.Module:
        """Return what is exported: the averaged network, or more around it that needs the training data."""
        return self.average

    def progress(self) -> float:
        """Return how much of the steps or of the minutes is used up, 0..1."""
        steps = self.trainer.max_steps if self.trainer.max_steps > 0 else self.trainer.estimated_stepping_batches
        used = self.global_step / max(steps, 1)
        if self.minutes > 0 and self.started:
            used = max(used, (CLOCKS[self.clock]() - self.started) / (60 * self.minutes))
        return min(used, 1.0)

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.network.parameters(), self.learning_rate, weight_decay=self.weight_decay)

        def rate(_: int) -> float:
            used = self.progress()
            return min(1.0, 0.02 + used / 0.05) * (0.5 + 0.5 * math.cos(math.pi * used)) + 1e-3

        return [optimizer], [{'scheduler': torch.optim.lr_scheduler.LambdaLR(optimizer, rate), 'interval': 'step'}]


def luminance_parts(
    mean: Tensor, batch: dict[str, Tensor], ssim_weight: float, gradient_weight: float
) -> dict[str, Tensor]:
    """Return the parts of the loss by which pictures with a grey target teach luminance; {} where there is none."""
    grey = batch['grey'].bool()
    if not grey.any():
        return {}
    weights = mean.new_tensor(LUMINANCE).view(1, 3, 1, 1)
    luminance = (mean[grey] * weights).sum(1, keepdim=True)
    target, weight = batch['target'][grey][:, :1], batch['weight'][grey]
    matched = _match(target, luminance.detach(), weight)
    share = grey.float().mean()
    return {
        'ssim': share * ssim_weight * losses.ssim(luminance, matched, weight),
        'gradient': share * gradient_weight * losses.gradient(luminance, matched, weight),
        'grey': share * losses.l1(luminance, matched, weight),
    }


def _match(target: Tensor, reference: Tensor, weight: Tensor) -> Tensor:
    """Give each target the mean of the reference and the contrast of a usual picture: its own stretch is unknown."""
    total = weight.sum((2, 3), keepdim=True).clamp_min(1e-6)

    def moments(x: Tensor) -> tuple[Tensor, Tensor]:
        middle = (x * weight).sum((2, 3), keepdim=True) / total
        return middle, (((x - middle) ** 2 * weight).sum((2, 3), keepdim=True) / total).sqrt()

    target_mean, target_spread = moments(target)
    reference_mean, _ = moments(reference)
    # stretched pictures have about twice the contrast of natural colour
    spread = (target_spread * 0.5).clamp(0.02, 0.09)
    return (target - target_mean) / target_spread.clamp_min(1e-3) * spread + reference_mean
