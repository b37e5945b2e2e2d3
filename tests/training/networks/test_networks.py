"""What the networks, losses and tasks promise, beyond running."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.errors import RuntimeMissingError
from sar2optical_qgis.core.sentinel.cover import COVERS, WATER
from training.data.cloud_examples import CHANNELS
from training.evaluation.cost import cost_of
from training.export.to_onnx import export
from training.networks.anchor import BELIEVED, GIVEN, Anchor
from training.networks.backbone import Backbone
from training.networks.encoder_decoder import EncoderDecoder
from training.networks.experts import Experts
from training.networks.padding import padded
from training.networks.patchgan import PatchGAN
from training.networks.timegate import TimeGate
from training.networks.unet import UNet
from training.networks.unet256 import UNet256
from training.tasks import losses
from training.tasks.palette import ColourDistribution

SMALL = {
    'unet256': lambda: UNet256(13, 3, 4, 5),
    'unet': lambda: UNet(13, 3, (4, 8, 8)),
    'encoder_decoder': lambda: EncoderDecoder(13, 3, (4, 8)),
    'experts': lambda: Experts(13, 3, lambda a, b: UNet(a, b, (4, 8)), (4, 4)),
}


@pytest.mark.parametrize('name', SMALL)
def test_one_shape_for_all(name: str):
    network = SMALL[name]().eval()
    mean, log_sigma = padded(network, torch.rand(2, 13, 40, 24))
    assert mean.shape == log_sigma.shape == (2, 3, 40, 24) and torch.isfinite(mean).all()


def test_sizes_of_pix2pix():
    millions = [sum(p.numel() for p in net.parameters()) / 1e6 for net in (UNet256(3, 3), PatchGAN(3, 3))]
    assert millions == pytest.approx([54.4, 2.8], abs=0.1)
    judge = PatchGAN(1, 1, 4).eval()
    picture = torch.zeros(1, 1, 256, 256, requires_grad=True)
    judge(torch.zeros(1, 1, 256, 256), picture)[0, 0, 15, 15].backward()
    assert (picture.grad[0, 0].abs().sum(1) > 0).sum() == 70  # a patch is 70 x 70 pixels


def test_land_cover_chooses_the_expert_and_the_router_elsewhere():
    network = SMALL['experts']().eval()
    x = torch.rand(1, 13, 16, 16)
    x[:, 7:] = 0
    torch.testing.assert_close(network.shares(x), network.route(x).softmax(1))
    x[:, 7 + 2, :8] = 1
    share = network.shares(x)
    assert share[0, 2, :8].min() == 1 and share.sum(1).allclose(torch.ones(1, 16, 16))
    torch.testing.assert_close(network(x)[0][0, :, :8], network.experts[2](x[:, :7])[0][0, :, :8])


def test_a_new_timegate_is_the_estimate_that_it_got_and_knows_no_order_of_the_dates():
    torch.manual_seed(0)
    network = TimeGate(len(timegate_inputs.CHANNELS), 10, 8, (8, 8), (1, 1)).eval()
    series = torch.rand(2, 6, len(timegate_inputs.CHANNELS), 16, 16)
    series[:, :, 20] = (torch.rand(2, 6, 16, 16) > 0.5).float()
    mean, log_sigma = network(series)
    torch.testing.assert_close(mean, series[:, 0, :10])
    torch.testing.assert_close(log_sigma, series[:, 0, 10:20].clamp_min(1e-3).log())
    for head in (network.gate, network.heads):
        torch.nn.init.normal_(head.weight, 0.0, 0.1)
    changed = network(series)[0]
    assert (changed - mean).abs().mean() > 1e-3
    torch.testing.assert_close(network(series[:, [0, 1, 5, 3, 2, 4]])[0], changed)
    weights, _, _ = network.gates(series)
    torch.testing.assert_close(weights.sum(1), series[:, 2:, 20].amax(1)[:, None].expand(-1, 10, -1, -1))
    assert torch.isfinite(network(series[:, :3])[0]).all()


def test_timegate_takes_nothing_from_a_date_where_it_is_hidden():
    torch.manual_seed(0)
    network = TimeGate(len(timegate_inputs.CHANNELS), 10, 8, (8, 8), (1, 1)).eval()
    torch.nn.init.normal_(network.heads.weight, 0.0, 0.1)
    series = torch.rand(1, 4, len(timegate_inputs.CHANNELS), 16, 16)
    series[:, 2:, 20] = 1.0
    series[:, 3, 20] = 0.0
    weights, beyond, _ = network.gates(series)
    assert (weights[:, 1] == 0).all() and (beyond[:, 1] == 0).all() and (weights[:, 0] == 1).all()


@pytest.mark.parametrize('name', losses.TERMS)
def test_losses_are_zero_at_the_truth_and_ignore_what_is_unknown(name: str):
    torch.manual_seed(0)
    truth, weight = torch.rand(1, 3, 24, 24), torch.ones(1, 1, 24, 24)
    weight[..., :12] = 0
    estimate = truth.clone()
    estimate[..., :12] += 0.3 if name != 'spectral_angle' else torch.rand(1, 3, 24, 12)
    assert abs(losses.TERMS[name](estimate, truth, weight)) < 1e-5
    far = losses.TERMS[name](torch.rand(1, 3, 24, 24), truth, weight)
    assert far > 0.001 and losses.weighted_terms({name: 2.0}, truth, truth, weight).keys() == {name}
    with pytest.raises(ValueError, match='Unknown loss l3'):
        losses.weighted_terms({'l3': 1.0}, truth, truth, weight)


@pytest.mark.parametrize('kind', ['bce', 'hinge'])
def test_adversaries(kind: str):
    sure, fooled = torch.full((4,), 5.0), torch.full((4,), -5.0)
    assert losses.judged(sure, True, kind) < 0.01 < losses.judged(fooled, True, kind)
    assert losses.judged(fooled, False, kind) < 0.01 < losses.judged(sure, False, kind)
    assert losses.fooled(sure, kind) < losses.fooled(fooled, kind)


@pytest.mark.parametrize(
    ('area', 'rows'), [('hidden', slice(0, 4)), ('inverted', slice(4, 12)), ('whole', slice(0, 12))]
)
def test_the_mask_is_the_right_way_round(area: str, rows: slice):
    from training.tasks.network import CloudNetwork

    task = CloudNetwork({'name': 't'}, lambda a, b: UNet(a, b, (4, 4)), planes=['obs_'], area=area)
    planes = torch.zeros(1, len(CHANNELS), 16, 16)
    planes[:, CHANNELS.index('valid'), :12] = 1
    planes[:, CHANNELS.index('hidden'), :4] = 1
    hidden = planes[:, [CHANNELS.index('hidden')]]
    batch = {'input': planes, 'target': torch.zeros(1, 10, 16, 16), 'weight': hidden, 'has': torch.ones(1, 10)}
    batch = task.on_after_batch_transfer(batch, 0)
    assert batch['input'].shape[1] == 10 == len(task.card.channels)
    wanted = torch.zeros(16)
    wanted[rows] = 1
    torch.testing.assert_close(batch['counts'][0, 0, :, 0], wanted)
    mean = torch.zeros(1, 10, 16, 16)
    mean[:, :, rows] = 1
    assert task.loss(mean, torch.zeros_like(mean), batch)['mse'].item() == pytest.approx(1.0)


@pytest.mark.parametrize('network', ['terramind.TerraMind', 'timegate_terramind.TimeGateTerraMind'])
def test_terramind_says_what_it_needs(network, monkeypatch):
    module, name = network.split('.')
    monkeypatch.setitem(sys.modules, 'terratorch', None)
    with pytest.raises(RuntimeMissingError, match='make terramind'):
        getattr(importlib.import_module(f'training.networks.{module}'), name)(26, 10)


def test_cost(tmp_path: Path):
    from sar2optical_qgis.core.model.card import ModelCard

    card = ModelCard(name='t', task='cloud-removal', channels=('a', 'b'), bands=('B04',), units='reflectance', stride=2)

    class Two(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.mean, self.log_sigma = torch.nn.Conv2d(2, 1, 3, padding=1), torch.nn.Conv2d(2, 1, 3, padding=1)

        def forward(self, x):
            return self.mean(x), self.log_sigma(x)

    export(Two(), card, tmp_path / 'm.onnx', half=False)
    cost = cost_of(tmp_path / 'm.onnx', side=33, repeats=1)
    assert cost.kmac_per_pixel == pytest.approx(0.036) and cost.seconds_per_megapixel > 0
    export(Backbone(2, 1, widths=(8, 8)), replace(card, stride=4), tmp_path / 'b.onnx')
    assert cost_of(tmp_path / 'b.onnx', side=32, repeats=1).kmac_per_pixel > 0.5
    assert cost.text().startswith('0.00 | 0 | ')


def anchor() -> tuple[Anchor, torch.Tensor, torch.Tensor]:
    """An anchor of colours drawn at random, and those of the map's classes and of cover."""
    torch.manual_seed(0)
    of_class, of_cover = torch.rand(6, 3), torch.rand(6, 3)
    return Anchor(of_class, of_cover, torch.zeros(3)).eval(), of_class, of_cover


