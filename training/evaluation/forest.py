"""A fixed classifier, a forest of trees, that names the cover of pixels by features of their surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier

from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN

TREES, LEAVES = 60, 1500
OF_A_CLASS = 600  # pixels of each class that a place teaches with, at most


@dataclass(frozen=True)
class Labelled:
    """Features (pixels, features), cover numbers (pixels,) and the place they are from."""

    place: str
    features: np.ndarray
    cover: np.ndarray


def drawn(cover: np.ndarray, most: int, rng: np.random.Generator, by_class: bool = False) -> np.ndarray:
    """Return flat indices of at most ``most`` pixels of known cover, drawn evenly; of every class where so wished."""
    flat = cover.ravel()
    known = np.flatnonzero(flat != UNKNOWN)
    groups = [known[flat[known] == k] for k in range(len(COVERS))] if by_class else [known]
    return np.concatenate([rng.choice(g, min(most, len(g)), replace=False) for g in groups])


@dataclass(frozen=True)
class Forest:
    """Trees that are trained once and never again looked after; missing features are nan."""

    trees: ExtraTreesClassifier

    @classmethod
    def fit(cls, samples: Sequence[Labelled], seed: int = 7) -> Forest:
        """Return a forest of all samples: every class weighs alike, and within it every place as much as it gives."""
        features = np.concatenate([one.features for one in samples]).astype(np.float32)
        cover = np.concatenate([one.cover for one in samples])
        trees = ExtraTreesClassifier(
            TREES,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=5,
            max_features=0.5,
            class_weight='balanced',
            random_state=seed,
        )
        return cls(trees.fit(features, cover))

    def likely(self, features: np.ndarray) -> np.ndarray:
        """Return the probability (pixels, len(COVERS)) of every class."""
        found = np.zeros((len(features), len(COVERS)), np.float32)
        found[:, self.trees.classes_] = self.trees.predict_proba(features.astype(np.float32))
        return found


def confusion(truth: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Return counts (true class, named class) of cover numbers; UNKNOWN truth does not count."""
    known = truth != UNKNOWN
    number = len(COVERS)
    pairs = truth[known].astype(int) * number + named[known].astype(int)
    return np.bincount(pairs, minlength=number * number).reshape(number, number).astype(float)


def ious(counts: np.ndarray) -> np.ndarray:
    """Return intersection over union (classes,) of counts (true class, named class); nan where a class is absent."""
    hit = np.diagonal(counts)
    union = counts.sum(-1) + counts.sum(-2) - hit
    with np.errstate(invalid='ignore', divide='ignore'):
        return np.where(counts.sum(-1) > 0, hit / union, np.nan)


def mean_iou(counts: np.ndarray, share: float = 0.0) -> float:
    """Return the mean of ious() over the classes that have at least a share of the truth."""
    asked = counts.sum(-1) >= max(share * counts.sum(), 1e-9)
    return float(ious(counts)[asked].mean()) if asked.any() else float('nan')
