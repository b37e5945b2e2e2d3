"""A series network as ONNX: input (n, dates, planes, h, w), to mean and sigma (n, bands, h, w)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from training.export import IR_VERSION, OPSET, PARITY

METADATA_KEY = 'sar2optical_series'


class ExportedSeries(nn.Module):
    """Mean clipped to 0..1 and sigma."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, series: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_sigma = self.network(series)
        return mean.clamp(0.0, 1.0), log_sigma.exp()


@torch.no_grad()
def export_series(network: nn.Module, planes: Sequence[str], bands: Sequence[str], path: Path) -> float:
    """Write the network, its planes, bands and stride in the metadata; return the largest difference to torch.

    Raises ValueError where it exceeds PARITY on another number of dates, rows and columns than those traced.
    """
    module = ExportedSeries(network.float()).eval()
    side = 4 * network.stride
    axes = {'input': {0: 'n', 1: 'dates', 3: 'h', 4: 'w'}, **{k: {0: 'n', 2: 'h', 3: 'w'} for k in ('mean', 'sigma')}}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        module, (torch.rand(1, 3, len(planes), side, side),), str(path), opset_version=OPSET, dynamo=False,
        input_names=['input'], output_names=['mean', 'sigma'], dynamic_axes=axes,
    )  # fmt: skip
    model = onnx.load(str(path))
    model.ir_version = IR_VERSION
    about = {'planes': list(planes), 'bands': list(bands), 'stride': network.stride}
    onnx.helper.set_model_props(model, {METADATA_KEY: json.dumps(about, sort_keys=True)})
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))
    session = onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])
    difference = 0.0
    for dates in (1, 5):
        x = torch.rand(2, dates, len(planes), 2 * network.stride, 3 * network.stride)
        found = session.run(['mean', 'sigma'], {'input': x.numpy()})
        difference = max(difference, *(float(np.abs(a.numpy() - b).max()) for a, b in zip(module(x), found)))
    if difference > PARITY:
        raise ValueError(f'{path}: onnxruntime and torch differ by {difference:.1e} (allowed {PARITY}).')
    return difference
