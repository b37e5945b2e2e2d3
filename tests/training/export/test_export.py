"""What is exported is what was trained: parity, card, dynamic sizes, self-contained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from sar2optical_qgis.core.errors import ModelError
from sar2optical_qgis.core.model.card import ModelCard
from training.export.from_onnx import continued
from training.export.model import Model
from training.export.quantize import Sample, error_of, quantize, report
from training.export.to_onnx import PARITY, export, fit_temperature, stamp
from training.networks.backbone import Backbone, folded

CARD = ModelCard(name='t', task='cloud-removal', channels=('a', 'b', 'c'), bands=('B02', 'B03'), units='reflectance')


def network(base: list[int] | None = None) -> Backbone:
    """A small backbone with weights and running statistics that are not those of the start."""
    torch.manual_seed(0)
    result = Backbone(3, 2, widths=(8, 16, 16, 16), base=base)
    for parameter in result.parameters():
        torch.nn.init.normal_(parameter, 0, 0.1)
    with torch.no_grad():
        for _ in range(3):
            result.train()(torch.randn(4, 3, 32, 32))
    return result.eval()


def test_folding_changes_nothing():
    net, x = network(), torch.randn(1, 3, 64, 48)
    torch.testing.assert_close(net(x)[0], folded(net)(x)[0], atol=1e-5, rtol=1e-4)


def test_a_new_network_returns_its_base():
    x = torch.rand(1, 3, 32, 32)
    torch.testing.assert_close(Backbone(3, 2, base=[2, 0])(x)[0], x[:, [2, 0]])


@pytest.mark.parametrize('half', [True, False])
def test_parity_and_contents(tmp_path: Path, half: bool):
    path = tmp_path / 'm.onnx'
    assert export(network([0, 1]), CARD, path, torch.tensor([2.0, 3.0]), half=half) < PARITY
    assert [p.name for p in tmp_path.iterdir()] == ['m.onnx']  # no external data
    model = onnx.load(str(path))
    assert model.ir_version == 8 and model.opset_import[0].version == 17
    stamp(path, {'psnr': 20.0})
    session = onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])
    card = ModelCard.from_metadata(session.get_modelmeta().custom_metadata_map)
    assert card.bands == CARD.bands and card.scores == {'psnr': 20.0}
    for shape in ((1, 3, 16, 16), (3, 3, 48, 80)):
        mean, sigma = session.run(['mean', 'sigma'], {'input': np.zeros(shape, np.float32)})
        assert mean.shape == sigma.shape == (shape[0], 2, *shape[2:]) and (sigma > 0).all()


def test_a_training_goes_on_from_an_exported_model(tmp_path: Path):
    path, net = tmp_path / 'm.onnx', network([0, 1])
    torch.nn.init.constant_(net.log_sigma.bias, -3.0)  # well inside the range that log-sigma is held in
    torch.nn.init.normal_(net.log_sigma.weight, 0, 1e-3)
    export(net, CARD, path, torch.tensor([2.0, 3.0]))
    x = torch.rand(1, 3, 32, 48)
    mean, log_sigma = continued(Backbone(3, 2, widths=(8, 16, 16, 16), base=[0, 1]), path)(x)
    expected = Model.open(path)(x[0].numpy())
    assert np.allclose(mean.detach().clamp(0, 1)[0], expected[0], atol=PARITY)
    assert np.allclose(log_sigma.detach().exp()[0], expected[1], atol=PARITY)
    with pytest.raises(ModelError, match=r'm\.onnx holds the weights of another network'):
        continued(Backbone(3, 2, widths=(8, 16, 16, 24), base=[0, 1]), path)


def test_int8_has_the_same_card_and_says_what_it_loses(tmp_path: Path):
    net, rng = network([0, 1]), np.random.default_rng(0)
    export(net, CARD, tmp_path / 'full.onnx', half=False)
    with torch.no_grad():
        planes = [rng.random((3, 36, 40), np.float32) for _ in range(4)]
        made = [net(torch.from_numpy(np.pad(p, ((0, 0), (0, 12), (0, 8))))[None])[0][0, :, :36, :40] for p in planes]
    samples = [Sample(p, np.clip(m.numpy(), 0, 1) + np.float32(0.1), np.ones((36, 40))) for p, m in zip(planes, made)]
    line = report(tmp_path / 'full.onnx', tmp_path / 'int8.onnx', samples, samples)
    assert 'MAE 0.10' in line and Model.open(tmp_path / 'int8.onnx').card == replace(CARD, name='t_int8')
    assert error_of(tmp_path / 'int8.onnx', samples) == pytest.approx(0.1, rel=0.3)
    model = onnx.load(str(tmp_path / 'int8.onnx'))
    assert model.ir_version == 8 and model.opset_import[0].version == 17
    assert any(node.op_type == 'QuantizeLinear' for node in model.graph.node)
    after_heads = {node.op_type for node in model.graph.node[-8:]}
    assert 'Exp' in after_heads and not after_heads & {'QuantizeLinear', 'DequantizeLinear'}


def test_weights_stored_in_half_quantize_as_well_as_plain_ones(tmp_path: Path):
    for name, half in (('half.onnx', True), ('plain.onnx', False)):
        export(network([0, 1]), CARD, tmp_path / name, half=half)
    rng = np.random.default_rng(0)
    samples = [Sample(rng.random((3, 32, 32), np.float32), None, None) for _ in range(2)]
    kinds = []
    for name in ('half.onnx', 'plain.onnx'):
        quantize(tmp_path / name, tmp_path / 'int8.onnx', samples)
        kinds.append(
            sum(w.data_type == onnx.TensorProto.INT8 for w in onnx.load(str(tmp_path / 'int8.onnx')).graph.initializer)
        )
    assert kinds[0] == kinds[1] > 10


def test_temperature_makes_ninety_percent_fit():
    torch.manual_seed(0)

    class Unsure(torch.nn.Module):
        def forward(self, x):
            return torch.full_like(x, 0.5), torch.full_like(x, -3.0)

    target = 0.5 + 0.02 * torch.randn(4, 1, 64, 64)
    batch = {'input': torch.zeros(4, 1, 64, 64), 'target': target, 'weight': torch.ones(4, 1, 64, 64)}
    sigma = fit_temperature(Unsure(), [batch], 1) * torch.exp(torch.tensor(-3.0))
    covered = ((target - 0.5).abs() < 1.645 * sigma).float().mean()
    assert 0.88 < covered < 0.92
