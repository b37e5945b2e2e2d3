"""Cloud shapes for data that come without any: fractal noise over a threshold, a shifted copy as shadow."""

from __future__ import annotations

import numpy as np

from training.data.clouds import fractal


class FractalBank:
    """Windows of clouds and their shadows, as training.data.clouds.MaskBank gives them from real masks."""

    def window(
        self, size: int, rng: np.random.Generator, low: float = 0.06, high: float = 0.6
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return cloud and shadow masks (size, size); cloud and shadow cover from ``low`` to ``high`` of it."""
        noise = fractal((size, size), rng, rng.uniform(0.45, 0.7))
        share = rng.uniform(low, low + 0.6 * (high - low))
        cloud = noise > np.quantile(noise, 1.0 - share)
        shadow = np.zeros_like(cloud)
        down, right = (int(v) for v in rng.integers(-max(size // 10, 2), max(size // 10, 2) + 1, 2))
        rows, cols = np.nonzero(cloud)
        rows, cols = rows + down, cols + right
        inside = (rows >= 0) & (rows < size) & (cols >= 0) & (cols < size)
        shadow[rows[inside], cols[inside]] = True
        shadow &= ~cloud
        return cloud, shadow if (cloud | shadow).mean() <= high else np.zeros_like(cloud)
