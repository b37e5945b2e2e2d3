"""Coarse or filtered radar as the network knows radar: enlarged, with speckle put back, its results averaged again.

Networks learned from pixels of 10 m with the speckle of a few looks. Means over 20 m and more have neither, radar after
a speckle filter has no speckle, and a network that is given them as they are tells little but water (EXPERIMENTS.md,
Coarse pixels).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..model.card import ModelCard
from ..model.inference import Inference, InputPlanes
from ..model.network import Network
from ..names import POLARISATIONS
from ..raster.filters import box_mean
from ..raster.push_pull import enlarge, sum_up
from ..raster.tiling import Tiling
from ..sentinel.radar import Radar

FACTORS = {2: 1.0, 4: 3.5}  # pixels that one becomes along a side, from so many times the coarsest known size on
MOST_PIXELS = 10980**2  # where more would come of it, one becomes two along a side and no more: a whole tile's time
LOOKS = 6  # of the speckle that is put back
CALMED = 0.6  # of its means over 3 x 3 pixels is taken off it
SMOOTH_DB = 0.01, 0.4  # local standard deviation in calm places; every scene that networks learned from has more
CALM = 30  # percentile of it
SIDE = 512  # pixels after which its pattern comes again
DB_PER_PLANE = 10.0  # of backscatter, as channels.py scales it
FLAGS = ('has_vv', 'has_vh', 'absolute')  # planes that are 0 or 1


@dataclass(frozen=True)
class Sight:
    """How a network sees radar: enlarged by ``factor``, 1 = as large as it is, and with speckle or as it is."""

    factor: int = 1
    is_speckled: bool = False
    sentence: str = ''


def sight_of(card: ModelCard | None, radar: Radar, most: int) -> Sight:
    """Return how a network sees a layer, enlarged ``most`` times at most; as it is where its card says no sizes."""
    if card is None or not card.coarsest:
        return Sight()
    size = radar.grid.pixel_size_m
    pixels = radar.grid.height * radar.grid.width
    most = min(most, max(int((MOST_PIXELS / pixels) ** 0.5), min(FACTORS)))
    factor = max([f for f, times in FACTORS.items() if f <= most and size > times * card.coarsest], default=1)
    if factor > 1:
        return Sight(factor, True, (
            f'Pixels of {size:.0f} m are coarser than the network has seen. It sees them as {size / factor:.0f} m with '
            'speckle; what it makes of that is averaged again.'
        ))  # fmt: skip
    if _is_smooth(radar):
        sentence = 'INPUT has less speckle than the network has seen, as after a filter: it sees some on top.'
        return Sight(1, True, sentence)
    return Sight()


def _is_smooth(radar: Radar) -> bool:
    """Whether backscatter has less speckle than any scene that networks learned from, after a filter as a rule."""
    found = []
    for db, good in radar.windows() if radar.calibrated else ():
        for values, there in ((db[p], good[p]) for p in db if good[p].mean() > 0.5):
            mean, square = box_mean(values, there, 1), box_mean(values * values, there, 1)
            found.append(np.percentile(square[there] - mean[there] ** 2, CALM))
    least, most = SMOOTH_DB  # one number all over is no filtered radar
    return bool(found) and least < max(float(np.median(found)), 0.0) ** 0.5 < most


class FinerInference(Inference):
    """Inference of tiles on pixels of a ``factor``th the size, 1 for their own, with speckle."""

    def __init__(self, network: Network, tiling: Tiling, outputs: tuple[str, ...], radar: Radar, factor: int) -> None:
        """Prepare for the tiles of a radar's grid."""
        super().__init__(network, tiling, outputs)
        self.factor = factor
        place = {name: k for k, name in enumerate(network.card.channels)}
        self._flags = [place[name] for name in FLAGS if name in place]
        self._speckled = []  # plane, the plane that says where it holds, its pattern
        for name, pattern in zip(POLARISATIONS, _speckle()):
            band = name.lower()
            if name in radar.statistics:
                units = {band: DB_PER_PLANE} if radar.calibrated else {}
                units[f'{band}_scene'] = radar.statistics[name].spread_db
                self._speckled += [
                    (place[plane], place[f'has_{band}'], pattern / np.float32(unit))
                    for plane, unit in units.items()
                    if plane in place
                ]

    def _results(self, planes: list[InputPlanes]) -> list[np.ndarray]:
        return [self._result(each) for each in planes]

    def _result(self, planes: InputPlanes) -> np.ndarray:
        """Return what the network makes of a padded window, (planes, rows, cols)."""
        shape = planes.array.shape[1:]
        fine = tuple(self.factor * size for size in shape)
        batch = self._seen(planes, fine)
        self.inputs.give_back(planes)
        made = {name: np.empty((1, count, *fine), np.float32) for name, count in self.outputs.items()}
        self.network(batch[None], made)
        line = self.results.take()[: self.planes * shape[0] * shape[1]]
        for name, values in self._by_output(line, 1, shape).items():
            np.multiply(sum_up(made[name][0], self.factor), np.float32(self.factor**-2), out=values[0])
        return line.reshape(self.planes, *shape)

    def _seen(self, planes: InputPlanes, shape: tuple[int, int]) -> np.ndarray:
        """Return the input planes enlarged to ``shape``, with speckle where there is radar."""
        made = np.empty((len(planes.array), *shape), np.float32)
        for plane, values in enumerate(planes.array):  # one by one: all at once take three times the memory
            if plane in self._flags:
                made[plane] = values.repeat(self.factor, 0).repeat(self.factor, 1)
            else:
                made[plane] = enlarge(values[None], shape, self.factor)[0]
        rows, cols = ((self.factor * first + np.arange(size)) % SIDE for first, size in zip(planes.corner, shape))
        for plane, has, pattern in self._speckled:
            made[plane] += pattern[np.ix_(rows, cols)] * made[has]
        return made


def _speckle() -> np.ndarray:
    """Return speckle of LOOKS in dB, (2, SIDE, SIDE), the same in every run.

    Its broad part, which the network would paint as ground, is smaller than that of real speckle.
    """
    db = 10.0 * np.log10(np.random.default_rng(0).gamma(LOOKS, 1.0 / LOOKS, (2, SIDE, SIDE)))
    around = [np.roll(db, (row, col), (1, 2)) for row in (-1, 0, 1) for col in (-1, 0, 1)]
    calm = db - CALMED * np.mean(around, axis=0)
    return (calm * (db.std() / calm.std())).astype(np.float32)
