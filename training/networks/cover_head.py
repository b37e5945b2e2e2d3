"""A head that tells land apart by calibrated radar, fitted on what a trained network sees: linear, places alike.

The network learns cover from all that knows any, 8-bit pictures of floods and towns too, in which a kind of layer goes
with a kind of ground. That is kept for such layers, for what a map is given of, and for water everywhere: floods of
other ground are in its training. What land is by calibrated radar alone, a multinomial logistic regression on the last
features tells better on unseen places: fields above all (EXPERIMENTS.md).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from torch import Tensor, nn

from sar2optical_qgis.core.model.channels import SAR_CHANNELS
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER

ABSOLUTE = SAR_CHANNELS.index('absolute')
OF_A_PLACE = 600  # pixels of each cover that a place teaches with in one look
RAREST = 1e-3  # share of a cover: what few places lack may still be there
PENALTY = 1e-3  # of the squared weights, a pixel counting one: the features know the training places already


def around(features: Tensor) -> Tensor:
    """Return features (N, 2 n, h, w): each at its place, and its mean over 3 x 3 places."""
    return torch.cat((features, F.avg_pool2d(features, 3, 1, 1)), 1)


@torch.no_grad()
def labelled_features(
    network: nn.Module, looks: Iterable[tuple[np.ndarray, np.ndarray, float]], seed: int = 7
) -> tuple[np.ndarray, np.ndarray]:
    """Return features (pixels, 2 n) and cover (pixels,) of land in planes, cover, share (data/whole_looks.py)."""
    rng, found, named = np.random.default_rng(seed), [], []
    for planes, cover, share in looks:
        seen = around(network.features(torch.from_numpy(planes)[None]))[0].flatten(1).T.numpy()
        cover, most = cover[::2, ::2].ravel(), max(int(OF_A_PLACE * share), 10)
        for number in np.unique(cover[(cover != UNKNOWN) & (cover != WATER)]):
            some = np.flatnonzero(cover == number)
            some = rng.choice(some, min(most, len(some)), replace=False)
            found.append(seen[some])
            named.append(cover[some])
    return np.concatenate(found), np.concatenate(named)


def fitted(features: np.ndarray, cover: np.ndarray, shares: np.ndarray) -> nn.Conv2d:
    """Return the head, a convolution of 3 x 3 to logits of COVERS, of labelled_features().

    Covers teach alike; how frequent each is, ``shares`` (covers,) of all pixels, then comes in as the prior (Saerens et
    al. 2002), or snow would be seen in every field that is a little like it. A cover that is not among the features,
    such as water, is never told.
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
    bias[told.classes_] += np.log(np.maximum(shares[told.classes_], RAREST))
    own, mean = torch.from_numpy(weight).float()[..., None, None].chunk(2, 1)
    head = nn.Conv2d(own.shape[1], len(COVERS), 3, padding=1)
    with torch.no_grad():
        head.weight.copy_(mean.expand(-1, -1, 3, 3) / 9)
        head.weight[:, :, 1:2, 1:2] += own
        head.bias.copy_(torch.from_numpy(bias))
    return head.requires_grad_(False)
