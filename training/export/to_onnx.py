"""A checkpoint as one ONNX file: folded, calibrated, checked, with its card inside."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from sar2optical_qgis.core.model.card import ModelCard
from training.export.model import IR_VERSION
from training.networks.backbone import folded
from training.networks.older_picture import OlderPictureNetwork
from training.networks.padding import padded
from training.networks.palette import Likely

OPSET = 17
PARITY = 1e-4
MOST_LOGIT = 30.0  # of which exp() neither overflows nor vanishes in float32
COVERAGE, QUANTILE = 0.90, 1.645  # a 90 % interval is mean +- 1.645 sigma


class Exported(nn.Module):
    """What goes into the graph: clipped mean, calibrated sigma; with cover a likely picture and the cover, too."""

    def __init__(self, network: nn.Module, temperature: Tensor):
        super().__init__()
        self.network = network
        self.register_buffer('temperature', temperature.view(1, -1, 1, 1))

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        if isinstance(self.network, OlderPictureNetwork):
            mean, log_sigma, shares = self.network.chosen(x)
            more = (shares,)
        elif isinstance(self.network, Likely):
            mean, log_sigma, likely, cover = self.network.all(x)
            more = (likely.clamp(0.0, 1.0), cover)
        else:
            (mean, log_sigma), more = self.network(x), ()
        return mean.clamp(0.0, 1.0), log_sigma.exp() * self.temperature, *more


class ExportedClasses(nn.Module):
    """What goes into the graph of a network of classes: probabilities that hold.

    Their softmax is written out, on cells of four pixels: onnxruntime's own, over planes, takes a quarter of the whole
    mask network's time. The temperature goes into the head's weights.
    """

    def __init__(self, network: nn.Module, temperature: Tensor):
        super().__init__()
        self.network, self.classes = network, network.mean.out_channels // 4
        with torch.no_grad():
            network.mean.weight /= temperature[0]
            network.mean.bias /= temperature[0]

    def forward(self, x: Tensor) -> Tensor:
        odds = self.network.cells(x).clamp(-MOST_LOGIT, MOST_LOGIT).exp()
        n, planes, rows, cols = odds.shape
        odds = odds.view(n, self.classes, planes // self.classes, rows, cols)
        return self.network.shuffle((odds / odds.sum(1, keepdim=True)).view(n, planes, rows, cols))


@torch.no_grad()
def fit_class_temperature(network: nn.Module, batches) -> Tensor:
    """Return the number by which logits are divided so that weighted pixels surprise least (Guo et al. 2017)."""
    choices = torch.linspace(0.5, 3.0, 26)
    total = torch.zeros(len(choices))
    for batch in batches:
        logits = network(batch['input'])
        weight = batch['weight'] / batch['weight'].sum().clamp_min(1.0)  # every image counts alike
        for k, choice in enumerate(choices):
            total[k] -= (batch['target'] * (logits / choice).log_softmax(1) * weight).sum()
    return choices[total.argmin()].view(1)


@torch.no_grad()
def fit_temperature(network: nn.Module, batches, bands: int) -> Tensor:
    """Return the factor of sigma, one a band, with which 90 % of the weighted pixels fall into their 90 % interval.

    Every example counts alike, so that many chips of one place don't drown the others' error.
    """
    ratios: list[list[np.ndarray]] = [[] for _ in range(bands)]
    for batch in batches:
        mean, log_sigma = network(batch['input'])
        ratio = ((mean.clamp(0, 1) - batch['target']).abs() / log_sigma.exp()).numpy()
        keep = batch['weight'].numpy()[:, 0] > 0
        has = batch['has'].numpy() > 0 if 'has' in batch else np.ones((len(ratio), bands), bool)
        for values, good, there in zip(ratio, keep, has):
            if good.sum() >= 64:
                for band in np.nonzero(there)[0]:
                    ratios[band].append(np.quantile(values[band][good], np.linspace(0.005, 0.995, 100)))
    found = [np.quantile(np.concatenate(band), COVERAGE) / QUANTILE if band else 1.0 for band in ratios]
    return torch.tensor(found, dtype=torch.float32).clamp(0.2, 10.0)


def export(
    network: nn.Module, card: ModelCard, path: Path, temperature: Tensor | None = None, half: bool = True
) -> float:
    """Write ``network`` with ``card`` to ``path`` and return the largest difference between torch and onnxruntime.

    ``half`` stores the weights as float16 (half the file) with a Cast in the graph; arithmetic stays float32.
    Raises ValueError where the difference exceeds PARITY.
    """
    ones = torch.ones(len(card.bands)) if temperature is None else temperature
    wrap = ExportedClasses if card.units == 'probability' else Exported
    module = wrap(folded(network.float()).to(memory_format=torch.contiguous_format), ones).eval()
    if half:
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.copy_(parameter.half().float())
    outputs = list(card.outputs)
    axes = {name: {0: 'n', 2: 'h', 3: 'w'} for name in ('input', *outputs)}
    dates = (4,) if card.task == 'series' else ()
    if dates:
        axes['input'] = {0: 'n', 1: 'dates', 3: 'h', 4: 'w'}
    example = torch.rand(1, *dates, len(card.channels), 4 * card.stride, 4 * card.stride)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        module, (example,), str(path), opset_version=OPSET, dynamo=False,
        input_names=['input'], output_names=outputs, dynamic_axes=axes,
    )  # fmt: skip
    model = onnx.load(str(path))
    if half:
        _store_half(model)
    model.ir_version = IR_VERSION
    onnx.helper.set_model_props(model, card.to_metadata())
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))
    shapes = [(3, len(card.channels)), (7, len(card.channels))] if dates else [(len(card.channels),)]
    difference = max(parity(module, path, shape, card.stride) for shape in shapes)
    if difference > PARITY:
        path.unlink()
        raise ValueError(f'onnxruntime and torch differ by {difference:.1e} (allowed {PARITY}).')
    return difference


def _store_half(model: onnx.ModelProto, smallest: int = 256) -> None:
    """Replace float32 weights of at least ``smallest`` values by float16 and a Cast, which is folded at loading."""
    casts = []
    for weight in model.graph.initializer:
        values = onnx.numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < smallest:
            continue
        name = weight.name
        weight.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), name + '_half'))
        casts.append(
            onnx.helper.make_node('Cast', [name + '_half'], [name], name=name + '_cast', to=onnx.TensorProto.FLOAT)
        )
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


@torch.no_grad()
def parity(module: nn.Module, path: Path, planes: tuple[int, ...], stride: int) -> float:
    """Return the largest difference of all outputs on random planes of a size that was not used for tracing.

    ``planes``: how many, for a series after the number of dates. Above 1 a difference is relative: float32 holds
    seven digits, and a network that never learned its sigma gives large ones.
    """
    session = onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])
    x = torch.randn(2, *planes, 3 * stride, 5 * stride, generator=torch.Generator().manual_seed(0))
    found = session.run(None, {'input': x.numpy()})
    made = module(x)
    pairs = [(a.numpy(), b) for a, b in zip(made if isinstance(made, tuple) else (made,), found)]
    return max(float((np.abs(a - b) / np.maximum(np.abs(a), 1.0)).max()) for a, b in pairs)


def stamp(path: Path, scores: dict[str, float]) -> None:
    """Write held-out scores into the card of an exported file."""
    model = onnx.load(str(path))
    card = ModelCard.from_metadata({entry.key: entry.value for entry in model.metadata_props})
    onnx.helper.set_model_props(model, replace(card, scores=scores).to_metadata())
    onnx.save(model, str(path))


def _commit() -> str:
    try:
        answer = subprocess.run(['git', 'rev-parse', '--short', 'HEAD'], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ''
    return answer.stdout.strip()


def main(arguments: list[str]) -> None:
    """``python -m training export -c CONFIG --checkpoint FILE --output FILE [--data.init_args.root ...]``"""
    from training.cli import load

    parser = argparse.ArgumentParser(prog='training export', description=main.__doc__)
    parser.add_argument('-c', '--config', required=True)
    parser.add_argument('--checkpoint', default='', help="by default the config's own weights, such as a model's")
    parser.add_argument('--output', required=True, type=Path)
    parser.add_argument('--full', action='store_true', help='keep float32 weights (twice the file)')
    parser.add_argument('--int8', action='store_true', help='write OUTPUT_int8.onnx too, and say what it loses')
    options, overrides = parser.parse_known_args(arguments)
    task, data = load(options.config, options.checkpoint, overrides)
    data.setup('validate')
    batches = (task.on_after_batch_transfer(batch, 0) for batch in data.val_dataloader())
    network = task.finished(data)
    if task.card.units == 'probability':
        temperature = fit_class_temperature(network, batches)
    else:
        temperature = fit_temperature(lambda x: padded(network, x, task.card.stride), batches, len(task.card.bands))
    card = replace(task.card, commit=_commit())
    difference = export(network, card, options.output, temperature, half=not options.full)
    size = options.output.stat().st_size / 1e6
    print(f'{options.output}: {size:.1f} MB, parity {difference:.1e}, temperature {temperature.tolist()}')
    if options.int8:
        from training.export.quantize import report, samples_of

        data.setup('fit')
        learn, test = (
            samples_of(task.on_after_batch_transfer(batch, 0) for batch in loader)
            for loader in (data.train_dataloader(), data.val_dataloader())
        )
        with tempfile.TemporaryDirectory() as folder:
            export(network, card, Path(folder) / 'full.onnx', temperature, half=False)
            int8 = options.output.with_name(f'{options.output.stem}_int8.onnx')
            print(report(Path(folder) / 'full.onnx', int8, learn, test))
