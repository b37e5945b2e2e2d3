"""Colours as a distribution over a palette, and the picture and cover that come of it."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch

from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.sentinel.cover import COVERS, FOREST, GREEN, WATER
from training.data.examples import Example
from training.data.palette import palette_of
from training.export.to_onnx import export
from training.networks.anchor import Anchor
from training.networks.backscatter_cover import BackscatterCover
from training.networks.cover_head import TwoOpinions, fitted
from training.networks.palette import FLOOR, Likely, PaletteNetwork
from training.networks.usual_backscatter import HAS
from training.networks.water_opinion import WaterOpinion

NAVY = torch.tensor([0.1, 0.2, 0.3])
ANCHOR = Anchor(torch.full((6, 3), 0.4), torch.full((6, 3), 0.4), torch.zeros(3))


@pytest.fixture
def network() -> PaletteNetwork:
    torch.manual_seed(0)
    made = PaletteNetwork(13, 3, widths=(8, 8, 8, 8)).eval()
    made.palette.copy_(torch.tensor([[0.2, 0.2, 0.2], [0.4, 0.4, 0.4], [0.8, 0.4, 0.2]]))
    return made


def logits_of(*values: float) -> torch.Tensor:
    return torch.tensor(values).view(1, -1, 1, 1)


def test_the_mean_of_the_distribution_is_that_of_its_colours(network):
    mean, spread = network.mixed(logits_of(0.0, 0.0, -14.0))
    torch.testing.assert_close(mean.view(3), torch.full((3,), 0.3), atol=1e-4, rtol=0)
    torch.testing.assert_close(spread.view(3), torch.full((3,), 0.1), atol=1e-2, rtol=0)


def test_annealing_goes_from_the_mean_to_the_most_likely_colour(network):
    logits = logits_of(0.0, 1.0, -14.0)
    off = [float((network.mixed(logits, t, honest=False)[0].view(3) - 0.4).abs().max()) for t in (1.0, 0.5, 0.1)]
    assert off[0] > 2 * off[1] > 4 * off[2]


def test_the_mean_takes_out_again_what_rare_colours_were_weighted_up_by(network):
    network.rarity.copy_(torch.tensor([1.0, 1.0, 4.0]))
    found = network.mixed(logits_of(0.0, 0.0, float(np.log(4.0))))[0]
    network.rarity.fill_(1.0)
    torch.testing.assert_close(found, network.mixed(logits_of(0.0, 0.0, 0.0))[0])


def test_a_sure_distribution_still_has_the_smallest_sigma(network):
    with torch.no_grad():
        network.colour.bias.copy_(torch.tensor([15.0, -15.0, -15.0]))
        _, log_sigma = network(torch.zeros(1, 13, 32, 32))
    torch.testing.assert_close(log_sigma.exp(), torch.full_like(log_sigma, FLOOR), atol=1e-3, rtol=0)


def test_soft_shares_add_up_and_name_the_nearest_colour(network):
    shares = network.shares_of(torch.tensor([0.41, 0.39, 0.4]).view(1, 3, 1, 1).expand(2, 3, 4, 4))
    torch.testing.assert_close(shares.sum(1), torch.ones(2, 4, 4))
    assert (shares.argmax(1) == 1).all()


def test_where_cover_is_surely_water_the_likely_picture_has_its_colour(network):
    likely = Likely(network, ANCHOR, NAVY)
    with torch.no_grad():
        network.cover.bias[WATER] = 12.0
        _, _, picture, cover = likely.all(torch.zeros(1, 13, 32, 32))
    assert cover[0, WATER].min() > 0.99
    torch.testing.assert_close(picture[0, :, 8, 8], NAVY, atol=1e-3, rtol=0)
    with torch.no_grad():
        network.cover.bias[WATER] = -12.0
        dry = likely.all(torch.zeros(1, 13, 32, 32))[2]
    assert dry[0, 0, 8, 8] > NAVY[0] + 0.2  # the palette's own colours


def test_a_head_of_its_own_tells_land_apart_by_radar_without_a_map(network):
    rng = np.random.default_rng(0)
    cover = rng.integers(1, 4, 600).astype(np.uint8)
    features = rng.normal(size=(600, 8)) + 3.0 * np.eye(4, 8)[cover]
    alike = np.full(len(COVERS), 1 / len(COVERS))
    head = fitted(np.concatenate((features, features), 1), cover)  # each place is as its surroundings
    flat = torch.from_numpy(features).float()[:, :, None, None].expand(-1, -1, 3, 3)
    assert (head(flat)[:, :, 1, 1].argmax(1).numpy() == cover).mean() > 0.95
    x = torch.zeros(1, 13, 32, 32)
    second = BackscatterCover()
    second.layers[-1].bias.data[WATER] = -20.0  # nobody taught it water
    plain, led = Likely(network, ANCHOR, NAVY), Likely(network, ANCHOR, NAVY, sure=TwoOpinions(head, second, alike))
    torch.testing.assert_close(led.all(x)[3], plain.all(x)[3])
    x[:, HAS[0]] = 1.0  # a picture: as usual backscatter
    shown, before = led.all(x)[3], plain.all(x)[3]
    assert (shown - before).abs().max() > 0.1
    torch.testing.assert_close(shown[:, WATER], before[:, WATER])
    torch.testing.assert_close(shown.sum(1), torch.ones(1, 32, 32))
    x[:, -1] = 1.0  # a map is given
    torch.testing.assert_close(led.all(x)[3], plain.all(x)[3])


def test_all_four_outputs_are_exported_as_torch_makes_them(network, tmp_path):
    card = ModelCard(
        't', 'sar-to-optical', tuple(f'p{k}' for k in range(13)), ('r', 'g', 'b'), 'natural-colour', covers=COVERS
    )
    for head in (network.cover, network.colour, network.mean):
        torch.nn.init.normal_(head.weight, std=0.1)
    sure = TwoOpinions(torch.nn.Conv2d(8, len(COVERS), 3, padding=1), BackscatterCover(), np.ones(len(COVERS)))
    likely = Likely(network, ANCHOR, NAVY, sure=sure, wet=WaterOpinion().eval())
    assert export(likely, card, tmp_path / 'm.onnx') < 1e-4
    session = onnxruntime.InferenceSession(str(tmp_path / 'm.onnx'), providers=['CPUExecutionProvider'])
    mean, sigma, likely, cover = session.run(None, {'input': np.zeros((1, 13, 48, 32), np.float32)})
    assert mean.shape == sigma.shape == likely.shape == (1, 3, 48, 32) and cover.shape == (1, len(COVERS), 48, 32)
    np.testing.assert_allclose(cover.sum(axis=1), 1.0, atol=1e-5)


def test_a_rare_colour_has_a_place_in_the_palette_and_weighs_more():
    rng = np.random.default_rng(0)
    target = np.clip(0.4 + 0.02 * rng.standard_normal((3, 64, 64)), 0, 1).astype(np.float16)
    target[:, :4, :8] = np.array([0.9, 0.1, 0.1], np.float16)[:, None, None]
    valid = np.ones((64, 64), bool)
    example = Example('a', 'a', 'multispectral', {}, True, target, valid, None, '', 10.0)
    palette, rarity = palette_of([example], 8)
    red = int(((palette - (0.9, 0.1, 0.1)) ** 2).sum(1).argmin())
    assert np.abs(palette[red] - (0.9, 0.1, 0.1)).max() < 0.05
    assert rarity[red] > 1.0 > rarity.min()


def test_a_cover_that_is_rare_is_told_less_often():
    rng, cover = np.random.default_rng(0), np.repeat([FOREST, GREEN], 500)
    features = rng.normal(cover[:, None] == GREEN, 1.0, (1000, 4)).astype(np.float32)
    flat = torch.from_numpy(features)[:, :, None, None].expand(-1, -1, 16, 16)
    head, second = fitted(np.concatenate((features, features), 1), cover), BackscatterCover()
    for layer in second.layers[::2]:
        torch.nn.init.zeros_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
    named = {}
    for of_green in (0.5, 0.02):
        shares = np.zeros(len(COVERS))
        shares[[FOREST, GREEN]] = 1 - of_green, of_green
        told = TwoOpinions(head, second, shares)(flat, torch.zeros(1, 13, 32, 32).expand(1000, -1, -1, -1))
        named[of_green] = float((told[:, :, 8, 8].argmax(1) == GREEN).float().mean())
    assert 0.4 < named[0.5] < 0.6 and named[0.02] < 0.25
