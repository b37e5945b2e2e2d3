"""Window: what is known of one window of a Sentinel-2 image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Window:
    """Arrays are (bands, rows, cols) or (rows, cols)."""

    raw: np.ndarray  # the layer's own numbers
    reflectance: np.ndarray  # float32
    valid: np.ndarray  # the image has data
    hidden: np.ndarray  # the mask hides it (only where valid)
    covariates: np.ndarray  # of the same-image fit, (d, rows, cols)
    known: np.ndarray  # where each of them holds, (d, rows, cols)
    db: dict[str, np.ndarray]  # radar
    db_valid: dict[str, np.ndarray]
    bright: np.ndarray  # so bright that the mask probably missed a cloud

    @property
    def clear(self) -> np.ndarray:
        """Return where the ground is seen."""
        return self.valid & ~self.hidden

    @property
    def teaches(self) -> np.ndarray:
        """Return where the ground is seen for sure: what is learned from."""
        return self.clear & ~self.bright