def shares(**of: float) -> torch.Tensor:
    """Shares of cover at half the resolution of 96 x 96 pixels."""
    made = torch.zeros(1, len(COVERS), 48, 48)
    for name, share in of.items():
        made[:, COVERS.index(name)] = share
    return made


GREY = torch.full((1, 3, 96, 96), 0.4)


def test_the_broad_colour_follows_the_land_cover_that_is_given():
    step, of_class, _ = anchor()
    x = torch.zeros(1, 13, 96, 96)
    x[:, 6], x[:, 7 + 2] = 1, 1
    made = step(GREY, x, shares(green=1.0))
    torch.testing.assert_close(made[0, :, 48, 48], GIVEN * (of_class[2] - 0.4))


def test_where_the_radar_sees_water_the_map_has_no_say():
    step, _, of_cover = anchor()
    x = torch.zeros(1, 13, 96, 96)
    x[:, 6], x[:, 7 + 2] = 1, 1
    made = step(GREY, x, shares(water=1.0))
    torch.testing.assert_close(made[0, :, 48, 48], GIVEN * (of_cover[WATER] - 0.4))


def test_without_land_cover_the_broad_colour_follows_what_the_network_believes_to_see():
    step, _, of_cover = anchor()
    x = torch.zeros(1, 13, 96, 96)
    x[:, 6] = 1
    made = step(GREY, x, shares(forest=0.5, green=0.5))
    torch.testing.assert_close(made[0, :, 48, 48], BELIEVED * (of_cover[1:3].mean(0) - 0.4))


