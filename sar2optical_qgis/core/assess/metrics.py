"""One definition of quality for training, evaluation and the Assess algorithm.

Arrays are (bands, rows, cols) in 0..1 (reflectance or pictures), data range 1; ``valid`` is (rows, cols) or None.
Every function returns nan where no pixel is valid.
"""

from __future__ import annotations

import numpy as np

SSIM_MARGIN = 5  # pixels that a window reaches beyond its centre


def _pixels(a: np.ndarray, b: np.ndarray, valid: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    if a.shape != b.shape:
        raise ValueError(f'shapes differ: {a.shape} and {b.shape}')
    keep = np.ones(a.shape[-2:], bool) if valid is None else valid.astype(bool)
    return a[:, keep].astype(np.float64), b[:, keep].astype(np.float64)


def mae(a: np.ndarray, b: np.ndarray, valid: np.ndarray | None = None) -> float:
    """Mean absolute error over all bands of the valid pixels."""
    x, y = _pixels(a, b, valid)
    return float(np.abs(x - y).mean()) if x.size else float('nan')


def rmse(a: np.ndarray, b: np.ndarray, valid: np.ndarray | None = None) -> float:
    """Root of the mean squared error over all bands of the valid pixels."""
    x, y = _pixels(a, b, valid)
    return float(np.sqrt(((x - y) ** 2).mean())) if x.size else float('nan')


def psnr(a: np.ndarray, b: np.ndarray, valid: np.ndarray | None = None) -> float:
    """Peak signal-to-noise ratio in dB over all bands, peak 1; infinite for equal images."""
    error = rmse(a, b, valid)
    if np.isnan(error):
        return error
    return float('inf') if error == 0 else float(-20.0 * np.log10(error))


def sam(a: np.ndarray, b: np.ndarray, valid: np.ndarray | None = None) -> float:
    """Mean spectral angle in degrees over the valid pixels (Kruse et al. 1993); pixels of no energy are left out."""
    x, y = _pixels(a, b, valid)
    norm = np.linalg.norm(x, axis=0) * np.linalg.norm(y, axis=0)
    some = norm > 1e-12
    if not some.any():
        return float('nan')
    cosine = np.clip((x * y).sum(axis=0)[some] / norm[some], -1.0, 1.0)
    return float(np.degrees(np.arccos(cosine)).mean())


def _gaussian_window(size: int = 11, sigma: float = 1.5) -> np.ndarray:
    x = np.arange(size) - size // 2
    weights = np.exp(-(x**2) / (2.0 * sigma**2))
    return weights / weights.sum()


def _smooth(values: np.ndarray, window: np.ndarray) -> np.ndarray:
    """Valid-mode separable convolution over the last two axes."""
    size = window.size
    rows, cols = values.shape[-2] - size + 1, values.shape[-1] - size + 1
    across = sum(w * values[..., :, k : k + cols] for k, w in enumerate(window))
    return sum(w * across[..., k : k + rows, :] for k, w in enumerate(window))


def ssim(a: np.ndarray, b: np.ndarray, valid: np.ndarray | None = None) -> float:
    """Structural similarity (Wang et al. 2004): Gaussian window 11, sigma 1.5, range 1, per band, then the mean.

    With ``valid`` the mean runs over windows whose centre is valid. Images under 11 pixels give nan.
    """
    similarity = ssim_map(a, b)
    if valid is not None and similarity.size:
        margin = SSIM_MARGIN
        keep = valid.astype(bool)[margin:-margin, margin:-margin]
        similarity = similarity[:, keep]
    return float(similarity.mean()) if similarity.size else float('nan')


def ssim_map(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the similarity of each window, (bands, rows - 10, cols - 10); empty where the images are smaller."""
    if a.shape != b.shape:
        raise ValueError(f'shapes differ: {a.shape} and {b.shape}')
    window = _gaussian_window()
    if min(a.shape[-2:]) < window.size:
        return np.zeros((len(a), 0, 0))
    x, y = a.astype(np.float64), b.astype(np.float64)
    mean_x, mean_y = _smooth(x, window), _smooth(y, window)
    var_x = _smooth(x * x, window) - mean_x**2
    var_y = _smooth(y * y, window) - mean_y**2
    cov = _smooth(x * y, window) - mean_x * mean_y
    c1, c2 = 0.01**2, 0.03**2
    return ((2 * mean_x * mean_y + c1) * (2 * cov + c2)) / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))


def ndvi(red: np.ndarray, nir: np.ndarray) -> np.ndarray:
    """Return the vegetation index (nir - red) / (nir + red), -1..1; 0 where neither reflects."""
    total = red.astype(np.float64) + nir
    return np.where(total > 1e-6, (nir.astype(np.float64) - red) / np.maximum(total, 1e-6), 0.0)
