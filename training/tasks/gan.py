"""pix2pix (Isola et al. 2017): a generator against a PatchGAN, with lambda times L1 beside the adversarial loss.

Manual optimization: two optimizers take turns, so ``max_steps`` counts both (two a batch). The generator's weights are
averaged, calibrated and exported as those of any other task; the discriminator is thrown away.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from training.networks.patchgan import PatchGAN
from training.tasks import losses
from training.tasks.network import Network, SarNetwork


class Pix2Pix(SarNetwork):
    """SAR to optical by pix2pix. ``adversarial``: bce as published, or hinge; ``l1_weight``: its lambda."""

    def __init__(
        self,
        card: dict,
        network: Network,
        adversarial: Literal['bce', 'hinge'] = 'bce',
        l1_weight: float = 100.0,
        discriminator_width: int = 64,
        betas: tuple[float, float] = (0.5, 0.999),
        **options,
    ):
        super().__init__(card, network, terms={'l1': l1_weight}, **options)
        self.automatic_optimization = False
        self.discriminator = PatchGAN(len(self.card.channels), len(self.card.bands), discriminator_width)
        self.adversarial, self.betas = adversarial, betas

    def training_step(self, batch: dict[str, Tensor], _: int) -> None:
        x, target, known = batch['input'], batch['target'], (batch['weight'] > 0).float()
        rate = self.learning_rate * min(1.0, 2.0 * (1.0 - self.progress()) + 1e-3)  # constant, then linear to zero
        for_generator, for_discriminator = self.optimizers()
        for optimizer in (for_generator, for_discriminator):
            for group in optimizer.param_groups:
                group['lr'] = rate
        mean, log_sigma = self.network(x)
        truth, made = target * known, mean * known  # what is unknown must not tell the two apart

        self.toggle_optimizer(for_discriminator)
        real = losses.judged(self.discriminator(x, truth), True, self.adversarial)
        fake = losses.judged(self.discriminator(x, made.detach()), False, self.adversarial)
        for_discriminator.zero_grad()
        self.manual_backward(0.5 * (real + fake))
        for_discriminator.step()
        self.untoggle_optimizer(for_discriminator)

        self.toggle_optimizer(for_generator)
        with torch.autocast(x.device.type, enabled=False):
            parts = self.loss(mean, log_sigma, batch)
        parts['adversarial'] = losses.fooled(self.discriminator(x, made), self.adversarial)
        for_generator.zero_grad()
        self.manual_backward(sum(parts.values()))
        for_generator.step()
        self.untoggle_optimizer(for_generator)
        self.log_dict({f'train/{key}': value.detach() for key, value in parts.items()})
        self.log('train/discriminator', (0.5 * (real + fake)).detach(), prog_bar=True)

    def configure_optimizers(self):
        make = torch.optim.Adam
        return [
            make(self.network.parameters(), self.learning_rate, betas=self.betas),
            make(self.discriminator.parameters(), self.learning_rate, betas=self.betas),
        ]
