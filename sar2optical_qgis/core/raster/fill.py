"""Fill: numbers of a raster that are no measurement, though the file declares nothing, or something else, as nodata.

Three kinds. Numbers that tools write for "nothing" (-9999, -32768 ...), where they lie far off all others. Numbers
beyond what can be measured. And 0 in all bands: around what was measured it is padding, but a lonely 0 within is a
value (backscatter clipped at 0 dB, noise subtracted to nothing); what hangs together with the border tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from .filters import box_sum

USUAL = (
    -9999.0, 9999.0, -99999.0, 99999.0, -32768.0, -32767.0, 32767.0, 65535.0, -10000.0, -999.0, -99.0, -1e4, -9999999.0,
)  # fmt: skip
IMPOSSIBLE = 1e30  # NaN, infinity, and the -3.4e38 of tools that forget to declare their nodata
RADIUS = 8  # pixels: padding is an area that holds squares of 2 RADIUS + 1, beyond the raster too
ROUGH = 4  # pixels by which its rim is rougher than those squares
MARGIN = 2 * RADIUS + ROUGH  # pixels of context
LEAST_RUN = 8  # zeros in a row on the border


class Zero(Enum):
    """What 0 in all bands stands for."""

    VALUE = 'a value like any other'
    RIM = 'padding where it hangs together with the border'
    NOTHING = 'no data'


@dataclass(frozen=True)
class Fill:
    """Which numbers are no measurement, in the raster's own numbers."""

    constants: tuple[float, ...] = ()
    low: float = -IMPOSSIBLE  # no measurement is below
    high: float = IMPOSSIBLE
    zero: Zero = Zero.VALUE
    bands: tuple[int, ...] = ()  # that have to be 0, of those read; empty = all
    blank: float = 0.0  # what is at most this (and 0 itself) counts as 0: -100 dB is the logarithm of nothing

    @property
    def margin(self) -> int:
        """Return how many pixels around a window have to be known."""
        return MARGIN if self.zero is Zero.RIM else 0

    def measured(self, values: np.ndarray) -> np.ndarray:
        """Return which values (bands, rows, cols) are measurements, band by band."""
        good = np.ones(values.shape, bool)
        kind = np.iinfo(values.dtype) if np.issubdtype(values.dtype, np.integer) else None
        if kind is None or self.low > kind.min:
            good &= values >= self.low
        if kind is None or self.high < kind.max:
            good &= values <= self.high
        for constant in self.constants:
            if kind is None or kind.min <= constant <= kind.max:
                good &= values != values.dtype.type(constant)
        return good

    def is_blank(self, values: np.ndarray, bands: tuple[int, ...] = ()) -> np.ndarray:
        """Return which pixels (rows, cols) are 0, or less than can be told from it, in all bands that count.

        ``bands``: numbers of those in ``values``.
        """
        count = [k for k, band in enumerate(bands) if band in self.bands]
        values = values[count] if count else values
        nothing = values == 0
        if self.blank < 0:
            nothing |= values <= self.blank
        return nothing.all(axis=0)


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
    """Return those of the USUAL numbers that occur in a sample (n,) far off all others."""
    found = [number for number in USUAL if (values == number).any()]
    rest = values[~np.isin(values, found)] if found else values
    if not found or rest.size < 2:
        return ()
    low, high = (float(limit) for limit in np.percentile(rest, (1, 99)))
    span = max(high - low, 1e-3 * max(abs(low), abs(high)))
    return tuple(sorted({number for number in found if not low - span <= number <= high + span}))
