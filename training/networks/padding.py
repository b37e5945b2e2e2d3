"""Pictures of any size for networks that need multiples of their stride."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


def padded(network: nn.Module, x: Tensor, stride: int = 0) -> tuple[Tensor, Tensor]:
    """Return ``network(x)`` for x (..., H, W) of any size: padded with zeros at the right and below, cut again.

    ``stride``: what the sides must be multiples of; 0 asks the network.
    """
    stride = stride or network.stride
    rows, cols = x.shape[-2:]
    down, right = -rows % stride, -cols % stride
    if not down and not right:
        return network(x)
    mean, log_sigma = network(F.pad(x, (0, right, 0, down)))
    return mean[..., :rows, :cols], log_sigma[..., :rows, :cols]
