"""Units of radar: dB, power or amplitude, in numbers of any size, decided once for a layer from a sample of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..errors import InputError
from ..raster.fill import Fill, Zero, constants_in
from ..raster.raster import Raster
from .look import Mixture, backscatter_look, known_looks
from .radiometry import FLOOR_DB, to_db

DECIBEL_FACTORS = (1.0, 0.1, 0.01, 0.001)  # numbers are dB, or dB x 10, x 100, x 1000 as integers
LEAST_MEDIANS = (-36.0, -380.0, -3800.0, -np.inf)  # with these factors, of the darker polarisation
PLAUSIBLE_DB = (-35.0, 5.0)  # of the median of calibrated backscatter
BRIGHTEST_VH_DB = -4.0  # of its median: what scatters so much across hardly fills half a scene
LOWEST_DB, HIGHEST_DB = -80.0, 45.0  # nothing is measured beyond
NOISE_DB = -45.0  # far below the noise of any sensor: an area of less is the logarithm of nothing
ABSOLUTE_DB = (-45.0, 8.0)  # of the median of backscatter: beyond, numbers are not calibrated
GRD_GAIN_DB = 53.6  # of the digital numbers of GRD, whose calibration divides by about 480
STRANGE_GAIN = 8.0  # by which numbers of another gain are less likely, as a log-likelihood
USUALLY_POWER = 0.5  # by which amplitude has to look more like backscatter: few deliver it calibrated
NO_SPECKLE = 0.12  # standard deviation over mean: amplitude and power have more, uncalibrated dB have less
CLEARLY_DB = 1.0  # by which one polarisation is brighter than the other
LEAST = 50  # values that a decision needs
FLOOR_SHARE = 0.02  # of the values that are the lowest one: it was cut off or filled in, and tells no unit
NO_POWER = -1.0  # no noise that was subtracted leaves less
FILLED = 289  # zeros of a sample that may be an area
LIKE = {'VV': 'VV', 'VH': 'VH', 'HH': 'VV', 'HV': 'VH'}  # whose look a polarisation has


@dataclass(frozen=True)
class RadarUnit:
    """How a layer's numbers become dB: number x factor + offset is in the unit ``kind`` (radiometry.SAR_SCALES)."""

    kind: str
    factor: float = 1.0
    offset: float = 0.0

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
    if wanted == 'auto' and declared == (1.0, 0.0) and (picture := _stretch(sample)):
        return picture
    sample = {p: (v, _above_floor(v, good)) for p, (v, good) in sample.items()}
    scaled = {
        p: (v.astype(np.float64) * factor + offset, good) for p, (v, good) in sample.items() if good.sum() >= LEAST
    }
    if not scaled:
        scaled = {p: (v.astype(np.float64) * factor + offset, good) for p, (v, good) in sample.items() if good.any()}
    if wanted in ('linear', 'amplitude', 'uint8'):
        return RadarUnit(wanted, factor, offset)
    medians = [float(np.median(v[good])) for v, good in scaled.values()]
    lowest = min((float(np.percentile(v[good], 2)) for v, good in scaled.values()), default=0.0)
    if wanted == 'db' or (medians and (min(medians) < 0 or lowest < NO_POWER)):
        return RadarUnit('db', factor * _decibel_factor(medians), offset * _decibel_factor(medians))
    if not medians:
        return RadarUnit('db', factor, offset)
    if all(_has_no_speckle(v, good) for v, good in scaled.values()):
        return RadarUnit('db', factor, offset)
    return RadarUnit(_power_or_amplitude(scaled), factor, offset)


def _above_floor(values: np.ndarray, good: np.ndarray) -> np.ndarray:
    """Return which values are not the lowest one, where that comes again and again."""
    if not good.any():
        return good
    above = good & (values > values[good].min())
    return above if LEAST <= above.sum() < (1.0 - FLOOR_SHARE) * good.sum() else good


