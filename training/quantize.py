"""Static int8 of an exported model, calibrated on real chips, and what it loses."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from training.export import IR_VERSION
from training.inference import Model, infer


@dataclass(frozen=True)
class Sample:
    """One chip as the model gets it: planes and target (bands, rows, cols), weight (rows, cols)."""

    planes: np.ndarray
    target: np.ndarray
    weight: np.ndarray


def samples_of(batches: Iterable[dict], most: int = 64) -> list[Sample]:
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


def quantize(full: Path, path: Path, samples: Sequence[Sample]) -> None:
    """Write the float32 model ``full`` as int8 (weights a channel, activations a tensor) with the same card."""
    card = Model.open(full).card
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / 'int8.onnx'
        quantize_static(
            str(full), str(made), _Reader(samples, card.stride), quant_format=QuantFormat.QDQ, per_channel=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        )  # fmt: skip
        model = onnx.load(str(made))
    model.ir_version = IR_VERSION
    onnx.helper.set_model_props(model, card.to_metadata())
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


def report(full: Path, path: Path, samples: Sequence[Sample]) -> str:
    """Quantize on every other sample, measure on the rest, and say in a line what was lost."""
    learn, test = (samples[::2], samples[1::2]) if len(samples) > 1 else (samples, samples)
    quantize(full, path, learn)
    before, after = error_of(full, test), error_of(path, test)
    share = f'{100 * (after / before - 1):+.1f} %'
    return f'{path}: {path.stat().st_size / 1e6:.1f} MB, MAE {before:.5f} -> {after:.5f} ({share}) on {len(test)} chips'
