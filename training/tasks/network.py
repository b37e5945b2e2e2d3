"""Tasks with a network and losses of your choice: what configs/*.yaml beside the two shipped models are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS, SAR_CHANNELS
from sar2optical_qgis.core.names import S2_BANDS
from training.data.cloud_examples import CHANNELS
from training.evaluation.metrics import AreaMetrics, PictureMetrics
from training.networks.experts import Experts
from training.networks.padding import padded
from training.tasks import losses
from training.tasks.picture import PictureTask

Network = Callable[[int, int], nn.Module]  # (planes, bands) -> planes to mean and log-sigma
DEFAULT_TERMS = {'l1': 1.0, 'ssim': 0.2, 'gradient': 0.3}


class NetworkTask(PictureTask):
    """A PictureTask whose losses are ``terms``: names of losses.TERMS and their factors."""

    def __init__(
        self,
        card: dict,
        channels: tuple[str, ...],
        network: nn.Module,
        terms: dict[str, float] | None = None,
        **options,
    ):
        super().__init__(card, channels, network, **options)
        self.terms = dict(terms or DEFAULT_TERMS)
        losses.check_terms(self.terms)
        self.metrics = PictureMetrics()

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and log-sigma by the averaged weights, for pictures of any size."""
        return padded(self.average, x)

    def loss(self, mean: Tensor, log_sigma: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        target, weight = batch['target'], batch['weight']
        parts = losses.weighted_terms(self.terms, mean, target, weight)
        return {**parts, 'sigma': self.sigma_weight * losses.laplace(mean.detach() - target, log_sigma, weight)}

    def validation_step(self, batch: dict[str, Tensor], _: int) -> None:
        mean, _ = self(batch['input'])
        target, weight = batch['target'], batch['weight']
        if 'has' in batch:  # a band that the chip lacks is neither right nor wrong
            mean = torch.where(batch['has'][:, :, None, None] > 0, mean, target)
        self.metrics.update(mean.float(), target, weight)
        self.log(
            'val/l1', losses.l1(mean.float(), target, weight), batch_size=len(target), prog_bar=True, sync_dist=True
        )

    test_step = validation_step

    def on_validation_epoch_end(self) -> None:
        self.log_dict({f'val/{name}': value for name, value in self.metrics.compute().items()})
        self.metrics.reset()

    on_test_epoch_end = on_validation_epoch_end


class SarNetwork(NetworkTask):
    """SAR and land-cover planes to a natural-colour picture by any network; grey targets are left out."""

    def __init__(self, card: dict, network: Network, terms: dict[str, float] | None = None, **options):
        channels, bands = (*SAR_CHANNELS, *LANDCOVER_CHANNELS), ('B04', 'B03', 'B02')
        card = {'task': 'sar-to-optical', 'bands': bands, 'units': 'natural-colour', **card}
        super().__init__(card, channels, network(len(channels), len(bands)), terms, **options)

    def on_after_batch_transfer(self, batch: dict[str, Tensor], dataloader_idx: int) -> dict[str, Tensor]:
        if 'grey' not in batch:
            return batch
        return {**batch, 'weight': batch['weight'] * (1.0 - batch['grey']).view(-1, 1, 1, 1)}


class ExpertsTask(SarNetwork):
    """Per-class experts: their router learns from the land-cover planes, wherever these are given."""

    def __init__(self, card: dict, network: Network, router_weight: float = 0.1, **options):
        super().__init__(card, network, **options)
        if not isinstance(self.network, Experts):
            raise ValueError('ExpertsTask needs training.networks.experts.Experts as its network.')
        self.router_weight = router_weight

    def loss(self, mean: Tensor, log_sigma: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        parts = super().loss(mean, log_sigma, batch)
        given = batch['input'][:, self.network.radar :]
        surprise = -(given * self.network.route(batch['input']).float().log_softmax(1)).sum(1, keepdim=True)
        known = batch['weight'] * (given.sum(1, keepdim=True) > 0)
        return {**parts, 'router': self.router_weight * losses.weighted_mean(surprise, known)}


class CloudNetwork(NetworkTask):
    """Any network for cloud removal; ``planes``: prefixes of the input planes it gets.

    ``area``: where the loss counts. ``hidden``: under the mask. ``whole``: everywhere. ``inverted``: the clear pixels
    only, as an earlier system had it by mistake; it is here to be compared with.
    """

    def __init__(
        self,
        card: dict,
        network: Network,
        planes: list[str] | None = None,
        area: Literal['hidden', 'whole', 'inverted'] = 'hidden',
        terms: dict[str, float] | None = None,
        **options,
    ):
        prefixes = tuple(planes or ('',))
        kept = [name for name in CHANNELS if name.startswith(prefixes)]
        card = {'task': 'cloud-removal', 'bands': S2_BANDS, 'units': 'reflectance', **card}
        super().__init__(card, tuple(kept), network(len(kept), len(S2_BANDS)), terms or {'mse': 1.0}, **options)
        self.index = [CHANNELS.index(name) for name in kept]
        self.metrics = AreaMetrics()
        self.area = area

    def on_after_batch_transfer(self, batch: dict[str, Tensor], dataloader_idx: int) -> dict[str, Tensor]:
        planes = batch['input']
        valid, hidden = (planes[:, [CHANNELS.index(name)]] for name in ('valid', 'hidden'))
        counts = {'hidden': batch['weight'], 'whole': valid, 'inverted': valid * (1.0 - hidden)}[self.area]
        return {**batch, 'input': planes[:, self.index], 'counts': counts, 'valid': valid}

    def validation_step(self, batch: dict[str, Tensor], _: int) -> None:
        """As the others, and the metrics on the ring and on the whole image beside those on the hidden pixels."""
        mean, target = self(batch['input'])[0].float(), batch['target']
        mean = torch.where(batch['has'][:, :, None, None] > 0, mean, target)
        self.metrics.update(mean, target, batch['weight'], batch['valid'])
        self.log(
            'val/l1', losses.l1(mean, target, batch['weight']), batch_size=len(target), prog_bar=True, sync_dist=True
        )

    test_step = validation_step

    def loss(self, mean: Tensor, log_sigma: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        has = batch['has'][:, :, None, None] > 0
        target = torch.where(has, batch['target'], mean.detach())
        return super().loss(
            mean, torch.where(has, log_sigma, 0.0), {**batch, 'target': target, 'weight': batch['counts']}
        )
