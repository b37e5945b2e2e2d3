"""Clear dates of real series, each once the target, under clouds whose shapes were never seen in training."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from training.data.cloud_scenes import Scene
from training.data.clouds import MaskBank
from training.data.index import read_index, split_by_group
from training.data.series_scenes import day_of
from training.data.series_scenes import read_series as read_all

SERIES = ('hainaut', 'belgium_good', 'rufiji', 'biomassters_000aa810', 'belgium20m', 'tanzania20m')
LATER = {'belgium_good': 0.3, 'belgium20m': 0.3, 'tanzania20m': 0.3}  # the last dates are targets, see the config
LIGHT = (0.06, 0.6)  # cover where it is not given
FEW = 6  # targets of a series: with fewer, each comes under more than one cloud


@dataclass(frozen=True)
class Dated:
    """A clear date of a series."""

    day: datetime.date
    is_val: bool
    scene: Scene


@dataclass(frozen=True)
class Case:
    """A target date and the others, each under clouds; the nearest in time first."""

    place: str
    target: Dated
    hidden: np.ndarray  # (rows, cols)
    others: tuple[Dated, ...]
    clear: tuple[np.ndarray, ...]  # of the others


def read_series(root: str) -> dict[str, list[Dated]]:
    """Return the clear dates of every series, in order of time."""
    chips = [chip for chip in read_index(root) if chip.kind == 'series' and chip.group in SERIES]
    _, val = split_by_group(chips)
    found: dict[str, list[Dated]] = {}
    for series in read_all(chips):
        count = len(series.acquisitions)
        last = series.acquisitions[count - round(LATER.get(series.place, 1.0) * count)].day
        late = {day_of(c.date).toordinal() for c in val if c.group == series.place} or set(range(last, last + 9999))
        found[series.place] = [
            Dated(
                datetime.date.fromordinal(one.day), one.day in late,
                Scene(
                    f'{series.place}_{one.day}', series.place, series.bands, one.reflectance, one.valid & one.clear,
                    one.db,
                ),
            )
            for one in (series.acquisitions[k] for k in series.clear_ones)
        ]  # fmt: skip
    return {name: found[name] for name in SERIES if name in found}


def cases(dates: list[Dated], bank: MaskBank, count: int, cover: tuple[float, float] = LIGHT) -> Iterator[Case]:
    """Yield every late date as target with ``count`` - 1 others, under clouds that are the same on every call.

    ``cover`` is the target's, from and to.
    """
    late = [k for k, dated in enumerate(dates) if dated.is_val]
    for turn, number in ((t, k) for t in range(-(-FEW // len(late))) for k in late):
        target = dates[number]
        shape = target.scene.valid.shape

        def mask(low: float, high: float, *seed: int, shape: tuple[int, int] = shape) -> np.ndarray:
            cloud, shadow = bank.window(max(shape), np.random.default_rng(seed), low, high)
            return (cloud | shadow)[: shape[0], : shape[1]]

        hidden = mask(*cover, number, 1, turn) & target.scene.valid
        near = sorted(
            (k for k in range(len(dates)) if k != number), key=lambda k: abs((dates[k].day - target.day).days)
        )
        near = near[: count - 1]
        if len(near) == count - 1 and hidden.sum() >= 50 and (target.scene.valid & ~hidden).sum() >= 100:
            clear = tuple(dates[k].scene.valid & ~mask(*LIGHT, number, k, 2, turn) for k in near)
            yield Case(target.scene.place, target, hidden, tuple(dates[k] for k in near), clear)
