"""Fill: numbers of a raster that are no measurement, though the file declares nothing, or something else, as nodata.

Three kinds. Numbers that tools write for "nothing" (-9999, -32768 ...), or that come again and again, where they lie
far off all others. Numbers beyond what can be measured. And 0: around what was measured it is padding, but a lonely 0
within is a value (backscatter clipped at 0 dB, noise subtracted to nothing); that it fills an area tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from .filters import box_sum
from .frame import Frame

USUAL = (
    -9999.0, 9999.0, -99999.0, 99999.0, -32768.0, -32767.0, 32767.0, 65535.0, -10000.0, -999.0, -99.0, -9999999.0,
    -28672.0, -0.9999, -1.0, -3.2768, 3.2767, 6.5535,
)  # fmt: skip  # the last ones: such numbers x 0.0001
FAR = 100.0  # times the range of a layer: one mad pixel beyond would outweigh all others in a fit
REPEATED, FAR_TIMES = 20, 200.0  # values of a sample that are one number; this many times their median is far above
IMPOSSIBLE = 1e30  # NaN, infinity, and the -3.4e38 of tools that forget to declare their nodata
RADIUS = 8  # pixels: padding is an area that holds squares of 2 RADIUS + 1, beyond the raster too
ROUGH = 4  # pixels by which its rim is rougher than those squares
MARGIN = 2 * RADIUS + ROUGH  # pixels of context
AREA, OUTSTANDING = (2 * RADIUS + 1) ** 2, 5  # pixels of a sample; times the next that is repeated
GAPS = 0.1, 0.02  # of the range of a sample, beside a lowest and a highest number that nothing is cut off at
WHITE = 255.0  # of pictures, whatever their type
ALONE = 0.005  # of the pixels that have a number in all bands, which may have it in some of them
LEAST_RUN = 8  # zeros in a row on the border


class Zero(Enum):
    """What 0 stands for."""

    VALUE = 'a value like any other'
    RIM = 'padding where it fills an area of its band, or hangs together with the border'
    NOTHING = 'no data where all bands have it'


@dataclass(frozen=True)
class Fill:
    """Which numbers are no measurement, in the raster's own numbers."""

    constants: tuple[float, ...] = ()
    low: float = -IMPOSSIBLE  # no measurement is below
    high: float = IMPOSSIBLE
    zero: Zero = Zero.VALUE
    bands: tuple[int, ...] = ()  # that have to be 0, of those read; empty = all
    blank: float = -np.inf  # what is at most this counts as 0 as well: -100 dB is the logarithm of nothing
    uniform: tuple[float, ...] = ()  # count as 0 as well where all bands have the same of them
    free: tuple[int, ...] = ()  # bands of other units: none of these numbers means anything there
    frame: tuple[Frame, ...] = ()  # padding of all bands at once

    def spares(self, lowest: np.generic, highest: np.generic) -> bool:
        """Whether all numbers between two of a raster's own type are measurements; not where one of them is NaN."""
        is_whole = isinstance(lowest, np.integer)
        near = [number if is_whole else type(lowest)(number) for number in self.constants]
        return self.low <= lowest <= highest <= self.high and not any(lowest <= number <= highest for number in near)

    @property
    def margin(self) -> int:
        """Return how many pixels around a window have to be known."""
        return MARGIN if self.zero is Zero.RIM or self.frame else 0

    def measured(self, values: np.ndarray, bands: tuple[int, ...] = ()) -> np.ndarray:
        """Return which values (bands, rows, cols) are measurements, band by band; ``bands``: their numbers."""
        good = np.ones(values.shape, bool)
        kind = np.iinfo(values.dtype) if np.issubdtype(values.dtype, np.integer) else None
        if kind is None or self.low > kind.min:
            good &= values >= self.low
        if kind is None or self.high < kind.max:
            good &= values <= self.high
        for constant in self.constants:
            if kind is None or kind.min <= constant <= kind.max:
                good &= values != values.dtype.type(constant)
        for k, band in enumerate(bands):
            if band in self.free:
                good[k] = Fill().measured(values[k])
        return good

    def is_blank(self, values: np.ndarray, bands: tuple[int, ...] = ()) -> np.ndarray:
        """Return which pixels (rows, cols) are 0, or less than can be told from it, in all bands that count.

        ``bands``: numbers of those in ``values``.
        """
        if not self.uniform and values.size and values.min() > max(self.blank, 0):  # in most windows
            return np.zeros(values.shape[1:], bool)
        values = self._counting(values, bands)
        nothing = self.blanks(values).all(axis=0)
        for number in self.uniform:
            nothing |= (values == np.array(number).astype(values.dtype)).all(axis=0)
        return nothing

    def _counting(self, values: np.ndarray, bands: tuple[int, ...]) -> np.ndarray:
        count = [k for k, band in enumerate(bands) if band in self.bands]
        return values[count] if count else values

    def padding(
        self, values: np.ndarray, beyond: np.ndarray, corner: tuple[int, int], bands: tuple[int, ...]
    ) -> np.ndarray:
        """Return which values (bands, rows, cols) are no data for what lies around them.

        ``beyond``: pixels (rows, cols) outside the raster; ``corner``: row and column of the first one, and ``bands``
        the numbers of the bands, in the raster. Right but for ``margin`` pixels along the window's border.
        """
        lost = np.zeros(values.shape, bool)
        if self.zero is Zero.RIM:
            lost |= np.stack([rim_of(plane & ~beyond, beyond) for plane in self.blanks(values)])
        elif self.zero is Zero.NOTHING:
            lost |= self.is_blank(values, bands) & ~beyond
        for frame in self.frame:
            same = (self._counting(values, bands) == frame.number).all(axis=0)
            lost |= rim_of(same & ~beyond, beyond) & frame.reaches(*corner, *beyond.shape)
        return lost

    def blanks(self, values: np.ndarray) -> np.ndarray:
        """Return which values (bands, rows, cols) are 0, or less than can be told from it, band by band."""
        nothing = values == 0
        if self.blank > -np.inf:
            nothing |= values <= self.blank
        return nothing


