"""Losses on (N, bands, rows, cols), weighted by pixel: ``weight`` (N, 1, rows, cols) >= 0, 0 where nothing is known."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def weighted_mean(values: Tensor, weight: Tensor) -> Tensor:
    """Mean over bands and pixels, weighted; 0 where no pixel counts."""
    return (values * weight).sum() / (weight.sum() * values.shape[1]).clamp_min(1e-6)


def l1(a: Tensor, b: Tensor, weight: Tensor) -> Tensor:
    """Mean absolute error."""
    return weighted_mean((a - b).abs(), weight)


def gradient(a: Tensor, b: Tensor, weight: Tensor) -> Tensor:
    """Mean absolute error of the differences between neighbours: it pulls edges to where they are."""
    d = a - b
    across = weighted_mean((d[..., :, 1:] - d[..., :, :-1]).abs(), torch.minimum(weight[..., :, 1:], weight[..., :, :-1]))
    down = weighted_mean((d[..., 1:, :] - d[..., :-1, :]).abs(), torch.minimum(weight[..., 1:, :], weight[..., :-1, :]))
    return across + down


def _window(size: int, sigma: float, like: Tensor) -> Tensor:
    x = torch.arange(size, dtype=like.dtype, device=like.device) - size // 2
    weights = torch.exp(-(x**2) / (2 * sigma**2))
    return weights / weights.sum()


def ssim(a: Tensor, b: Tensor, weight: Tensor, size: int = 11, sigma: float = 1.5) -> Tensor:
    """1 - SSIM (Wang et al. 2004; Gaussian 11, sigma 1.5, range 1), over windows with hardly any invalid pixel.

    Invalid pixels of both pictures are set to the target, so that they neither help nor hurt.
    """
    a = torch.where(weight > 0, a, b)
    bands = a.shape[1]
    line = _window(size, sigma, a)

    def smooth(x: Tensor, n: int) -> Tensor:
        x = F.conv2d(x, line.view(1, 1, 1, -1).expand(n, 1, 1, size), groups=n)
        return F.conv2d(x, line.view(1, 1, -1, 1).expand(n, 1, size, 1), groups=n)

    means = smooth(torch.cat((a, b, a * a, b * b, a * b), 1), bands * 5)
    ma, mb, aa, bb, ab = means.chunk(5, 1)
    va, vb, cov = aa - ma * ma, bb - mb * mb, ab - ma * mb
    c1, c2 = 0.01**2, 0.03**2
    value = ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
    return weighted_mean(1 - value, smooth(weight, 1))


def laplace(error: Tensor, log_sigma: Tensor, weight: Tensor, beta: float = 0.5) -> Tensor:
    """Negative log-likelihood of a Laplace distribution with standard deviation sigma, weighted by sigma^beta.

    The weight (Seitzer et al. 2022) keeps the fit from giving up where the error is large.
    """
    scale = log_sigma.exp() / 2**0.5
    nll = error.abs() / scale + scale.log()
    return weighted_mean(nll * scale.detach() ** beta, weight)