def _stretch(sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> RadarUnit | None:
    """Return the unit of a picture that is no longer bytes: whole numbers up to 255, or cut off at 0 and 1."""
    seen = [values[good] for values, good in sample.values() if good.any()]
    if not seen:
        return None
    low, high = (float(end([end(values) for values in seen])) for end in (np.min, np.max))
    ends = sum(int((values == end).sum()) for values in seen for end in (low, high))
    if low >= 0.0 and high == 255.0 and ends >= LEAST and all((values == np.rint(values)).all() for values in seen):
        return RadarUnit('uint8')
    if low < 0.0 or high > 1.0 or (low, high)[int(high == 1.0)] not in (0.0, 1.0) or ends < LEAST:
        return None
    db = {p: (25.0 * v - 25.0, good & (v > 0) & (v < 1)) for p, (v, good) in sample.items()}
    inner = {p: (sample[p][0].astype(np.float64), good) for p, (_, good) in db.items() if good.sum() >= LEAST}
    as_picture = sum(known_looks()[LIKE.get(p, 'VV')].log_density(backscatter_look(*db[p])) for p in inner)
    return RadarUnit('uint8', 255.0) if inner and as_picture > max(_likelihoods(inner)) else None


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


def _power_or_amplitude(scaled: dict[str, tuple[np.ndarray, np.ndarray]]) -> str:
    """Return 'linear' or 'amplitude': as which of them the numbers look more like real backscatter."""
    power, amplitude = _likelihoods(scaled)
    return 'amplitude' if amplitude > power + USUALLY_POWER else 'linear'


def _likelihoods(scaled: dict[str, tuple[np.ndarray, np.ndarray]]) -> tuple[float, float]:
    """Return the log-likelihoods of numbers as power and as amplitude."""
    looks = known_looks()
    power, amplitude = 0.0, 0.0
    for polarisation, (values, good) in scaled.items():
        positive = good & (values > 0)
        if not positive.any():
            continue
        with np.errstate(divide='ignore', invalid='ignore'):
            db = np.maximum(10.0 * np.log10(np.where(positive, values, 1.0)), FLOOR_DB)
        like = looks[LIKE.get(polarisation, 'VV')]
        seen = backscatter_look(db, positive)
        power += _likelihood(like, seen, 1.0)
        amplitude += _likelihood(like, seen, 2.0)
    return power, amplitude


def _likelihood(like: Mixture, seen: np.ndarray, exponent: float) -> float:
    """Return the log-likelihood of a look of decibels that are in truth ``exponent`` times as many.

    Numbers far above backscatter are digital numbers, of about the gain that GRD has; else their median says nothing.
    """
    made = seen + np.array([0.0, *[np.log(exponent)] * 3, 0.0])
    gain = 0.0 if seen[0] < ABSOLUTE_DB[1] else GRD_GAIN_DB
    made[0] = exponent * seen[0] - gain
    if not ABSOLUTE_DB[0] < made[0] < ABSOLUTE_DB[1]:
        made[0] = np.nan
        return like.log_density(made) - STRANGE_GAIN
    return like.log_density(made) + float(np.log(exponent))


@dataclass(frozen=True)
class Understood:
    """What the numbers of a radar layer mean."""

    bands: dict[str, int]  # by polarisation
    unit: RadarUnit
    is_calibrated: bool
    decisions: tuple[str, ...]


def understand(raster: Raster, bands: dict[str, int], wanted: str, has_names: bool = True) -> Understood | None:
    """Decide units and fill of a layer from a sample of all of it; its ``fill`` is set. None where it holds no data.

    ``bands``: number by polarisation; without names in the layer, two of them are told apart by their values.
    InputError where its polarisations are of different units.
    """
    numbers, told = tuple(bands.values()), []
    zero = _zero(raster, numbers, Fill())
    raster.fill = Fill(zero=zero)
    values, valid = raster.sample(numbers)
    if not valid.any():
        return None
    constants = tuple(sorted({c for v, good in zip(values, valid) if good.any() for c in constants_in(v[good])}))
    if constants:
        told.append(
            f'{raster.role}: {", ".join(f"{c:g}" for c in constants)} is taken as no data, which the file does not say.'
        )
        valid &= ~np.isin(values, constants)
    declared = _declared(raster, numbers)
    sample = {p: (v, good) for p, v, good in zip(bands, values, valid)}
    if wanted == 'auto' and raster.is_warped and raster.is_integer and not raster.is_byte and declared == (1.0, 0.0):
        wanted = 'amplitude'  # GRD as it is delivered
    if wanted == 'auto' and declared == (1.0, 0.0):
        _require_one_unit(raster, sample)
    unit = decide(sample, raster.is_byte, wanted, declared)
    medians = {p: float(np.median(unit.to_db(v[good]))) for p, (v, good) in sample.items() if good.any()}
    if len(medians) == 2 and not has_names and medians['VV'] < medians['VH'] - CLEARLY_DB:
        swapped = {'VV': bands['VH'], 'VH': bands['VV']}
        again = understand(raster, swapped, wanted)
        note = (
            f'Two bands without names: band {swapped["VV"]} is taken as VV, being the brighter. '
            'Use BANDS if that is wrong.'
        )
        return Understood(swapped, again.unit, again.is_calibrated, (note, *again.decisions)) if again else None
    calibrated = is_calibrated(medians, unit.kind)
    fill = unit.fill(constants, zero, calibrated)
    if unit.kind == 'uint8':  # in a picture black is a grey level
        zero = Zero.VALUE
    elif zero is Zero.VALUE:
        zero = _zero(raster, numbers, fill)
    raster.fill = replace(fill, zero=zero)
    if zero is Zero.RIM:
        nothing = _nothing(unit, calibrated)
        told.insert(0, f'{raster.role}: {nothing} along the border, or all over an area, is taken as no data.')
    beyond = valid & ~raster.fill.measured(values[:, None])[:, 0]
    if beyond.any():
        told.append(
            f'{raster.role}: numbers such as {values[beyond][0]:g}, which no radar measures, are taken as no data.'
        )
    if {'VV', 'VH'} <= set(medians) and medians['VH'] > medians['VV'] + CLEARLY_DB:
        told.append(f'{raster.role}: VH is brighter than VV, which backscatter hardly ever is. Check BANDS.')
    return Understood(bands, unit, calibrated, tuple(told))


def _zero(raster: Raster, numbers: tuple[int, ...], fill: Fill) -> Zero:
    """Return what 0, and what is as little as ``fill`` says, stands for in a radar layer."""
    if raster.is_byte or raster.nodata[0] == 0:
        return Zero.VALUE
    raster.fill = replace(fill, zero=Zero.VALUE)
    if raster.has_blank_border(numbers):
        return Zero.RIM
    values, valid = raster.sample(numbers)
    return Zero.RIM if ((fill.blanks(values) & valid).sum(axis=1) >= FILLED).any() else Zero.VALUE


def _nothing(unit: RadarUnit, calibrated: bool) -> str:
    """Return what stands for nothing, for the log."""
    return f'0 or less than {NOISE_DB:g} dB' if calibrated and unit.kind != 'uint8' else '0'


def _declared(raster: Raster, numbers: tuple[int, ...]) -> tuple[float, float]:
    """Return scale and offset that the file declares for the bands; InputError where each has another."""
    declared = {raster.scaling[number - 1] for number in numbers}
    if len(declared) > 1:
        raise InputError(
            f'{raster.role} has another scale or offset in each band. Apply them first (gdal_translate -unscale).'
        )
    return declared.pop()


def _require_one_unit(raster: Raster, sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Raise InputError where one polarisation is in dB and the other, which has nothing below 0, is not."""
    seen = {p: values[good] for p, (values, good) in sample.items() if good.any()}
    negative = [p for p, values in seen.items() if np.median(values) < 0]
    positive = [p for p, values in seen.items() if values.min() >= 0]
    if negative and positive:
        raise InputError(
            f'{raster.role} has {negative[0]} in dB and {positive[0]} in another unit. '
            'Bring both to one unit, or give one of them with BANDS.'
        )
