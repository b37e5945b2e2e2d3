"""Units of optics: which scale and offset make reflectance of a layer's numbers, decided once for a layer.

In this order: what the user says (S2_OFFSET), what the file declares (GDAL scale and offset), what the product's
baseline says, and only then the numbers, by what real ground looks like (look.py): the scale first
(reflectance_scale.py), then the offset. What stays undecided is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import InputError
from ..raster.fill import Fill, Zero, constants_in, uniform_in
from ..raster.frame_look import frame_of, frame_told
from ..raster.raster import Raster
from .look import SPECTRUM, likelihood_of_reflectance, spectral_look
from .radiometry import S2_OFFSETS, ReflectanceScale
from .reflectance_scale import BRIGHTEST, BYTES, OFFSET, PICTURE, TOO_MANY, landsat_scale, scale_of

DARK = 850.0  # no band of numbers with the offset has a hundredth of its clear pixels below
TOO_DARK = 650.0  # so dark that even a product's name is wrong about the offset
UNNAMED_DARK = 950.0  # the same where it is not known which bands these are
LIKELY, SURE = -3.0, -12.0  # log-likelihoods below which numbers have the offset, and nothing is to be told
LEAST_WHOLE = 100  # pixels
LEAST_DECLARED = 5e-4  # reflectance of the median of floats that a declared scale still applies to
NO_CLOUD = 60000.0  # numbers that no cloud has in all bands alike
MOST_APART = 2000.0  # times that the brightest hundredths of two bands of one unit differ, at most
HIGHEST_REFLECTANCE, LOWEST_REFLECTANCE = 5.0, -0.5  # nothing reflects more, or less


@dataclass(frozen=True)
class Decided:
    """A scale, and what is to be said about it."""

    scale: ReflectanceScale
    sentences: tuple[str, ...] = ()
    is_known: bool = False  # by the user, the file or the product rather than by the numbers
    darkest: float = np.nan  # digital numbers
    is_sure: bool = True  # by the numbers, where nothing else tells
    is_old: bool = False  # of before the offset came
    kind: str = ''  # of numbers, whose scale several layers share
    has_scale: bool = False  # which nothing but the numbers tells, but these for sure
    highest: float = np.nan  # of the brightest hundredth, in the layer's numbers
    look: np.ndarray = field(default_factory=lambda: np.full(2 * len(SPECTRUM), np.nan))  # in digital numbers


def decide(
    clear: np.ndarray,
    names: dict[str, int],
    sample: np.ndarray,
    raster: Raster,
    s2_offset: str = 'auto',
    has_offset: bool | None = None,
    is_old: bool = False,
) -> Decided:
    """Return the scale of a layer.

    ``clear``: numbers (bands, n) of clear pixels; ``names``: band -> its row there; ``sample``: (bands, n) of all
    valid pixels. ``has_offset``: what the product says, None = nothing; ``is_old``: of before the offset came.
    """
    found = _decide(clear, names, sample, raster, s2_offset, has_offset, is_old)
    high = float(np.percentile(sample, 99)) if sample.size else 0.0
    is_sure = high > TOO_MANY if raster.is_integer else BRIGHTEST < high <= 4.0 or high > 170.0
    is_picture = raster.is_integer and not raster.is_byte and found.scale.scale == PICTURE  # by its white
    return replace(
        found,
        kind='whole' if raster.is_integer else 'float',
        highest=high,
        has_scale=is_picture or (is_sure and not (found.is_known and raster.is_integer)),
    )


def _decide(
    clear: np.ndarray,
    names: dict[str, int],
    sample: np.ndarray,
    raster: Raster,
    s2_offset: str,
    has_offset: bool | None,
    is_old: bool,
) -> Decided:
    if s2_offset not in S2_OFFSETS:
        raise InputError(f'S2_OFFSET "{s2_offset}" is unknown. Choose one of {", ".join(S2_OFFSETS)}.')
    _require_one_unit(sample if len(sample) == len(clear) else clear, names, raster)
    clear = _whole(clear if clear.size else sample)
    sample = _whole(sample)
    given = {'none': 0.0, '-1000': OFFSET}.get(s2_offset)
    darkest = min((float(np.percentile(band, 1)) for band in clear), default=0.0) if clear.size else 0.0
    look = spectral_look({band: clear[row].astype(np.float64) for band, row in names.items()})
    declared = _declared(raster, clear)
    landsat = landsat_scale(raster, darkest, None if has_offset is not None or declared else look)
    if landsat is not None and given is None:
        return Decided(landsat[0], landsat[1:], True, darkest)
    if declared is not None and given is None and (declared.offset or declared.scale != 1e-4 or not raster.is_integer):
        return Decided(declared, ('by scale and offset of the file',), True, darkest)
    if declared is not None and given is not None:
        return Decided(ReflectanceScale(declared.scale, given * 1e-4 / declared.scale), (), True, darkest)
    scale, told = scale_of(look, sample, clear, raster, has_offset is not None)
    if scale in (PICTURE, BYTES):
        return Decided(ReflectanceScale(scale, 0.0), told, True, darkest)
    unit = 1e-4 / scale  # numbers of one digital number
    if given is not None:
        return Decided(ReflectanceScale(scale, given * unit), told, True, darkest)
    darkest /= unit
    if has_offset is True and darkest < TOO_DARK:
        told += ('the product says that the offset is in the numbers, but they are too dark for it: S2_OFFSET decides',)
        return Decided(ReflectanceScale(scale, 0.0), told, False, darkest, look=look / unit)
    if has_offset is not None:
        made = ReflectanceScale(scale, OFFSET * unit if has_offset else 0.0)
        return Decided(made, told, True, darkest, look=look / unit)
    with_offset, is_sure = _has_offset(look, scale, darkest, is_old)
    if not is_sure:
        told += (f'nothing dark tells the offset of {OFFSET:g} for sure; if this is wrong, set S2_OFFSET',)
    made = ReflectanceScale(scale, OFFSET * unit if with_offset else 0.0)
    return Decided(made, told, False, darkest, is_sure, is_old, look=look / unit)


def _require_one_unit(values: np.ndarray, names: dict[str, int], raster: Raster) -> None:
    """Raise InputError where floats (bands, n) of some bands are thousands of times those of others."""
    if raster.is_integer or not values.size:
        return
    highs = {name: float(np.percentile(values[row], 99)) for name, row in names.items()}
    highs = {name: high for name, high in highs.items() if high > 0}
    if highs and max(highs.values()) > MOST_APART * min(highs.values()):
        low, high = min(highs, key=highs.get), max(highs, key=highs.get)
        raise InputError(
            f'{raster.role} has {low} up to {highs[low]:.3g} and {high} up to {highs[high]:.5g}: its bands are in '
            'different units. Bring them to one first, such as all to reflectance x 10000.'
        )


def _whole(values: np.ndarray) -> np.ndarray:
    """Return the pixels of a sample (bands, n) of which no band is 0, unless these are few: 0 may stand for no data."""
    whole = values[:, (values != 0).all(axis=0)]
    return whole if whole.shape[1] >= LEAST_WHOLE else values


def _declared(raster: Raster, clear: np.ndarray) -> ReflectanceScale | None:
    """Return the scale of the file's own GDAL scale and offset; None without, or where they make no reflectance."""
    bands = raster.fill.bands or tuple(range(1, raster.count + 1))
    scalings = {raster.scaling[number - 1] for number in bands}
    if len(scalings) > 1:
        raise InputError(
            f'{raster.role} has another scale or offset in some of its bands. Apply them first '
            '(gdal_translate -unscale -ot Float32).'
        )
    if (1.0, 0.0) in scalings or not clear.size:
        return None
    factor, offset = scalings.pop()
    if factor <= 0:
        return None
    middle, low = (float(v) * factor + offset for v in np.percentile(clear, (50, 2)))
    if middle < LEAST_DECLARED and not raster.is_integer:  # applied already, but still declared
        return None
    return ReflectanceScale(factor, offset / factor) if 0.0 < middle < 1.6 and low > -0.06 else None


