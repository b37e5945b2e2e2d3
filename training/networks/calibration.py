"""Make shares of classes true: of what is said with 70 %, 70 % shall be so (Guo et al. 2017, with a bias)."""

from __future__ import annotations

from collections.abc import Iterable

import torch
import torch.nn.functional as F
from torch import Tensor

UNKNOWN = 255
STEPS = 60


def fit_calibration(
    examples: Iterable[tuple[str, Tensor, Tensor]], classes: int, weighed: int
) -> tuple[Tensor, Tensor]:
    """Return scale () and bias (classes,) of logits that make them calibrated on held-out places, which count alike.

    ``examples``: place, logits (classes, pixels) and true classes (pixels,), UNKNOWN where not known. The bias is that
    of the class ``weighed`` alone, which the loss and the examples show more often than the world does: how often the
    others are, so few places can't tell.
    """
    by_place: dict[str, list[tuple[Tensor, Tensor]]] = {}
    for place, logits, truth in examples:
        known = truth != UNKNOWN
        if known.any():
            by_place.setdefault(place, []).append((logits[:, known].T.float(), truth[known].long()))
    log_scale, level = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    of_class = F.one_hot(torch.tensor(weighed), classes).float()
    if not by_place:
        return log_scale.detach().exp()[0], (level * of_class).detach()
    joined = [tuple(torch.cat(parts) for parts in zip(*own)) for own in by_place.values()]
    optimizer = torch.optim.LBFGS([log_scale, level], max_iter=STEPS, line_search_fn='strong_wolfe')

    def loss() -> Tensor:
        optimizer.zero_grad()
        surprise = [F.cross_entropy(logits * log_scale.exp() + level * of_class, truth) for logits, truth in joined]
        total = torch.stack(surprise).mean()
        total.backward()
        return total

    with torch.enable_grad():
        optimizer.step(loss)
    return log_scale.detach().exp()[0], (level * of_class).detach()
