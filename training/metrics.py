"""torchmetrics with the definitions of sar2optical_qgis.core.metrics, on batches and on any device.

Every metric takes ``estimate`` and ``truth`` (N, bands, H, W) and ``valid`` (N, 1, H, W), and is the mean over the
images that have a valid pixel; a test holds them equal to the numpy ones.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torchmetrics import Metric, MetricCollection

from training.losses import _window


def _pixels(estimate: Tensor, truth: Tensor, valid: Tensor) -> tuple[Tensor, Tensor]:
    keep = valid[0] > 0
    return estimate[:, keep].double(), truth[:, keep].double()


def mae(estimate: Tensor, truth: Tensor, valid: Tensor) -> Tensor:
    """Mean absolute error of one image (bands, H, W) over valid (1, H, W) pixels."""
    x, y = _pixels(estimate, truth, valid)
    return (x - y).abs().mean()


def rmse(estimate: Tensor, truth: Tensor, valid: Tensor) -> Tensor:
    """Root of the mean squared error."""
    x, y = _pixels(estimate, truth, valid)
    return ((x - y) ** 2).mean().sqrt()


def psnr(estimate: Tensor, truth: Tensor, valid: Tensor) -> Tensor:
    """Peak signal-to-noise ratio in dB, peak 1."""
    return -20.0 * rmse(estimate, truth, valid).log10()


def sam(estimate: Tensor, truth: Tensor, valid: Tensor) -> Tensor:
    """Mean spectral angle in degrees; pixels of no energy are left out."""
    x, y = _pixels(estimate, truth, valid)
    norm = x.norm(dim=0) * y.norm(dim=0)
    some = norm > 1e-12
    cosine = ((x * y).sum(0)[some] / norm[some]).clamp(-1.0, 1.0)
    return torch.rad2deg(torch.arccos(cosine)).mean()


def ssim(estimate: Tensor, truth: Tensor, valid: Tensor) -> Tensor:
    """Structural similarity: Gaussian 11, sigma 1.5, range 1; the mean over windows with a valid centre."""
    if min(estimate.shape[-2:]) < 11:
        return estimate.new_tensor(float('nan'))
    x, y = estimate.double()[:, None], truth.double()[:, None]
    line = _window(11, 1.5, x)

    def smooth(values: Tensor) -> Tensor:
        across = torch.nn.functional.conv2d(values, line.view(1, 1, 1, -1))
        return torch.nn.functional.conv2d(across, line.view(1, 1, -1, 1))[:, 0]

    mx, my = smooth(x), smooth(y)
    vx, vy, cov = smooth(x * x) - mx**2, smooth(y * y) - my**2, smooth(x * y) - mx * my
    c1, c2 = 0.01**2, 0.03**2
    value = ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx**2 + my**2 + c1) * (vx + vy + c2))
    return value[:, valid[0, 5:-5, 5:-5] > 0].mean()


class ImageMean(Metric):
    """The mean of ``measure`` over images; images in which nothing is valid don't count."""

    full_state_update = False

    def __init__(self, measure: Callable[[Tensor, Tensor, Tensor], Tensor]):
        super().__init__()
        self.measure = measure
        self.add_state('total', torch.zeros((), dtype=torch.float64), dist_reduce_fx='sum')
        self.add_state('images', torch.zeros((), dtype=torch.float64), dist_reduce_fx='sum')

    def update(self, estimate: Tensor, truth: Tensor, valid: Tensor) -> None:
        for one, other, good in zip(estimate, truth, valid):
            value = self.measure(one, other, good)
            if torch.isfinite(value):
                self.total += value
                self.images += 1

    def compute(self) -> Tensor:
        return (self.total / self.images).float()


class PictureMetrics(MetricCollection):
    """MAE, RMSE, PSNR, SSIM and SAM of the pixels that count."""

    def __init__(self) -> None:
        measures = {'mae': mae, 'rmse': rmse, 'psnr': psnr, 'ssim': ssim, 'sam': sam}
        super().__init__({name: ImageMean(measure) for name, measure in measures.items()}, compute_groups=False)