def _has_offset(look: np.ndarray, scale: float, darkest: float, is_old: bool) -> tuple[bool, bool]:
    """Return whether the offset is in the numbers, and whether that is sure."""
    is_named = bool(np.isfinite(look).any())
    if darkest < (DARK if is_named else UNNAMED_DARK):
        return False, True
    if not is_named:
        return not is_old, False
    more = likelihood_of_reflectance(look, scale, 0.0) - likelihood_of_reflectance(look, scale, OFFSET * 1e-4 / scale)
    return more < (SURE if is_old else LIKELY), more < SURE


def reflectance_fill(
    raster: Raster, bands: tuple[int, ...], values: np.ndarray, valid: np.ndarray
) -> tuple[Fill, tuple[str, ...]]:
    """Return what of an optical layer is no data beside what it declares, from a sample (bands, n), and what to say."""
    seen = values[valid]
    found = constants_in(seen) if seen.size and not raster.is_byte else ()
    constants = tuple(c for c in found if c < 0 or c > 30000 or (not raster.is_integer and c > 4.0))
    rest = np.isin(values, np.array(constants, values.dtype)) if constants else np.zeros(values.shape, bool)
    seen = values[:, valid.all(axis=0) & ~rest.any(axis=0)]
    top = NO_CLOUD if raster.is_integer else np.inf
    uniform = uniform_in(seen, top) if not raster.is_byte else ()
    numbers = ', '.join(f'{c:g}' for c in (*constants, *uniform))
    told = (f'{raster.role}: {numbers} is taken as no data, which the file does not say.',) if numbers else ()
    frame, maybe = frame_of(raster, bands, (255.0,)) if raster.is_byte and len(values) > 1 else ((), ())
    told += frame_told(raster.role, frame, maybe)
    return Fill(constants, zero=Zero.NOTHING, bands=bands, uniform=uniform, frame=frame), told


def limited_fill(fill: Fill, scale: ReflectanceScale) -> Fill:
    """Return the fill with the limits of what can be reflected, in the layer's numbers."""
    low, high = (v / scale.scale - scale.offset for v in (LOWEST_REFLECTANCE, HIGHEST_REFLECTANCE))
    return replace(fill, low=low, high=high)
