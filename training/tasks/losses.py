"""Losses on (N, bands, rows, cols), weighted by pixel: ``weight`` (N, 1, rows, cols) >= 0, 0 where nothing is known."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from training.evaluation.metrics import gaussian


def weighted_mean(values: Tensor, weight: Tensor) -> Tensor:
    """Mean over bands and pixels, weighted; 0 where no pixel counts."""
    return (values * weight).sum() / (weight.sum() * values.shape[1]).clamp_min(1e-6)


def l1(a: Tensor, b: Tensor, weight: Tensor) -> Tensor:
    """Mean absolute error."""
    return weighted_mean((a - b).abs(), weight)


def gradient(a: Tensor, b: Tensor, weight: Tensor) -> Tensor:
    """Mean absolute error of the differences between neighbours: it pulls edges to where they are."""
    d = a - b
    across = weighted_mean(
        (d[..., :, 1:] - d[..., :, :-1]).abs(), torch.minimum(weight[..., :, 1:], weight[..., :, :-1])
    )
    down = weighted_mean((d[..., 1:, :] - d[..., :-1, :]).abs(), torch.minimum(weight[..., 1:, :], weight[..., :-1, :]))
    return across + down


def ssim(a: Tensor, b: Tensor, weight: Tensor, size: int = 11, sigma: float = 1.5) -> Tensor:
    """1 - SSIM (Wang et al. 2004; Gaussian 11, sigma 1.5, range 1), over windows with hardly any invalid pixel.

    Invalid pixels of both pictures are set to the target, so that they neither help nor hurt.
    """
    a = torch.where(weight > 0, a, b)
    bands = a.shape[1]
    line = gaussian(size, sigma, a)

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


def mse(a: Tensor, b: Tensor, weight: Tensor) -> Tensor:
    """Mean squared error."""
    return weighted_mean((a - b) ** 2, weight)


def charbonnier(a: Tensor, b: Tensor, weight: Tensor, epsilon: float = 1e-3) -> Tensor:
    """Mean of sqrt(error^2 + epsilon^2) - epsilon (Charbonnier et al. 1994): L1 that is smooth at zero."""
    return weighted_mean(((a - b) ** 2 + epsilon**2).sqrt() - epsilon, weight)


def spectral_angle(a: Tensor, b: Tensor, weight: Tensor) -> Tensor:
    """Mean of 1 - cosine of the angle between the bands of the two pixels (Kruse et al. 1993)."""
    return weighted_mean(1.0 - F.cosine_similarity(a, b, dim=1, eps=1e-6)[:, None], weight)


def frequency(a: Tensor, b: Tensor, weight: Tensor) -> Tensor:
    """Mean absolute difference of the Fourier coefficients, whose high ones are the sharpness (Jiang et al. 2021).

    Pixels of no weight are set to the target, so that they add nothing.
    """
    error = torch.where(weight > 0, a - b, torch.zeros_like(a)).float()
    return torch.fft.rfft2(error, norm='ortho').abs().mean()


TERMS = {
    'l1': l1,
    'mse': mse,
    'charbonnier': charbonnier,
    'ssim': ssim,
    'gradient': gradient,
    'spectral_angle': spectral_angle,
    'frequency': frequency,
}


def check_terms(terms: dict[str, float]) -> None:
    """Raise ValueError where a loss is unknown."""
    unknown = sorted(set(terms) - set(TERMS))
    if unknown:
        raise ValueError(f'Unknown loss {", ".join(unknown)}. Use {", ".join(TERMS)}.')


def weighted_terms(terms: dict[str, float], mean: Tensor, target: Tensor, weight: Tensor) -> dict[str, Tensor]:
    """Return the named losses times their factors."""
    check_terms(terms)
    return {name: factor * TERMS[name](mean, target, weight) for name, factor in terms.items()}


def judged(logits: Tensor, real: bool, kind: str) -> Tensor:
    """Return the discriminator's loss: binary cross-entropy (``bce``) or hinge (Lim and Ye 2017)."""
    if kind == 'hinge':
        return F.relu(1.0 - logits if real else 1.0 + logits).mean()
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(real)))


def fooled(logits: Tensor, kind: str) -> Tensor:
    """Return the generator's adversarial loss of either kind, on logits of its own pictures."""
    return -logits.mean() if kind == 'hinge' else judged(logits, True, 'bce')
