"""How a radar layer is read: which of its bands is which polarisation, in what unit, and what of it is no data."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..errors import InputError
from ..raster.fill import AREA, Fill, Zero, constants_in, repeated_in
from ..raster.frame_look import frame_of, frame_told
from ..raster.raster import Raster
from .contrast import require_contrast
from .look import backscatter_look, known_looks
from .palsar import FACTOR, is_palsar
from .radar_likelihoods import EXPONENTS, likelihoods, times_of
from .radar_units import LEAST, NOISE_DB, RadarUnit, decide, is_calibrated
from .radiometry import DB_PER_GREY

CLEARLY_DB = 1.0  # by which one polarisation is brighter than the other
BARE_DB = 50.0  # levels that bytes of dB without their minus have at most, one for each dB
LEAST_APART = 4.0  # dB that VH lies below VV; of 457 real chips one alone has less, all of it noise
MOST_APART = 1000.0  # times that numbers of one unit differ in their medians, at most
CLEARLY_OTHER = 2.0  # log-likelihood by which one polarisation is power and the other amplitude
CLEARLY_APPLIED = 8.0  # log-density by which floats look more like backscatter without the scale that is declared
LIKE_VH = 0.5  # by which values without a name look more like VH: VV is the usual one
_TURNED = 'If dark stands for bright, as in dB without their minus, turn it first (raster calculator: 0 - number).'
_UNITS = {'db': 'dB', 'linear': 'power', 'amplitude': 'amplitude', 'uint8': 'a stretched picture'}


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
    frame, maybe = frame_of(raster, numbers, (0.0, 255.0)) if raster.is_byte else ((), ())
    told += frame_told(raster.role, frame, maybe)
    raster.fill = Fill(zero=zero, frame=frame)
    values, valid = raster.sample(numbers)
    if not valid.any():
        return None
    require_contrast(raster.role, values[valid])
    seen = [v[good] for v, good in zip(values, valid) if good.any()]
    constants = {c for v in seen for c in constants_in(v)}
    if not raster.is_byte:
        constants |= {c for v in seen for c in repeated_in(v)}
    constants = tuple(sorted(constants))
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
        of_palsar, note = is_palsar(raster, numbers, values, valid)
        if of_palsar:
            wanted, declared = 'amplitude', (FACTOR, 0.0)
            told.append(note)
    unit = decide(sample, raster.is_byte, wanted, declared)
    if declared != (1.0, 0.0) and not raster.is_integer:
        plain = decide(sample, raster.is_byte, wanted)
        if _density(plain, sample) > _density(unit, sample) + CLEARLY_APPLIED:
            unit, declared = plain, (1.0, 0.0)
            told.append(f'{raster.role}: the scale that the file declares is in its numbers already, as they look.')
    medians = {p: float(np.median(unit.to_db(v[good]))) for p, (v, good) in sample.items() if good.any()}
    if len(medians) == 2 and not has_names and medians['VV'] < medians['VH'] - CLEARLY_DB:
        swapped = {'VV': bands['VH'], 'VH': bands['VV']}
        again = understand(raster, swapped, wanted)
        note = (
            f'Two bands without names: band {swapped["VV"]} is taken as VV, being the brighter. '
            'Use BANDS if that is wrong.'
        )
        note += f' {_TURNED}' if unit.kind == 'uint8' else ''
        return Understood(swapped, again.unit, again.is_calibrated, (note, *again.decisions)) if again else None
    if wanted == 'auto' and declared == (1.0, 0.0):
        _require_one_unit(raster, sample)
    calibrated = is_calibrated(medians, unit.kind)
    if tuple(bands) == ('VV',) and not has_names and calibrated and _looks_like_vh(unit, *sample['VV']):
        bands, sample, medians = {'VH': bands['VV']}, {'VH': sample['VV']}, {'VH': medians['VV']}
        told.insert(0, 'The only band is taken as VH, as its values look. Use BANDS if that is wrong.')
    fill = unit.fill(constants, zero, calibrated)
    if unit.kind == 'uint8':  # in a picture black is a grey level
        zero = Zero.VALUE
    elif zero is Zero.VALUE:
        zero = _zero(raster, numbers, fill)
    raster.fill = replace(fill, zero=zero, frame=frame)
    told += _doubts(raster.role, unit, declared[0]) if wanted == 'auto' else []
    if zero is Zero.RIM:
        nothing = _nothing(unit, calibrated)
        told.insert(0, f'{raster.role}: {nothing} along the border, or all over an area, is taken as no data.')
    beyond = valid & ~raster.fill.measured(values[:, None])[:, 0]
    if beyond.any():
        told.append(
            f'{raster.role}: numbers such as {values[beyond][0]:g}, which no radar measures, are taken as no data.'
        )
    if len(medians) == 2 and medians['VH'] > medians['VV'] + min(CLEARLY_DB, _levels_apart(unit, sample)):
        told.append(f'{raster.role}: VH is brighter than VV, which backscatter hardly ever is. Check BANDS. {_TURNED}')
    return Understood(bands, unit, calibrated, tuple(told))


def _levels_apart(unit: RadarUnit, sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> float:
    """Return what LEAST_APART is of a picture whose levels may be dB without their minus, infinite of all others."""
    highest = max((float(np.percentile(values[good], 98)) for values, good in sample.values() if good.any()), default=0)
    is_bare = unit.kind == 'uint8' and unit.factor == 1.0 and highest <= BARE_DB
    return LEAST_APART * DB_PER_GREY if is_bare else np.inf


def _doubts(role: str, unit: RadarUnit, factor: float) -> list[str]:
    """Return what is to be said of a unit that the numbers tell; ``factor``: the file's own."""
    told = []
    if unit.kind in EXPONENTS and unit.factor != factor:
        told.append(
            f'{role}: the numbers are taken for {_UNITS[unit.kind]} x {factor / unit.factor:g}, by their medians. '
            'If that is wrong, let the file say their scale (gdal_translate -a_scale).'
        )
    if unit.kind == 'db' and unit.offset and unit.factor != factor:
        low, high = unit.offset, unit.offset + unit.factor
        told.append(
            f'{role}: taken for dB of {low:g} to {high:g} stretched to 0 to 1, as it looks. '
            'If it is another stretch, let the file say it (gdal_translate -a_scale -a_offset).'
        )
    if unit.others:
        names = ' or '.join(_UNITS[other] for other in unit.others)
        told.append(
            f'{role}: taken for {_UNITS[unit.kind]}; it might be {names}. '
            f'If so, say so with SAR_SCALE {" or ".join(unit.others)}.'
        )
    return told


