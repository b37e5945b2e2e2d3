"""Static int8 of an exported model, calibrated on real chips, and what it loses."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from training.export.model import IR_VERSION, Model, infer

CALIBRATION = 256  # crops whose activations set the ranges
HEADS = ('mean/Conv', 'log_sigma/Conv', 'gain/Conv', 'cover/Conv', 'colour/Conv')  # the backbone's last convolutions


@dataclass(frozen=True)
class Sample:
    """One chip as the model gets it: planes and target (bands, rows, cols), weight (rows, cols)."""

    planes: np.ndarray
    target: np.ndarray
    weight: np.ndarray


def samples_of(batches: Iterable[dict], most: int = CALIBRATION) -> list[Sample]:
    """Return up to ``most`` samples of batches of tensors."""
    found: list[Sample] = []
    for batch in batches:
        for planes, target, weight in zip(batch['input'], batch['target'], batch['weight']):
            found.append(Sample(planes.numpy(), target.numpy(), weight.numpy()[0]))
            if len(found) == most:
                return found
    return found


class _Reader(CalibrationDataReader):
    """Chips cut to multiples of the stride, all of one size, as the calibration wants them."""

    def __init__(self, samples: Sequence[Sample], stride: int):
        side = min(min(s.planes.shape[1:]) for s in samples) // stride * stride or stride
        self.waiting = iter([{'input': _fitted(s.planes, side)[None]} for s in samples])

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self.waiting, None)


def _fitted(planes: np.ndarray, side: int) -> np.ndarray:
    cut = planes[:, :side, :side]
    return np.pad(cut, ((0, 0), (0, side - cut.shape[1]), (0, side - cut.shape[2])))


def with_plain_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with weights that were stored as float16 and a Cast as plain float32: only these quantize."""
    result = onnx.ModelProto()
    result.CopyFrom(model)
    graph = result.graph
    stored = {weight.name: weight for weight in graph.initializer}
    for node in [n for n in graph.node if n.op_type == 'Cast' and n.input[0] in stored]:
        values = onnx.numpy_helper.to_array(stored[node.input[0]]).astype(np.float32)
        graph.initializer.append(onnx.numpy_helper.from_array(values, node.output[0]))
        graph.initializer.remove(stored[node.input[0]])
        graph.node.remove(node)
    return result


def beyond_heads(model: onnx.ModelProto) -> list[str]:
    """Return the names of nodes that no head's convolution depends on: what is made of the heads stays in float32.

    There bases, gains and mean colours are added, over ranges that 256 steps cannot tell apart.
    """
    heads = [n for n in model.graph.node if n.op_type == 'Conv' and n.name.endswith(HEADS)]
    if not heads:
        return []
    maker = {output: node for node in model.graph.node for output in node.output}
    waiting, body = list(heads), set()
    while waiting:
        node = waiting.pop()
        if node.name not in body:
            body.add(node.name)
            waiting += [maker[name] for name in node.input if name in maker]
    return [node.name for node in model.graph.node if node.name not in body]


def quantize(full: Path, path: Path, samples: Sequence[Sample], name: str = '') -> None:
    """Write the model ``full`` as int8 (weights a channel, activations a tensor) with its card, renamed if ``name``.

    Weights take seven bits, for processors without VNNI add products in 16 bits.
    """
    card = Model.open(full).card
    model = with_plain_weights(onnx.load(str(full)))
    with tempfile.TemporaryDirectory() as folder:
        plain, made = Path(folder) / 'plain.onnx', Path(folder) / 'int8.onnx'
        onnx.save(model, str(plain))
        quantize_static(
            str(plain), str(made), _Reader(samples, card.stride), quant_format=QuantFormat.QDQ, per_channel=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, reduce_range=True,
            nodes_to_exclude=beyond_heads(model),
        )  # fmt: skip
        model = onnx.load(str(made))
    model.ir_version = IR_VERSION
    onnx.helper.set_model_props(model, replace(card, name=name or card.name).to_metadata())
    onnx.save(model, str(path))


def error_of(path: Path, samples: Sequence[Sample]) -> float:
    """Return the mean absolute error of a model over the weighted pixels of the samples, samples alike."""
    model = Model.open(path)
    errors = []
    for sample in samples:
        keep = sample.weight > 0
        if keep.any():
            mean, _ = infer(model.session, sample.planes, model.card.stride)
            errors.append(np.abs(mean - sample.target)[:, keep].mean())
    return float(np.mean(errors))


def report(full: Path, path: Path, learn: Sequence[Sample], test: Sequence[Sample]) -> str:
    """Quantize on samples of the training side, measure on others, and say in a line what was lost.

    What no sample shows is cut off: of few of them the brightest soils came out green.
    """
    quantize(full, path, learn, f'{Model.open(full).card.name}_int8')
    before, after = error_of(full, test), error_of(path, test)
    share = f'{100 * (after / before - 1):+.1f} %'
    return f'{path}: {path.stat().st_size / 1e6:.1f} MB, MAE {before:.5f} -> {after:.5f} ({share}) on {len(test)} chips'