def within_reach(fill: Fill, values: np.ndarray, good: np.ndarray) -> Fill:
    """Return the fill with limits that no number of a sample (bands, n) comes near, of whatever unit it is."""
    ends = [np.percentile(band[seen].astype(np.float64), (1, 99)) for band, seen in zip(values, good) if seen.any()]
    if not ends:
        return fill
    low, high = np.min(ends), np.max(ends)
    reach = FAR * max(high - low, abs(high), abs(low))
    return replace(fill, low=max(fill.low, low - reach), high=min(fill.high, high + reach)) if reach else fill


def rim_of(blank: np.ndarray, beyond: np.ndarray) -> np.ndarray:
    """Return which of the blank pixels (rows, cols) belong to large areas, or to areas that go on beyond the raster.

    ``beyond``: pixels outside the raster. The window has MARGIN pixels more on each side than what counts.
    """
    if not blank.any():
        return blank
    ground = blank | beyond
    solid = box_sum(ground, RADIUS) > (2 * RADIUS + 1) ** 2 - 0.5
    grown = (box_sum(solid, RADIUS) > 0.5) & ground
    for _ in range(ROUGH):
        grown = (box_sum(grown, 1) > 0.5) & ground
    return grown & blank


def has_blank_border(line: np.ndarray) -> bool:
    """Whether a line (n,) of blank pixels along the border holds a run of them."""
    edges = np.diff(np.concatenate([[0], line.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return bool(starts.size) and int((ends - starts).max()) >= min(LEAST_RUN, line.size)


def constants_in(values: np.ndarray) -> tuple[float, ...]:
    """Return the numbers that occur in a sample (n,) far off all others: USUAL ones, and an end that is repeated."""
    if not values.size:
        return ()
    kind = np.iinfo(values.dtype) if np.issubdtype(values.dtype, np.integer) else None
    usual = [n for n in USUAL if kind is None or (n == int(n) and kind.min <= n <= kind.max)]
    found = {number for number in usual if (values == values.dtype.type(number)).any()}
    lowest, highest = values.min(), values.max()
    ends = {float(end) for end in (lowest, highest) if int((values == end).sum()) >= REPEATED}
    candidates = found | ends
    rest = values[~np.isin(values, np.array(list(candidates), values.dtype))] if candidates else values
    if not candidates or rest.size < 2:
        return ()
    low, middle, high = (float(limit) for limit in np.percentile(rest, (1, 50, 99)))
    span = max(high - low, 1e-3 * max(abs(low), abs(high)))
    clipped = {end for end in ends - found if high < end <= FAR_TIMES * abs(middle)}  # at what a format holds
    return tuple(sorted({n for n in candidates - clipped if not low - span <= n <= high + span}))


def repeated_in(values: np.ndarray) -> tuple[float, ...]:
    """Return the number among those of a sample (n,) that is in far more pixels than any other, if there is one.

    At either end it may be what measurements are cut off at: these go on right up to it.
    """
    numbers, counts = np.unique(values, return_counts=True)
    if len(numbers) < 4:
        return ()
    most = int(counts.argmax())
    second = int(np.partition(counts, -2)[-2])
    if counts[most] < max(AREA, OUTSTANDING * second) or numbers[most] == 0:
        return ()
    rest = np.delete(numbers, most).astype(np.float64)
    gap, span = np.abs(rest - float(numbers[most])).min(), float(np.subtract(*np.percentile(values, (99, 1))))
    least = {0: GAPS[0] * span, len(numbers) - 1: GAPS[1] * span}.get(most, -1.0)
    return (float(numbers[most]),) if gap > least else ()


def uniform_in(values: np.ndarray, top: float = np.inf, with_zero: bool = False) -> tuple[float, ...]:
    """Return the number that many pixels of a sample (bands, n) have in every band, if there is one.

    Bands of one ground differ: a number that is in all of them or in none was written there. Above nearly all others
    it may be what a format cuts off at, up to ``top``, which some bands then reach before the others.
    ``with_zero``: 0 counts as well.
    """
    if len(values) < 2 or not values.size:
        return ()
    numbers, counts = np.unique(values[0][(values == values[:1]).all(axis=0)], return_counts=True)
    if not counts.size or counts.max() < 5 * REPEATED:
        return ()
    number, count = numbers[counts.argmax()], int(counts.max())
    rest = values[:, ~(values == number).all(axis=0)]
    if (number == 0 and not with_zero) or not rest.size:
        return ()
    is_above = np.percentile(rest, 99) <= number <= top and number not in (0, *USUAL)
    if is_above and (number == WHITE or int((rest == number).any(axis=0).sum()) > ALONE * count):
        return ()
    if (rest.min(axis=1) > number).all():
        return (float(number),)
    others = rest[rest != number]
    usual = np.partition(others, others.size // 2)[others.size // 2]
    some, by_chance = (int((rest == each).any(axis=0).sum()) for each in (number, usual))  # whole numbers meet
    return (float(number),) if len(values) > 2 and some <= 0.05 * count + 3 * by_chance else ()
