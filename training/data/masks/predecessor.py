"""What an earlier mask network says of a crop, to teach a smaller one (Hinton et al. 2015).

It sees all of a crop's bands even where the pupil is given three or four, and it knows more of the pixels on which the
labels' teachers do not agree.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from sar2optical_qgis.core.cloud_mask.planes import CHANNELS, CLASSES, mask_planes
from sar2optical_qgis.core.model.channels import stack

SAY = 0.4  # of it against .6 of a label, and its weight where there is none
STRIDE = 16  # sides that the network takes


class Predecessor:
    """A mask network that export made, on one thread; opened where it is first asked, which may be another process."""

    def __init__(self, path: str | Path):
        self.path, self.session = path, None

    def __call__(self, bands: dict[str, np.ndarray], valid: np.ndarray) -> np.ndarray:
        """Return probabilities of CLASSES (4, rows, cols) of reflectance (rows, cols) by band."""
        if self.session is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self.session = onnxruntime.InferenceSession(str(self.path), options, providers=['CPUExecutionProvider'])
        planes = stack(CHANNELS, mask_planes(bands, valid)).astype(np.float32)
        rows, cols = valid.shape
        planes = np.pad(planes, ((0, 0), (0, -rows % STRIDE), (0, -cols % STRIDE)), 'symmetric')
        said = self.session.run(None, {self.session.get_inputs()[0].name: planes[None]})[0][0]
        return said[: len(CLASSES), :rows, :cols]

    def added(
        self, shares: np.ndarray, weight: np.ndarray, bands: dict[str, np.ndarray], valid: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return labels (3, rows, cols) and their weight (rows, cols) with what it says of the same pixels."""
        said = self(bands, valid)[1:]
        labelled = (1.0 - SAY) * weight
        total = labelled + SAY
        return (labelled * shares + SAY * said) / total, total * valid

    def false_cloud(self, bands: dict[str, np.ndarray], valid: np.ndarray) -> float:
        """Return the share of clear pixels that it calls cloud by three or four bands: ground to be taught again."""
        few = {name: bands[name] for name in ('B02', 'B03', 'B04', 'B08') if name in bands}
        cloud = self(few, valid)[1:3].sum(axis=0) > 0.5
        return float(cloud[valid].mean()) if valid.any() else 0.0
