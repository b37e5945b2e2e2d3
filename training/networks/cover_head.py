"""What tells land apart by calibrated radar: a head fitted on what a trained network sees, and a second opinion.

The network learns cover from all that knows any, 8-bit pictures of floods and towns too, in which a kind of layer goes
with a kind of ground. That is kept for such layers, for what a map is given of, and for water everywhere: floods of
other ground are in its training. What land is by calibrated radar alone, a multinomial logistic regression on the last
features, places alike, tells better on unseen places: fields above all (EXPERIMENTS.md). Smoothed backscatter has a
say beside it (backscatter_cover.py): towns and bare ground above all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from torch import Tensor, nn

from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER
from training.networks.backscatter_cover import BackscatterCover

OF_A_PLACE = 600  # pixels of each cover that a place teaches with in one look
RAREST = 1e-3  # share of a cover: what few places lack may still be there
PENALTY = 1e-3  # of the squared weights, a pixel counting one: the features know the training places already
OWN = 0.5  # power of the head's shares in the product: it is surer of the training places than of others


def around(features: Tensor) -> Tensor:
    """Return features (N, 2 n, h, w): each at its place, and its mean over 3 x 3 places."""
    return torch.cat((features, F.avg_pool2d(features, 3, 1, 1)), 1)


@torch.no_grad()
def labelled(
    sees: Callable[[Tensor], Tensor], looks: Iterable[tuple[np.ndarray, np.ndarray, float]], seed: int = 7
) -> tuple[np.ndarray, np.ndarray]:
    """Return what is seen (pixels, n), by ``sees`` of input planes, of land, and its cover (pixels,).

    Of planes, cover, share as data/whole_looks.py has them.
    """
    rng, found, named = np.random.default_rng(seed), [], []
    for planes, cover, share in looks:
        seen = sees(torch.from_numpy(planes)[None])[0].flatten(1).T.numpy()
        cover, most = cover[::2, ::2].ravel(), max(int(OF_A_PLACE * share), 10)
        for number in np.unique(cover[(cover != UNKNOWN) & (cover != WATER)]):
            some = np.flatnonzero(cover == number)
            some = rng.choice(some, min(most, len(some)), replace=False)
            found.append(seen[some])
            named.append(cover[some])
    return np.concatenate(found), np.concatenate(named)


def fitted(features: np.ndarray, cover: np.ndarray) -> nn.Conv2d:
    """Return the head, a convolution of 3 x 3 to logits of COVERS, of labelled features around() their places.

    Covers teach alike. One that is not among them, such as water, is never told.
    """
    scaler = StandardScaler().fit(features)
    told = LogisticRegression(C=1 / (PENALTY * len(cover)), class_weight='balanced', max_iter=300)
    told.fit(scaler.transform(features), cover)
    weight, bias = np.zeros((len(COVERS), features.shape[1])), np.full(len(COVERS), -20.0)
    slopes, starts = told.coef_, told.intercept_
    if len(told.classes_) == 2:  # scikit-learn gives those of the second alone
        slopes, starts = np.concatenate((0 * slopes, slopes)), np.append(0.0, starts)
    weight[told.classes_] = slopes / scaler.scale_
    bias[told.classes_] = starts - slopes @ (scaler.mean_ / scaler.scale_)
    own, mean = torch.from_numpy(weight).float()[..., None, None].chunk(2, 1)
    head = nn.Conv2d(own.shape[1], len(COVERS), 3, padding=1)
    with torch.no_grad():
        head.weight.copy_(mean.expand(-1, -1, 3, 3) / 9)
        head.weight[:, :, 1:2, 1:2] += own
        head.bias.copy_(torch.from_numpy(bias))
    return head.requires_grad_(False)


class TwoOpinions(nn.Module):
    """Features (N, n, h, w) and input planes (N, ., H, W) to logits of land (N, covers, h, w): a product of experts.

    To both covers are alike; how frequent each is, ``shares`` (covers,) of all land, comes in as the prior (Saerens et
    al. 2002), or snow would be seen in every field that is a little like it.
    """

    def __init__(self, head: nn.Module, second: BackscatterCover, shares: np.ndarray):
        super().__init__()
        self.head, self.second = head, second
        prior = torch.from_numpy(np.log(np.maximum(shares, RAREST)))
        self.register_buffer('prior', prior.float().view(1, -1, 1, 1))
        self.register_buffer('scale', torch.ones(()))  # that makes them calibrated

    def forward(self, features: Tensor, x: Tensor) -> Tensor:
        own, other = self.head(features).float(), self.second(x).float()
        return self.scale * (OWN * own.log_softmax(1) + other.log_softmax(1) + self.prior)
