"""Two cloud detectors whose weights lie inside wheels of PyPI: they teach ours, and are never shipped with it.

``ukis-csmask`` 1.0 (DLR, Apache-2.0): clear, cloud, shadow of four bands, or of six where pixels measure 30 m: at 10 m
six make false shores. ``sentle`` (MIT): clear, thick, thin, shadow of twelve bands. Fetch them with
``pip download --no-deps ukis-csmask==1.0.0 sentle``; nothing of them is installed.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from sar2optical_qgis.core.errors import InputError
from training.data.masks.images import MaskImage

SIZE, STEP = 256, 192  # pixels of csmask's windows, and from one to the next
SENTLE_BANDS = ('B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B09', 'B11', 'B12')
MADE_UP = {'B01': 'B02', 'B09': 'B8A'}  # the index has neither
COLOURS = {'blue': 'B02', 'green': 'B03', 'red': 'B04', 'nir': 'B08', 'swir16': 'B11', 'swir22': 'B12'}


def wheel(folder: Path, name: str) -> zipfile.ZipFile:
    """Open the wheel of that name in a folder; raise InputError where there is none."""
    found = sorted(folder.glob(f'{name}-*.whl'))
    if not found:
        raise InputError(
            f'{folder} holds no wheel of {name}. Fetch it: pip download --no-deps {name.replace("_", "-")}.'
        )
    return zipfile.ZipFile(found[-1])


def whole(image: MaskImage) -> dict[str, np.ndarray]:
    """Return reflectance by band with missing pixels as the median, which no cloud is."""
    result = {}
    for name, values in image.bands.items():
        middle = np.median(values[image.valid]) if image.valid.any() else 0.0
        result[name] = np.where(image.valid, values, middle).astype(np.float32)
    for a, b in (('B08', 'B8A'), ('B8A', 'B08')):
        if a not in result and b in result:
            result[a] = result[b]
    return result


def _starts(length: int) -> list[int]:
    count = max(-(-(length - SIZE) // STEP) + 1, 1)
    return np.linspace(0, length - SIZE, count).astype(int).tolist()


class CsMask:
    """Probabilities of clear, cloud and shadow."""

    def __init__(self, folder: Path) -> None:
        self.archive, self.sessions = wheel(folder, 'ukis_csmask'), {}

    def _session(self, count: int, level: str) -> tuple[onnxruntime.InferenceSession, dict]:
        key = f'ukis_csmask/model_{count}b_{level.lower()}'
        if key not in self.sessions:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            content = self.archive.read(f'{key}.onnx')
            statistics = json.loads(self.archive.read(f'{key}.json'))['data']['dataset_statistics']
            session = onnxruntime.InferenceSession(content, options, providers=['CPUExecutionProvider'])
            self.sessions[key] = session, statistics
        return self.sessions[key]

    def __call__(self, image: MaskImage) -> np.ndarray | None:
        """Return (3, rows, cols), or None where bands are missing."""
        bands = whole(image)
        count = 6 if image.gsd_m >= 25 and {'B11', 'B12'} <= set(bands) else 4
        if 'B08' not in bands:
            return None
        session, statistics = self._session(count, image.level)
        mean, std = (np.array(v, np.float32)[:, None, None] for v in statistics['img'])
        x = (np.stack([bands[COLOURS[name]] for name in statistics['band_names']]) - mean) / std
        rows, cols = x.shape[1:]
        pad = max(SIZE - rows, 0), max(SIZE - cols, 0)
        x = np.pad(x, ((0, 0), (0, pad[0]), (0, pad[1])), 'symmetric')
        total, weight = np.zeros((3, *x.shape[1:]), np.float32), np.zeros(x.shape[1:], np.float32)
        ramp = np.minimum(np.arange(SIZE) + 1, SIZE - np.arange(SIZE)).clip(max=32)
        ramp = np.outer(ramp, ramp).astype(np.float32)
        for r in _starts(x.shape[1]):
            for c in _starts(x.shape[2]):
                here = np.s_[..., r : r + SIZE, c : c + SIZE]
                logits = session.run(None, {session.get_inputs()[0].name: x[here][None]})[0][0]
                share = np.exp(logits - logits.max(axis=0))
                total[here] += ramp * share / share.sum(axis=0)
                weight[here] += ramp
        return (total / weight)[:, :rows, :cols]


class Sentle:
    """Probabilities of clear, thick, thin and shadow."""

    def __init__(self, folder: Path) -> None:
        with wheel(folder, 'sentle').open('sentle/data/cloudmodel.pt') as file:
            self.network = torch.jit.load(file, map_location='cpu').eval()

    @torch.no_grad()
    def __call__(self, image: MaskImage) -> np.ndarray | None:
        """Return (4, rows, cols), or None where bands are missing."""
        bands = whole(image)
        if not {'B05', 'B06', 'B07', 'B11', 'B12'} <= set(bands) or 'B08' not in bands:
            return None
        x = np.stack([bands[MADE_UP.get(name, name)] for name in SENTLE_BANDS])
        rows, cols = x.shape[1:]
        side = [max(-(-n // 32) * 32, 128) for n in (rows, cols)]
        x = np.pad(x, ((0, 0), (0, side[0] - rows), (0, side[1] - cols)), 'symmetric')
        return self.network(torch.from_numpy(x)[None]).softmax(1)[0, :, :rows, :cols].numpy()
