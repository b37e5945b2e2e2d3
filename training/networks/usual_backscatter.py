"""A radar picture of unknown stretch, taken for backscatter of the usual level and spread.

A picture in 8 bits tells no decibels, and a network that is given its contrasts alone takes lakes for fields: it has
seen few such pictures and much backscatter. Most scenes lie within 3 dB of the usual one, which says more than nothing
(EXPERIMENTS.md).
"""

from __future__ import annotations

import torch
from torch import Tensor

from sar2optical_qgis.core.model.channels import SAR_CHANNELS

MEDIAN_DB, SPREAD_DB = {'vv': -10.5, 'vh': -17.1}, 3.2  # medians over the scenes of the index; spread: EXPERIMENTS.md
LIMIT = 3.0  # of a plane, as in channels.py
SCENE = [SAR_CHANNELS.index(name) for name in ('vv_scene', 'vh_scene')]
HAS = [SAR_CHANNELS.index(name) for name in ('has_vv', 'has_vh')]
FIRST = len(MEDIAN_DB)  # planes, of vv and vh
ABSOLUTE = SAR_CHANNELS.index('absolute')


def as_usual(x: Tensor) -> Tensor:
    """Return input planes (N, ., H, W) that hold backscatter, absolute as it seems, wherever there is any radar."""
    has, absolute = x[:, HAS], x[:, ABSOLUTE : ABSOLUTE + 1]
    median = x.new_tensor([*MEDIAN_DB.values()]).view(1, -1, 1, 1)
    usual = ((x[:, SCENE] * SPREAD_DB + median + 15.0) / 10.0).clamp(-LIMIT, LIMIT) * has
    level = x[:, :FIRST] + usual * (1 - absolute)
    return torch.cat((level, x[:, FIRST:ABSOLUTE], has.amax(1, keepdim=True), x[:, ABSOLUTE + 1 :]), 1)