def test_an_error_of_the_whole_crop_weighs_less_than_one_within_it():
    task = ColourDistribution({'name': 't', 'version': '1'}, widths=[8, 8, 8, 8], centred=1.0)
    target = torch.rand(2, 3, 32, 32)
    batch = {'target': target, 'weight': torch.ones(2, 1, 32, 32), 'grey': torch.zeros(2)}
    assert task.loss(target + 0.1, batch)['l1'] < 1e-6
    uneven = target + 0.1 * torch.tensor([1.0, -1.0]).repeat(16)
    torch.testing.assert_close(task.loss(uneven, batch)['l1'], torch.tensor(0.1))


def test_a_network_to_go_on_from_keeps_its_palette_and_a_new_one_gets_that_of_its_places():
    table, rarity = np.linspace(0, 1, 24).reshape(8, 3).astype(np.float32), np.full(8, 2.0, np.float32)
    for own in (False, True):
        task = ColourDistribution({'name': 't', 'version': '1'}, widths=[8, 8, 8, 8], colours=8)
        if own:
            task.network.palette.copy_(torch.rand(8, 3))
        before = task.network.palette.clone()
        task.trainer = SimpleNamespace(datamodule=SimpleNamespace(palette=lambda _: (table, rarity)))
        task.setup('fit')
        expected = before if own else torch.from_numpy(table)
        assert torch.equal(task.network.palette, expected), own
