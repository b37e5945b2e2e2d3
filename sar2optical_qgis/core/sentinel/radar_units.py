"""Units of radar: dB, power or amplitude, in numbers of any size, decided once for a layer from a sample of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ..raster.fill import Fill, Zero
from .radar_likelihoods import GRD_GAIN_DB, gain_of, likelihoods, times_of
from .radar_stretch import STRETCHED_TO, stretch_of
from .radiometry import to_db

DECIBEL_FACTORS = (1.0, 0.1, 0.01, 0.001)  # numbers are dB, or dB x 10, x 100, x 1000 as integers
LEAST_MEDIANS = (-36.0, -380.0, -3800.0, -np.inf)  # with these factors, of the darker polarisation
PLAUSIBLE_DB = (-35.0, 5.0)  # of the median of calibrated backscatter
BRIGHTEST_VH_DB = -4.0  # of its median: what scatters so much across hardly fills half a scene
LOWEST_DB, HIGHEST_DB = -80.0, 45.0  # nothing is measured beyond
NOISE_DB = -45.0  # far below the noise of any sensor: an area of less is the logarithm of nothing
SURE_GAIN, DOUBT = 2.0, 2.0  # log-likelihoods by which a gain is believed, and up to which the other unit is named
USUALLY_POWER = 0.5  # by which amplitude has to look more like backscatter: few deliver it calibrated
NO_SPECKLE = 0.12  # standard deviation over mean: amplitude and power have more, uncalibrated dB have less
LEAST = 50  # values that a decision needs
FLOOR_SHARE = 0.02  # of the values that are the lowest one: it was cut off or filled in, and tells no unit
NO_POWER = -1.0  # no noise that was subtracted leaves less


@dataclass(frozen=True)
class RadarUnit:
    """How a layer's numbers become dB: number x factor + offset is in the unit ``kind`` (radiometry.SAR_SCALES)."""

    kind: str
    factor: float = 1.0
    offset: float = 0.0
    others: tuple[str, ...] = field(default=(), compare=False)  # kinds that it might be as well

    def to_db(self, values: np.ndarray) -> np.ndarray:
        """Return backscatter in dB, float32, as radiometry.to_db."""
        values = np.asarray(values, np.float32)
        if self.factor != 1.0 or self.offset != 0.0:
            values = values * np.float32(self.factor) + np.float32(self.offset)
        return to_db(values, self.kind)

    def number(self, value: float) -> float:
        """Return the layer's number for a value in the unit."""
        return (value - self.offset) / self.factor

    def fill(self, constants: tuple[float, ...], zero: Zero, is_calibrated: bool) -> Fill:
        """Return what no radar can have measured, in the layer's numbers."""
        if self.kind == 'uint8':
            return Fill(constants, zero=zero)
        if self.kind == 'db':
            most, nothing = (HIGHEST_DB, NOISE_DB) if is_calibrated else (200.0, LOWEST_DB)
            return Fill(constants, self.number(2.5 * LOWEST_DB), self.number(most), zero, blank=self.number(nothing))
        root = 10.0 if self.kind == 'linear' else 20.0
        most = 10.0 ** (HIGHEST_DB / root) if is_calibrated else 1e15
        least = -1.0 if is_calibrated else -1e4  # subtracted noise leaves a little below 0
        nothing = self.number(10.0 ** (NOISE_DB / root)) if is_calibrated else 0.0
        return Fill(constants, self.number(least), self.number(most), zero, blank=nothing)

    def __str__(self) -> str:
        """Return the unit as the log names it."""
        if self.factor == 1.0 and self.offset == 0.0:
            return self.kind
        return f'{self.kind} (number x {self.factor:g}{f" {self.offset:+g}" if self.offset else ""})'


def is_calibrated(medians_db: dict[str, float], kind: str) -> bool:
    """Whether dB are absolute backscatter: medians by polarisation that it has, and not an 8-bit picture."""
    low, high = PLAUSIBLE_DB
    is_usual = low < float(np.mean(list(medians_db.values()))) < high if medians_db else False
    return kind != 'uint8' and is_usual and medians_db.get('VH', low) < BRIGHTEST_VH_DB


