"""Plots: axes end at round numbers, and the reliability curve lies where its numbers say."""

from __future__ import annotations

import re

import numpy as np

from sar2optical_qgis.core.assess import plots

RNG = np.random.default_rng(0)


def labels(svg: str) -> list[str]:
    return re.findall(r'>([-0-9.e]+)</text>', svg)


def test_axes_end_at_round_numbers():
    for scale in (1e-3, 0.17, 0.9, 2.3, 77.0, 4100.0):
        values = RNG.random(500) * scale
        for svg in (plots.density(values, values, ('a', 'b')), plots.histogram({'a': values}, ('a', 'b'))):
            assert all(len(label.replace('.', '').strip('0')) <= 2 for label in labels(svg)), labels(svg)


def test_the_curve_of_an_honest_sigma_lies_on_the_line():
    sigma = RNG.uniform(0.1, 0.4, 40_000)
    svg = plots.reliability(sigma, np.abs(RNG.normal(0.0, sigma)), ('sigma', 'error'))
    dots = np.array([[float(x), float(y)] for x, y in re.findall(r'cx="([0-9.]+)" cy="([0-9.]+)"', svg)])
    width, height = plots.WIDTH - plots.LEFT - plots.RIGHT, plots.HEIGHT - plots.TOP - plots.BOTTOM
    across, up = (dots[:, 0] - plots.LEFT) / width, (plots.TOP + height - dots[:, 1]) / height
    assert len(dots) == 10 and np.abs(across - up).max() < 0.04
