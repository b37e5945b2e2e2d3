"""SAR to optical as a task: cover first, colours as a distribution, their mean as the estimate of least error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS, SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER
from training.data.examples import Example
from training.data.palette import cover_colours
from training.data.sar_optical import whole
from training.data.water_looks import water_looks
from training.data.whole_looks import as_they_are, land_shares, looks
from training.networks import water_opinion
from training.networks.anchor import Anchor, shift_of
from training.networks.backscatter_cover import distilled, moments
from training.networks.calibration import fit_calibration
from training.networks.cover_head import TwoOpinions, around, fitted, labelled
from training.networks.palette import Likely, PaletteNetwork
from training.networks.usual_backscatter import as_usual
from training.tasks import losses
from training.tasks.picture import PictureTask, luminance_parts

BANDS = ('B04', 'B03', 'B02')
MOST = 512  # pixels of a held-out chip along each side
FEWEST_WET = 1000  # pixels of water, and of land, by which water is learned
DRAWN_WATER = (0.10, 0.17, 0.24)  # natural colour: bluer than most water is, so that no wood is taken for it


class ColourDistribution(PictureTask):
    """SAR and land-cover planes to cover, a distribution of colours and their mean; grey targets teach luminance only.

    Adds to the batch: 'grey' (N,), 1 where the target is a grey picture of unknown stretch (in all three bands), and
    'cover' (N, H, W), numbers of core.sentinel.cover, 255 unknown. ``centred``: the share of the loss of the mean for
    which the mean error of a crop is no error: what colour a scene has as a whole is mostly not in its radar, and few
    places are soon learned by heart. ``water_weight``: of water among the covers.
    """

    def __init__(
        self,
        card: dict,
        widths: list[int] = [32, 48, 96, 192],  # noqa: B006
        blocks: list[int] = [1, 1, 1, 1],  # noqa: B006
        colours: int = 64,
        dropout: float = 0.0,
        centred: float = 0.5,
        colour_weight: float = 0.08,
        cover_weight: float = 0.1,
        water_weight: float = 2.0,
        temperature: float = 0.4,
        certainty: float = 2.0,
        **options,
    ):
        channels = (*SAR_CHANNELS, *LANDCOVER_CHANNELS)
        network = PaletteNetwork(len(channels), colours, widths=widths, blocks=blocks, dropout=dropout)
        card = {'task': 'sar-to-optical', 'bands': BANDS, 'units': 'natural-colour', 'covers': COVERS, **card}
        super().__init__(card, channels, network, **options)
        self.centred, self.colour_weight, self.cover_weight = centred, colour_weight, cover_weight
        self.water_weight, self.temperature, self.certainty = water_weight, temperature, certainty

    def setup(self, stage: str) -> None:
        super().setup(stage)
        is_new = (self.network.palette == self.network.palette[0]).all()  # one to go on from has its own
        if stage == 'fit' and is_new:
            for network in (self.network, self.average):
                for name, values in zip(('palette', 'rarity'), self.trainer.datamodule.palette(len(network.rarity))):
                    getattr(network, name).copy_(torch.from_numpy(values))

    def training_step(self, batch: dict[str, Tensor], _: int) -> Tensor:
        x = batch['input'].contiguous(memory_format=torch.channels_last)
        cover, colour, detail = self.network.with_distribution(x)
        with torch.autocast(x.device.type, enabled=False):
            mean, _ = self.network.pictured(colour, detail)
            parts = self.loss(mean, batch)
            parts['colour'] = self.colour_weight * self.surprise(colour, batch)
            parts['cover'] = self.cover_weight * self.mistaken(cover, batch['cover'])
        return self.summed(parts)

    def surprise(self, logits: Tensor, batch: dict[str, Tensor]) -> Tensor:
        """Return the cross-entropy of the palette's soft shares, rare colours weighted up (Zhang et al. 2016)."""
        first = self.global_step % 2  # of every second row and column: neighbours say the same, at four times the cost
        some = np.s_[..., first::2, first::2]
        shares, logits = self.network.shares_of(F.avg_pool2d(batch['target'], 2)[some]), logits[some]
        weight = F.avg_pool2d(batch['weight'], 2)[some] * (1 - batch['grey']).view(-1, 1, 1, 1)
        rare = F.conv2d(shares, self.network.rarity.view(1, -1, 1, 1))
        entropy = -(shares * logits.log_softmax(1)).sum(1, keepdim=True)
        drift = 1e-3 * logits.logsumexp(1, keepdim=True) ** 2  # exponentials at low temperatures must stay finite
        return losses.weighted_mean(entropy + drift, weight * rare)

    def mistaken(self, logits: Tensor, cover: Tensor) -> Tensor:
        """Return the cross-entropy of cover, water weighted up."""
        logits = self.network.enlarge(logits)
        entropy = F.cross_entropy(logits, cover, ignore_index=UNKNOWN, reduction='none')
        weight = (cover != UNKNOWN) * (1 + (self.water_weight - 1) * (cover == WATER))
        return losses.weighted_mean(entropy[:, None], weight[:, None].to(entropy.dtype))

    def loss(self, mean: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return the named, weighted parts of the loss of the mean picture."""
        coloured = batch['weight'] * (1 - batch['grey']).view(-1, 1, 1, 1)
        target, total = batch['target'], coloured.sum((2, 3), keepdim=True).clamp_min(1)
        off = ((target - mean) * coloured).sum((2, 3), keepdim=True) / total
        l1 = (1 - self.centred) * losses.l1(mean, target, coloured)
        parts = {
            'l1': l1 + self.centred * losses.l1(mean + off, target, coloured),
            'ssim': self.ssim_weight * losses.ssim(mean[::2], target[::2], coloured[::2]),  # dear: on half of the batch
            'gradient': self.gradient_weight * losses.gradient(mean, target, coloured),
        }
        for key, value in luminance_parts(mean, batch, self.ssim_weight, self.gradient_weight).items():
            parts[key] = parts.get(key, 0.0) + value
        return parts

    def finished(self, data) -> Likely:
        """Return the averaged network with its likely picture, both held by mean colours of the training places."""
        from training.baselines.colours import MeanColour, colour_examples, samples

        data.shares = {**data.shares, 'simulated': 0.0}
        data.setup('fit')
        examples = colour_examples(data.examples)
        means = MeanColour.fit(examples)
        of_class = torch.stack([torch.from_numpy(means.of_class[k]) for k in range(len(LANDCOVER_CHANNELS))])
        of_cover = torch.from_numpy(cover_colours(examples, means.colour))
        shift = shift_of(lambda x: self.average(as_usual(x)), samples(examples))
        anchor = Anchor(of_class, of_cover, shift)
        sure = self._sure(data)
        water = torch.tensor(DRAWN_WATER)
        likely = Likely(self.average, anchor, water, self.temperature, self.certainty, sure, self._wet(data))
        scale, bias = fit_calibration(self._seen(data.held, lambda y, _: self.average.cover(y)), len(COVERS), WATER)
        likely.scale.copy_(scale)
        likely.bias.copy_(bias)
        return likely

    def _sure(self, data) -> nn.Module | None:
        """Return what tells land apart by calibrated radar; how certain it is, held-out places say."""
        known = [e for e in data.examples if e.source == 'multispectral']
        if not any(e.calibrated and e.cover is not None and (e.cover != UNKNOWN).any() for e in known):
            return None
        features = labelled(lambda x: around(self.average.features(x)), looks(known, self.card.stride))
        backscatter = labelled(moments, as_they_are(known, self.card.stride))
        land = TwoOpinions(fitted(*features), distilled(*backscatter), land_shares(known))
        held = [_dry(e) for e in data.held if e.calibrated and e.cover is not None]
        scale, _ = fit_calibration(self._seen(held, land), len(COVERS), WATER)
        land.scale.copy_(scale)
        return land

    def _wet(self, data) -> nn.Module | None:
        """Return a second opinion on water by radar alone, where enough places show water and land."""
        known = [e for e in data.examples if e.source in ('multispectral', 'cover')]
        planes, wet, weight = water_opinion.labelled(water_looks(known, self.card.stride))
        return water_opinion.fitted(planes, wet, weight) if min(wet.sum(), (~wet).sum()) >= FEWEST_WET else None

    @torch.no_grad()
    def _seen(self, examples, head: Callable[[Tensor, Tensor], Tensor]) -> Iterator[tuple[str, Tensor, Tensor]]:
        """Yield place, a head's logits (covers, pixels) of features and planes, and cover (pixels,) of examples.

        At half resolution.
        """
        for example in examples:
            rows, cols = (min(n, MOST) // self.card.stride * self.card.stride for n in example.valid.shape)
            if example.cover is None or not rows or not cols:
                continue
            planes, cut = whole(example, rows, cols, False)
            x = as_usual(torch.from_numpy(planes)[None])
            logits = head(self.average.features(x), x)[0].float()
            yield example.place, logits.flatten(1), torch.from_numpy(cut.cover[::2, ::2].ravel().copy())


def _dry(example: Example) -> Example:
    """Return the example without the water in its cover."""
    return replace(example, cover=np.where(example.cover == WATER, np.uint8(UNKNOWN), example.cover))