def decide(
    sample: dict[str, tuple[np.ndarray, np.ndarray]], is_byte: bool, wanted: str = 'auto', declared: tuple = (1.0, 0.0)
) -> RadarUnit:
    """Return the unit of a sample: numbers (n,) and validity (n,) by polarisation, in the order of the raster's rows.

    ``wanted``: one of SAR_SCALES, which auto leaves to the numbers. ``declared``: factor and offset in the file.
    """
    factor, offset = declared
    if is_byte and declared == (1.0, 0.0) and wanted in ('auto', 'uint8'):
        return RadarUnit('uint8')
    picture, is_doubtful = stretch_of(sample) if wanted == 'auto' and declared == (1.0, 0.0) else (None, False)
    if picture:
        return RadarUnit(*picture)
    sample = {p: (v, above_floor(v, good)) for p, (v, good) in sample.items()}
    scaled = {
        p: (v.astype(np.float64) * factor + offset, good) for p, (v, good) in sample.items() if good.sum() >= LEAST
    }
    if not scaled:
        scaled = {p: (v.astype(np.float64) * factor + offset, good) for p, (v, good) in sample.items() if good.any()}
    if wanted in ('linear', 'amplitude', 'uint8'):
        highest = max((float(np.percentile(v[good], 99)) for v, good in scaled.values()), default=255.0)
        levels = 255.0 if wanted == 'uint8' and highest <= STRETCHED_TO[1] else 1.0  # of 0 to 1
        return RadarUnit(wanted, factor * levels, offset * levels)
    medians = [float(np.median(v[good])) for v, good in scaled.values()]
    lowest = min((float(np.percentile(v[good], 2)) for v, good in scaled.values()), default=0.0)
    if wanted == 'db' or (medians and (min(medians) < 0 or lowest < NO_POWER)):
        return RadarUnit('db', factor * _decibel_factor(medians), offset * _decibel_factor(medians))
    if not medians:
        return RadarUnit('db', factor, offset)
    if all(_has_no_speckle(v, good) for v, good in scaled.values()):
        return RadarUnit('db', factor, offset)
    are_short = all(v.dtype.kind in 'iu' and v.dtype.itemsize == 2 for v, _ in sample.values())
    unit = _power_or_amplitude(scaled, factor, offset, are_short, times_of(sample))
    return replace(unit, others=(*unit.others, 'uint8')) if is_doubtful else unit


def above_floor(values: np.ndarray, good: np.ndarray) -> np.ndarray:
    """Return which values are not the lowest one, where that comes again and again."""
    if not good.any():
        return good
    above = good & (values > values[good].min())
    return above if LEAST <= above.sum() < (1.0 - FLOOR_SHARE) * good.sum() else good


def _decibel_factor(medians: list[float]) -> float:
    """Return what makes dB of numbers that are dB, dB x 10, x 100 or x 1000: whichever median backscatter has."""
    lowest = min(medians, default=0.0)
    return next((f for f, least in zip(DECIBEL_FACTORS, LEAST_MEDIANS) if lowest >= least), DECIBEL_FACTORS[-1])


def _has_no_speckle(values: np.ndarray, good: np.ndarray) -> bool:
    """Whether neighbours differ as little as dB of uncalibrated numbers do (20 log10 of 300 is 49.5)."""
    seen = values[good]
    middle = float(np.median(seen))
    steps = np.abs(np.diff(values))[good[1:] & good[:-1]]
    usual = float(np.median(steps)) / 0.95 if steps.size else float(seen.std())
    low, high = np.percentile(seen, (2, 98))
    return 15.0 < middle < 120.0 and usual < NO_SPECKLE * middle and high - low < 0.7 * middle


def _power_or_amplitude(
    scaled: dict[str, tuple[np.ndarray, np.ndarray]],
    factor: float,
    offset: float,
    are_short: bool,
    times_known: dict[float, float],
) -> RadarUnit:
    """Return the unit, power or amplitude, as which the numbers look more like real backscatter.

    ``factor`` and ``offset``: of the file, applied already; ``are_short``: integers of 16 bits; ``times_known``: as
    TIMES. Numbers x 10000 are told where their medians tell that for sure.
    """
    likely = likelihoods(scaled, times_known)
    if are_short:
        likely['linear'][GRD_GAIN_DB] = -np.inf  # squares of digital numbers need more than 16 bits
    best = {kind: max(gains, key=gains.get) for kind, gains in likely.items()}
    margin = likely['amplitude'][best['amplitude']] - likely['linear'][best['linear']]
    margin -= 0.0 if best['amplitude'] == GRD_GAIN_DB else USUALLY_POWER
    kind, other = ('amplitude', 'linear') if margin > 0 else ('linear', 'amplitude')
    factors = {gain_of(kind, times): times for times in times_known}
    others = max(likelihood for gain, likelihood in likely[kind].items() if gain not in factors)
    times = factors.get(best[kind], 1.0) if likely[kind][best[kind]] > others + SURE_GAIN else 1.0
    return RadarUnit(kind, factor * times, offset * times, (other,) if abs(margin) < DOUBT else ())
