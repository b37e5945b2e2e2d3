"""torchmetrics with the definitions of sar2optical_qgis.core.assess.metrics, on batches and on any device.

Every metric takes ``estimate`` and ``truth`` (N, bands, H, W) and ``valid`` (N, 1, H, W), and is the mean over the
images that have a valid pixel; a test holds them equal to the numpy ones.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torchmetrics import Metric, MetricCollection

from training.evaluation.scores import RING, matched


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


def gaussian(size: int, sigma: float, like: Tensor) -> Tensor:
    """Return a Gaussian of ``size`` weights (size,) that add up to 1, in the type and on the device of ``like``."""
    x = torch.arange(size, dtype=like.dtype, device=like.device) - size // 2
    weights = torch.exp(-(x**2) / (2 * sigma**2))
    return weights / weights.sum()


def ssim(estimate: Tensor, truth: Tensor, valid: Tensor) -> Tensor:
    """Structural similarity: Gaussian 11, sigma 1.5, range 1; the mean over windows with a valid centre."""
    if min(estimate.shape[-2:]) < 11:
        return estimate.new_tensor(float('nan'))
    x, y = estimate.double()[:, None], truth.double()[:, None]
    line = gaussian(11, 1.5, x)

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


def grown(mask: Tensor, radius: int) -> Tensor:
    """Return the mask (N, 1, H, W) grown by the octagon of sar2optical_qgis.core.raster.filters.dilate."""
    pool, diagonal = torch.nn.functional.max_pool2d, round(radius * 0.41)
    x = pool(mask.float(), 2 * (radius - diagonal) + 1, 1, radius - diagonal)
    for _ in range(diagonal):
        x = torch.maximum(pool(x, (3, 1), 1, (1, 0)), pool(x, (1, 3), 1, (0, 1)))
    return x > 0


class AreaMetrics(torch.nn.Module):
    """PictureMetrics on the hidden pixels, on a ring of RING pixels around them, and on the whole image."""

    def __init__(self) -> None:
        super().__init__()
        self.areas = torch.nn.ModuleDict({name: PictureMetrics() for name in ('hidden', 'ring', 'whole')})

    def update(self, estimate: Tensor, truth: Tensor, hidden: Tensor, valid: Tensor) -> None:
        """Take ``hidden`` and ``valid`` as (N, 1, H, W), 1 where so."""
        inside, good = hidden > 0, valid > 0
        near = grown(inside, RING)
        masks = {'hidden': inside & good, 'ring': near & ~inside & good, 'whole': good}
        for name, metric in self.areas.items():
            metric.update(estimate, truth, masks[name])

    def compute(self) -> dict[str, Tensor]:
        """Return every metric of every area, named hidden_mae and so on."""
        return {f'{name}_{key}': v for name, metric in self.areas.items() for key, v in metric.compute().items()}

    def reset(self) -> None:
        """Forget what was taken."""
        for metric in self.areas.values():
            metric.reset()


class NdviMAE(ImageMean):
    """Mean absolute error of the NDVI; ``red`` and ``infrared`` are the numbers of B04 and B08 (or B8A)."""

    def __init__(self, red: int, infrared: int):
        super().__init__(mae)
        self.red, self.infrared = red, infrared

    def update(self, estimate: Tensor, truth: Tensor, valid: Tensor) -> None:
        super().update(self._ndvi(estimate), self._ndvi(truth), valid)

    def _ndvi(self, x: Tensor) -> Tensor:
        red, infrared = x[:, self.red], x[:, self.infrared]
        return ((infrared - red) / (infrared + red).clamp_min(1e-3))[:, None]


class Matched(Metric):
    """Another metric after the best gain and bias of each band, for pictures of unknown stretch."""

    full_state_update = False

    def __init__(self, metric: Metric):
        super().__init__()
        self.metric = metric

    def update(self, estimate: Tensor, truth: Tensor, valid: Tensor) -> None:
        best = [
            torch.from_numpy(matched(x.cpu().numpy(), y.cpu().numpy(), v[0].cpu().numpy() > 0)).to(estimate)
            for x, y, v in zip(estimate, truth, valid)
        ]
        self.metric.update(torch.stack(best), truth, valid)

    def compute(self) -> Tensor:
        return self.metric.compute()

    def reset(self) -> None:
        super().reset()
        self.metric.reset()


class IdentityCollapse(Metric):
    """|estimate - radar| / |estimate - truth|, the mean over images; above 1 where it left the radar."""

    full_state_update = False

    def __init__(self) -> None:
        super().__init__()
        self.add_state('total', torch.zeros((), dtype=torch.float64), dist_reduce_fx='sum')
        self.add_state('images', torch.zeros((), dtype=torch.float64), dist_reduce_fx='sum')

    def update(self, estimate: Tensor, truth: Tensor, valid: Tensor, radar: Tensor) -> None:
        """Take ``radar`` as a grey picture (N, 1, H, W) in 0..1."""
        for one, other, good, grey in zip(estimate, truth, valid, radar):
            self.total += mae(one, grey.expand_as(one), good) / mae(one, other, good)
            self.images += 1

    def compute(self) -> Tensor:
        return (self.total / self.images).float()
