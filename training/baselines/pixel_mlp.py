"""A small per-pixel network in plain numpy: what can be had from a pixel's smoothed radar without any context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.baselines.colours import Ridge
from training.data.examples import Example
from training.data.sar_optical import whole


def by_place(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """Return the examples of every place."""
    places: dict[str, list[Example]] = {}
    for example in examples:
        places.setdefault(example.place, []).append(example)
    return places


@dataclass(frozen=True)
class PixelMLP:
    """Two hidden layers of ReLU on the covariates of Ridge, standardised; fitted by Adam on the squared error."""

    mean: np.ndarray
    spread: np.ndarray
    layers: tuple[tuple[np.ndarray, np.ndarray], ...]
    with_classes: bool

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        with_classes: bool,
        hidden: tuple[int, int] = (32, 32),
        per_place: int = 1000,
        steps: int = 1500,
        seed: int = 0,
    ) -> PixelMLP:
        """Fit on the same number of pixels of every place, in batches of 1024 pixels."""
        rng = np.random.default_rng(seed)
        x, y = _pixels(examples, with_classes, per_place, rng)
        mean, spread = x.mean(0), np.maximum(x.std(0), 1e-3)
        x = (x - mean) / spread
        sizes = (x.shape[1], *hidden, y.shape[1])
        layers = [(rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]
        layers[-1] = (layers[-1][0] * 0.1, y.mean(0))
        first = [[np.zeros_like(p) for p in layer] for layer in layers]
        second = [[np.zeros_like(p) for p in layer] for layer in layers]
        for step in range(1, steps + 1):
            pick = rng.integers(0, len(x), 1024)
            rate = 3e-3 * (0.5 + 0.5 * np.cos(np.pi * step / steps))
            for k, found in enumerate(_gradients(layers, x[pick], y[pick])):
                updated = []
                for j, (value, slope) in enumerate(zip(layers[k], found)):
                    first[k][j] = 0.9 * first[k][j] + 0.1 * slope
                    second[k][j] = 0.999 * second[k][j] + 0.001 * slope**2
                    moment = first[k][j] / (1 - 0.9**step)
                    updated.append(value - rate * moment / (np.sqrt(second[k][j] / (1 - 0.999**step)) + 1e-8))
                layers[k] = tuple(updated)
        return cls(mean, spread, tuple(layers), with_classes)

    def predict(self, planes: np.ndarray) -> np.ndarray:
        """Return (3, rows, cols), clipped to 0..1."""
        x = (Ridge.covariates(planes, self.with_classes) - self.mean) / self.spread
        colour = _forward(self.layers, x)[-1]
        return np.clip(colour.T.reshape(-1, *planes.shape[1:]), 0, 1).astype(np.float32)


def _pixels(
    examples: Sequence[Example], with_classes: bool, per_place: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    xs, ys = [], []
    for chips in by_place(examples).values():
        chosen = rng.choice(len(chips), min(len(chips), 4), replace=False)
        for number in chosen:
            planes, cut = whole(chips[number], *(n // 16 * 16 for n in chips[number].valid.shape), with_classes)
            pick = rng.choice(np.flatnonzero(cut.valid.ravel()), per_place // len(chosen))
            xs.append(Ridge.covariates(planes, with_classes)[pick])
            ys.append(cut.target.reshape(3, -1).T[pick])
    return np.concatenate(xs).astype(np.float64), np.concatenate(ys).astype(np.float64)


def _forward(layers: Sequence[tuple[np.ndarray, np.ndarray]], x: np.ndarray) -> list[np.ndarray]:
    values = [x]
    for k, (weights, bias) in enumerate(layers):
        x = x @ weights + bias
        values.append(np.maximum(x, 0) if k < len(layers) - 1 else x)
        x = values[-1]
    return values


def _gradients(layers, x: np.ndarray, y: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    values = _forward(layers, x)
    slope = 2 * (values[-1] - y) / len(x)
    found = []
    for k in reversed(range(len(layers))):
        found.append((values[k].T @ slope, slope.sum(0)))
        if k:
            slope = (slope @ layers[k][0].T) * (values[k] > 0)
    return found[::-1]
