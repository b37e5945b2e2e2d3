"""TerraMind's encoder and the networks on it, against the real terratorch, with random weights."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest
import torch

pytest.importorskip('terratorch', reason='terratorch is not in this Python: run make terramind')

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.errors import InputError, ModelError
from sar2optical_qgis.core.names import S2_BANDS
from tests.training.tiny import CONFIGS, arguments_of
from training.__main__ import main
from training.evaluation import command as evaluate
from training.networks.offline_weights import sha256_of
from training.networks.padding import padded
from training.networks.terramind import TerraMind
from training.networks.terramind_encoder import S2L2A, Encoder
from training.networks.timegate_terramind import TimeGateTerraMind

PLANES = len(timegate_inputs.CHANNELS)
TINY = {'encoder': 'terramind_v1_tiny', 'pretrained': False}


@pytest.fixture(scope='module')
def encoder() -> Encoder:
    torch.manual_seed(0)
    return Encoder('terramind_v1_tiny', ['S2L2A', 'S1GRD'], pretrained=False, window=64).eval()


def images(encoder: Encoder, rows: int = 64, cols: int = 64) -> tuple[dict, dict]:
    """Some images of its modalities, known everywhere."""
    made = {'S2L2A': 3000 * torch.rand(1, 12, rows, cols), 'S1GRD': -15 + 5 * torch.randn(1, 2, rows, cols)}
    return made, {name: torch.ones(1, 1, rows, cols) for name in made}


def series(dates: int = 5, rows: int = 64, cols: int = 64) -> torch.Tensor:
    made = torch.rand(1, dates, PLANES, rows, cols)
    made[:, :, 20] = (made[:, :, 20] > 0.4).float()
    return made


@torch.no_grad()
def test_windows_are_seen_one_by_one_and_put_back_in_their_place(encoder):
    shown, known = images(encoder, 128, 192)
    tokens = encoder(shown, known)
    assert tokens.shape == (1, encoder.dimension, 8, 12)
    part = np.s_[..., 64:128, 128:192]
    alone = encoder({k: v[part] for k, v in shown.items()}, {k: v[part] for k, v in known.items()})
    assert torch.allclose(tokens[..., 4:, 8:], alone, atol=1e-4)


@torch.no_grad()
def test_a_token_lies_where_its_patch_does(encoder):
    shown, known = images(encoder)
    before = encoder(shown, known)
    shown['S2L2A'][..., 16:32, 48:64] += 3000
    moved = (encoder(shown, known) - before).norm(dim=1)[0]
    assert divmod(int(moved.argmax()), 4) == (1, 3)


def test_terratorch_leaves_single_precision_as_exact_as_it_was():
    torch.set_float32_matmul_precision('medium')  # as importing it does
    Encoder('terramind_v1_tiny', ['S1GRD'], pretrained=False, window=64)
    assert torch.get_float32_matmul_precision() == 'highest'


@torch.no_grad()
def test_a_band_that_is_missing_is_as_if_terramind_had_been_built_without_it(encoder):
    from terratorch.models.backbones.terramind.model import terramind_register as register

    encoder = copy.deepcopy(encoder).double()
    ten = [register.PRETRAINED_BANDS['untok_sen2l2a@224'][S2L2A.index(band)] for band in S2_BANDS]
    without = register.select_modality_patch_embed_weights(
        copy.deepcopy(encoder.encoder), {'S2L2A': ten}, register.PRETRAINED_BANDS
    ).double()
    shown, known = ({k: v.double() for k, v in each.items()} for each in images(encoder))
    has = torch.tensor([float(band in S2_BANDS) for band in S2L2A]).view(1, 12, 1, 1).expand(1, 12, 64, 64).double()
    tokens = encoder(shown, {**known, 'S2L2A': has})
    standard = {k: (v - getattr(encoder, f'{k}_mean')) / getattr(encoder, f'{k}_spread') for k, v in shown.items()}
    standard['S2L2A'] = standard['S2L2A'][:, [S2L2A.index(band) for band in S2_BANDS]]
    expected = without(standard)[-1].transpose(1, 2).reshape(1, -1, 4, 4)
    assert torch.allclose(tokens, expected, atol=1e-6)


@torch.no_grad()
def test_pictures_of_any_size_and_radar_of_any_kind():
    network = TerraMind(13, 3, **TINY).eval()
    planes = torch.rand(1, 13, 100, 230)
    planes[:, 4:7] = 1.0
    for calibrated in (1.0, 0.0):
        planes[:, 6] = calibrated
        mean, log_sigma = padded(network, planes)
        assert mean.shape == log_sigma.shape == (1, 3, 100, 230) and mean.isfinite().all()


@torch.no_grad()
@pytest.mark.parametrize('radar', [True, False])
def test_a_new_timegate_is_the_aggregate_of_its_gates(radar):
    network = TimeGateTerraMind(PLANES, 10, width=8, radar=radar, window=64, **TINY).eval()
    for dates in (3, 6):
        entries = series(dates)
        weights, beyond, _ = network.gates(entries)
        mean, log_sigma = network(entries)
        assert torch.equal(mean, entries[:, 0, :10] + (weights * beyond).sum(1))
        assert torch.allclose(log_sigma.exp(), entries[:, 0, 10:20].clamp_min(1e-3), rtol=1e-4)


@torch.no_grad()
def test_the_order_of_the_dates_says_nothing():
    network = TimeGateTerraMind(PLANES, 10, width=8, window=64, **TINY).eval()
    network.gamma.fill_(1.0)
    torch.nn.init.normal_(network.gate.weight)
    entries = series(6)
    turned = entries[:, [0, 1, 5, 3, 2, 4]]
    assert torch.allclose(network(entries)[0], network(turned)[0], atol=1e-4)


@torch.no_grad()
def test_the_encoder_gets_ten_bands_of_twelve_and_radar_only_where_there_is_any():
    network = TimeGateTerraMind(PLANES, 10, width=8, window=64, **TINY).eval()
    entries = series()
    entries[:, 0, 3], entries[:, 1, 22:25] = 0.0, 0.0  # the layer lacks B05, and has no radar
    shown, known = network.modalities(entries[:, 0, :10], entries[:, 0, :10], entries[:, 1])
    there = known['S2L2A'].mean((0, 2, 3)) > 0.9
    assert [band for band, is_there in zip(S2L2A, there) if is_there] == [b for b in S2_BANDS if b != 'B05']
    assert torch.allclose(shown['S2L2A'][:, 1], entries[:, 0, 0] * 1e4) and not known['S1GRD'].any()


@pytest.mark.parametrize(('tuning', 'share'), [('frozen', (0.0, 0.0)), ('lora', (0.001, 0.1)), ('whole', (1.0, 1.0))])
def test_the_config_says_what_of_the_encoder_learns(tuning, share):
    made = Encoder('terramind_v1_tiny', ['S1GRD'], pretrained=False, tuning=tuning, window=64)
    counts = [(p.numel(), p.requires_grad) for p in made.encoder.parameters()]
    learning = sum(n for n, learns in counts if learns) / sum(n for n, _ in counts)
    assert share[0] <= learning <= share[1]


@torch.no_grad()
def test_an_offline_copy_of_the_weights_is_taken_whole_or_not_at_all(encoder, tmp_path):
    path, state = tmp_path / 'tiny.pt', encoder.encoder.state_dict()
    torch.save({**state, 'decoder.0.of_the_generator': torch.zeros(1)}, path)
    options = {'modalities': ['S2L2A', 'S1GRD'], 'window': 64, 'weights': str(path), 'sha256': sha256_of(path)}
    again = Encoder('terramind_v1_tiny', **options).eval()
    shown = images(encoder)
    assert torch.equal(encoder(*shown), again(*shown))
    state.pop('encoder.3.attn.qkv.weight')
    torch.save(state, path)
    with pytest.raises(ModelError, match=r'lacks 1 of \d+ weights, such as encoder\.3'):
        Encoder('terramind_v1_tiny', **{**options, 'sha256': sha256_of(path)})


def test_a_hub_that_cannot_be_reached_is_told_with_the_way_around_it(monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, 'HF_HUB_OFFLINE', True)
    with pytest.raises(InputError, match=r'cannot be had from the model hub.*Download them elsewhere'):
        Encoder('terramind_v1_large', ['S1GRD'])


def test_wrong_names_and_windows_are_told():
    with pytest.raises(InputError, match='has no model terramind_v9'):
        Encoder('terramind_v9', ['S1GRD'], pretrained=False)
    with pytest.raises(InputError, match='holds no whole patches'):
        Encoder('terramind_v1_tiny', ['S1GRD'], pretrained=False, window=8)


@pytest.mark.parametrize('name', ['terramind', 'timegate_terramind'])
def test_fit_export_evaluate(name: str, data_of, tmp_path: Path, capsys):
    small = [f'network.init_args.{item}' for item in ('encoder=terramind_v1_tiny', 'pretrained=false', 'window=64')]
    config, data = str(CONFIGS / f'{name}.yaml'), data_of(name)
    options = arguments_of(small, data, tmp_path)
    tools = [word for word in options if not word.startswith('--trainer')]
    checkpoint, model = str(tmp_path / 'last.ckpt'), tmp_path / 'm.onnx'
    main(['fit', '-c', config, *options])
    main(['export', '-c', config, '--checkpoint', checkpoint, '--output', str(model), *tools])
    card = evaluate.read_card(model)
    assert card.name == name and card.stride == 64
    if name == 'terramind':
        sheet = str(tmp_path / 'sheet.png')
        main(['evaluate', '-c', config, '--model', str(model), '--dry', '--sheet', sheet, *tools])
        assert '| network |' in capsys.readouterr().out
    else:
        seen = tmp_path / 'seen'
        main(['predict', '-c', config, '--checkpoint', checkpoint, '--output', str(seen), '--most', '1', *tools])
        assert (seen / '0001.tif').is_file()
