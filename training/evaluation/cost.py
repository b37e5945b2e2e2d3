"""What an exported model costs: parameters, multiply-adds a pixel, seconds a megapixel in onnxruntime."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from sar2optical_qgis.core.model.card import ModelCard


@dataclass(frozen=True)
class Cost:
    """Parameters in millions, thousand multiply-adds a pixel, seconds a megapixel."""

    parameters_m: float
    kmac_per_pixel: float
    seconds_per_megapixel: float

    def text(self) -> str:
        """Return the three as cells of a markdown row."""
        return f'{self.parameters_m:.2f} | {self.kmac_per_pixel:.0f} | {self.seconds_per_megapixel:.2f}'


def cost_of(path: Path, side: int = 256, repeats: int = 3, threads: int = 2) -> Cost:
    """Measure an ONNX file on one square of ``side`` pixels (brought to its stride), the fastest of ``repeats``."""
    model = onnx.load(str(path))
    card = ModelCard.from_metadata({entry.key: entry.value for entry in model.metadata_props})
    side = -(-side // card.stride) * card.stride
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=['CPUExecutionProvider'])
    x = np.random.default_rng(0).random((1, len(card.channels), side, side), np.float32)
    session.run(['mean'], {'input': x})
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        session.run(['mean', 'sigma'], {'input': x})
        seconds.append(time.perf_counter() - start)
    parameters = sum(int(np.prod(w.dims)) for w in model.graph.initializer if len(w.dims) > 0)
    macs = multiply_adds(model, side, len(card.channels))
    return Cost(parameters / 1e6, macs / side**2 / 1e3, min(seconds) / side**2 * 1e6)


def multiply_adds(model: onnx.ModelProto, side: int, planes: int) -> int:
    """Return the multiply-adds of all convolutions and matrix products on one square of ``side`` pixels."""
    fixed = onnx.ModelProto()
    fixed.CopyFrom(model)
    for dimension, value in zip(fixed.graph.input[0].type.tensor_type.shape.dim, (1, planes, side, side)):
        dimension.dim_value = value
    inferred = onnx.shape_inference.infer_shapes(fixed, data_prop=True).graph
    shapes = {
        v.name: [d.dim_value for d in v.type.tensor_type.shape.dim]
        for v in (*inferred.value_info, *inferred.output, *inferred.input)
    }
    shapes.update({w.name: list(w.dims) for w in inferred.initializer})
    total = 0
    for node in inferred.node:
        if node.op_type == 'Conv':
            total += int(np.prod(shapes[node.output[0]])) * int(np.prod(shapes[node.input[1]][1:]))
        elif node.op_type == 'ConvTranspose':
            total += int(np.prod(shapes[node.input[0]])) * int(np.prod(shapes[node.input[1]][1:]))
        elif node.op_type == 'MatMul':
            total += int(np.prod(shapes[node.output[0]])) * int(shapes[node.input[0]][-1])
    return total