def _zero(raster: Raster, numbers: tuple[int, ...], fill: Fill) -> Zero:
    """Return what 0, and what is as little as ``fill`` says, stands for in a radar layer."""
    if raster.is_byte or all(raster.own_nodata[number - 1] == 0 for number in numbers):  # of a VRT one may have none
        return Zero.VALUE
    raster.fill = replace(fill, zero=Zero.VALUE)
    if raster.has_blank_border(numbers):
        return Zero.RIM
    values, valid = raster.sample(numbers)
    return Zero.RIM if ((fill.blanks(values) & valid).sum(axis=1) >= AREA).any() else Zero.VALUE


def _nothing(unit: RadarUnit, calibrated: bool) -> str:
    """Return what stands for nothing, for the log."""
    return f'0 or less than {NOISE_DB:g} dB' if calibrated and unit.kind != 'uint8' else '0'


def _declared(raster: Raster, numbers: tuple[int, ...]) -> tuple[float, float]:
    """Return scale and offset that the file declares for the bands; InputError where each has another."""
    declared = {raster.scaling[number - 1] for number in numbers}
    if len(declared) > 1:
        raise InputError(
            f'{raster.role} has another scale or offset in each band. Apply them first '
            '(gdal_translate -unscale -ot Float32).'
        )
    return declared.pop()


def _density(unit: RadarUnit, sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the log-density of a sample, taken for a unit, as backscatter."""
    looks = known_looks()
    seen = {p: (unit.to_db(values), good) for p, (values, good) in sample.items() if good.any()}
    return sum(looks[p].log_density(backscatter_look(db, good)) for p, (db, good) in seen.items())


def _looks_like_vh(unit: RadarUnit, values: np.ndarray, good: np.ndarray) -> bool:
    """Whether numbers look more like backscatter of VH than of VV."""
    seen = backscatter_look(unit.to_db(values), good)
    return known_looks()['VH'].log_density(seen) > known_looks()['VV'].log_density(seen) + LIKE_VH


def _require_one_unit(raster: Raster, sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Raise InputError where the polarisations, each taken by itself, are of different units."""
    units = {p: decide({p: each}, raster.is_byte) for p, each in sample.items() if each[1].sum() >= LEAST}
    if len({(unit.kind, unit.factor) for unit in units.values()}) < 2:
        return
    kinds = {unit.kind for unit in units.values()}
    medians = [abs(float(np.median(sample[p][0][sample[p][1]]))) for p in units]
    if kinds in ({'linear'}, {'amplitude'}) and max(medians) < MOST_APART * min(medians):
        return  # both are large: one alone does not tell how large for sure
    if kinds == {'linear', 'amplitude'}:
        times = times_of(sample)
        likely = [likelihoods({p: sample[p]}, times) for p in units]
        best = [{kind: max(gains.values()) for kind, gains in each.items()} for each in likely]
        if min(abs(each['linear'] - each['amplitude']) for each in best) < CLEARLY_OTHER:
            return
    if 'uint8' in kinds or any(unit.offset for unit in units.values()):
        return  # stretched to 0 to 1, however much
    raise InputError(
        f'{raster.role} has {" and ".join(f"{p} in {_UNITS[u.kind]}{_times(u)}" for p, u in units.items())}, each in '
        'another unit. Bring both to one unit, give one of them with BANDS, or say with SAR_SCALE what both are.'
    )


def _times(unit: RadarUnit) -> str:
    return '' if unit.factor == 1.0 else f' x {1.0 / unit.factor:g}'
