"""An exported model: its card and its session, run on one whole chip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from sar2optical_qgis.core.model.card import ModelCard

IR_VERSION = 8  # of every file we write: older onnxruntimes read it too


@dataclass(frozen=True)
class Model:
    """An exported model, opened: its card and its session."""

    path: Path
    card: ModelCard
    session: onnxruntime.InferenceSession

    @classmethod
    def open(cls, path: Path) -> Model:
        """Open an ONNX file that bears a card."""
        session = onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])
        return cls(path, ModelCard.from_metadata(session.get_modelmeta().custom_metadata_map), session)

    def __call__(self, planes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and sigma (bands, rows, cols) of the model's own planes (planes, rows, cols)."""
        return infer(self.session, planes, self.card.stride)


def index_of(card: ModelCard, channels: Sequence[str]) -> list[int]:
    """Return which of the planes ``channels`` the model takes, in its order."""
    return [list(channels).index(name) for name in card.channels]


def infer(session: onnxruntime.InferenceSession, planes: np.ndarray, stride: int) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and sigma (bands, rows, cols) of planes (planes, rows, cols); sizes beside the stride are padded."""
    rows, cols = planes.shape[1:]
    if rows % stride or cols % stride:
        planes = np.pad(planes, ((0, 0), (0, -rows % stride), (0, -cols % stride)))
    mean, sigma = session.run(['mean', 'sigma'], {'input': planes[None]})
    return mean[0, :, :rows, :cols], sigma[0, :, :rows, :cols]
