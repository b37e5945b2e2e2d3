"""The shipped networks beside the U-Net-256 of pix2pix, in turns on the same tiles of 256: ``rivals()``."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.registry import ModelFile, find_model, load_model, shipped_models

SIDE, ROUNDS = 256, 8
ENTRIES = 5  # of a series: the estimate, the target date and three others


@dataclass(frozen=True)
class Rival:
    """Processor seconds a megapixel, and the fastest of the rounds on the wall clock."""

    name: str
    cpu: float
    wall: float


def rivals() -> list[Rival]:
    """Return pix2pix first, then each shipped model."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        networks = {'pix2pix U-Net-256 (random weights)': Network(_pix2pix(folder), 'cpu')}
        networks.update({model.name: Network(model, 'cpu') for model in shipped_models()})
        rng = np.random.default_rng(0)
        shapes = {k: (1, len(n.card.channels), SIDE, SIDE) for k, n in networks.items()}
        shapes.update({k: (1, ENTRIES, *v[1:]) for k, v in shapes.items() if networks[k].card.task == 'series'})
        tiles = {k: rng.random(shape, np.float32) for k, shape in shapes.items()}
        spent = {k: [] for k in networks}
        for _ in range(ROUNDS + 1):  # in turns, so that other work on the machine meets all of them
            for key, network in networks.items():
                wall, cpu = time.perf_counter(), time.process_time()
                network(tiles[key])
                spent[key].append((time.process_time() - cpu, time.perf_counter() - wall))
        megapixels = SIDE**2 / 1e6
        return [Rival(k, *(np.array(v[1:]).min(axis=0) / megapixels)) for k, v in spent.items()]


def _pix2pix(folder: Path) -> ModelFile:
    """Export the rival with random weights: they cost what trained ones cost."""
    import torch

    from training.export.to_onnx import export
    from training.networks.unet256 import UNet256

    card = replace(find_model('', 'sar-to-optical').card, name='pix2pix', stride=256)
    torch.manual_seed(0)
    path = folder / 'pix2pix.onnx'
    export(UNet256(len(card.channels), len(card.bands)).eval(), card, path)
    return load_model(path)
