"""Units of optics: which scale and offset make reflectance of a layer's numbers, decided once for a layer.

In this order: what the user says (S2_OFFSET), what the file declares (GDAL scale and offset), what the product's
baseline says, and only then the numbers, by what real ground looks like (look.py). What stays undecided is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import InputError
from ..raster.fill import Fill, Zero, constants_in, uniform_in
from ..raster.raster import Raster
from .look import SPECTRUM, likelihood_of_reflectance, spectral_look
from .radiometry import S2_OFFSETS, WHITE_REFLECTANCE, ReflectanceScale

OFFSET = -1000.0  # of digital numbers from baseline 04.00 on
DARK = 850.0  # no band of numbers with the offset has a hundredth of its clear pixels below
TOO_DARK = 650.0  # so dark that even a product's name is wrong about the offset
UNNAMED_DARK = 950.0  # the same where it is not known which bands these are
LIKELY, SURE = -2.0, -12.0  # log-likelihoods below which numbers have the offset, and other dates may follow
DIM, LIKELY_IF_DIM = 1050.0, -6.0  # dark ground reflects less than .005; where none does, more has to speak for it
BEYOND_DOUBT = -20.0  # below which nothing is told; real deserts without the offset reach -16
BRIGHT = 1500.0  # nothing is dark: desert, snow
DARK_NUMBERS = 3.0  # log-likelihood by which floats up to 300 look more like other numbers than like per cent
OTHER_SCALE, MAYBE_OTHER = -6.0, 1.0  # log-likelihoods below which another scale is believed, or thought possible
LEAST_WHOLE = 100  # pixels
LEAST_DECLARED = 5e-4  # reflectance of the median of floats that a declared scale still applies to
RARE = 3.0  # log-likelihood by which floats have the offset less often than whole numbers
BRIGHTEST = 1.6  # reflectance of the brightest hundredth of any scene
NO_CLOUD = 60000.0  # numbers that no cloud has in all bands alike
TOO_MANY = 22000.0  # numbers of the brightest hundredth that are not reflectance x 10000
TENTHS_HIGH, TENTHS_DARK = 1600.0, 1000.0  # the brightest hundredth of x 1000 is below, of bands without names too
LANDSAT = (2.75e-5, -0.2)  # scale and offset of Collection 2, Level 2, whose files do not declare them
LANDSAT_TOA = (2e-5, -0.1)  # of Level 1 of Landsat 8 and 9, top of the atmosphere
LANDSAT_DARK, LANDSAT_DIM = 6500.0, 9000.0  # no number of it is smaller; dark ground is below
LIKE_LANDSAT = 3.0  # log-likelihood by which numbers look more like that than like any other unit
TENTHS, TENTHS_LIKELY, SEA = 1e-3, -2.5, 0.6  # reflectance x 1000; log-likelihood; infrared to blue
USUAL_FLOAT, STRETCHED = 1.0, 0.4  # reflectance; reflectance x 2.5, as example scripts of viewers have it
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
    return replace(
        found,
        kind='whole' if raster.is_integer else 'float',
        highest=high,
        has_scale=is_sure and not (found.is_known and raster.is_integer),
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
    clear = _whole(clear if clear.size else sample)
    sample = _whole(sample)
    given = {'none': 0.0, '-1000': OFFSET}.get(s2_offset)
    darkest = min((float(np.percentile(band, 1)) for band in clear), default=0.0) if clear.size else 0.0
    look = spectral_look({band: clear[row].astype(np.float64) for band, row in names.items()})
    declared = _declared(raster, clear)
    landsat = _landsat(raster, darkest, None if has_offset is not None or declared else look)
    if landsat is not None and given is None:
        return Decided(landsat[0], landsat[1:], True, darkest)
    if declared is not None and given is None and (declared.offset or declared.scale != 1e-4 or not raster.is_integer):
        return Decided(declared, ('by scale and offset of the file',), True, darkest)
    if declared is not None and given is not None:
        return Decided(ReflectanceScale(declared.scale, given * 1e-4 / declared.scale), (), True, darkest)
    scale, told = _scale(look, sample, clear, raster, has_offset is not None)
    if scale == WHITE_REFLECTANCE / 255.0:
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
    with_offset, is_sure, doubt = _has_offset(look, scale, darkest, is_old)
    if doubt:
        told += (f'nothing dark tells the offset of {OFFSET:g} for sure; if this is wrong, set S2_OFFSET',)
    made = ReflectanceScale(scale, OFFSET * unit if with_offset else 0.0)
    return Decided(made, told, False, darkest, is_sure, is_old, look=look / unit)


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
            '(gdal_translate -unscale).'
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


def _landsat(raster: Raster, darkest: float, look: np.ndarray | None) -> tuple[ReflectanceScale, str] | None:
    """Return the scale of Landsat Collection 2 and what tells it: names with such numbers, or the look of these.

    ``look``: in the layer's numbers; None where something else tells their unit.
    """
    if not raster.is_integer or darkest < LANDSAT_DARK:
        return None
    names = ' '.join([raster.name, *raster.descriptions])
    (factor, add), told = LANDSAT, 'Landsat Collection 2, by names and numbers'
    if re.search(r'L[CO]0[89]_L1(?:TP|GT|GS)', names):
        (factor, add), told = LANDSAT_TOA, 'Landsat Collection 2, top of the atmosphere, by its name'
    elif not re.search(r'L[CET]0[4-9]_L2S[PR]|\bSR_B\d|landsat', names, re.IGNORECASE):
        others = ((1e-4, 0.0), (1e-4, OFFSET), (1.0 / 65535.0, 0.0))
        if look is None or not np.isfinite(look).any():
            is_like = look is not None and darkest < LANDSAT_DIM
        else:
            likely = likelihood_of_reflectance(look, factor, add / factor)
            is_like = likely > LIKE_LANDSAT + max(likelihood_of_reflectance(look, *other) for other in others)
        if not is_like:
            return None
        told = 'Landsat Collection 2, by its numbers; if not, let the file say its scale (gdal_translate -a_scale)'
    return ReflectanceScale(factor, add / factor), told


def _scale(
    look: np.ndarray, sample: np.ndarray, clear: np.ndarray, raster: Raster, is_product: bool
) -> tuple[float, tuple[str, ...]]:
    """Return by what the numbers are multiplied, and what is to be said; no product has reflectance x 1000."""
    high = float(np.percentile(sample, 99)) if sample.size else 10000.0
    if raster.is_byte:
        return WHITE_REFLECTANCE / 255.0, ()
    if not raster.is_integer and high <= 4.0:
        if high > BRIGHTEST:
            return STRETCHED, ('reflectance x 2.5, by its brightest numbers',)
        return _one_of(USUAL_FLOAT, STRETCHED, look)
    if not raster.is_integer and high <= 300.0:
        picture, few = WHITE_REFLECTANCE / 255.0, clear[:, :2000]
        if sample.max() == 255.0 and (high > 170.0 or (few == np.rint(few)).all()):
            return picture, ('a picture of 0 to 255',)
        if np.isfinite(look).any():
            scales = (0.01, 1e-4) if _is_sea(look) else (0.01, 1e-4, TENTHS)
            likely = {scale: likelihood_of_reflectance(look, scale, 0.0) for scale in scales}
            best = max(likely, key=likely.get)
            if likely[best] > likely[0.01] + DARK_NUMBERS:
                return best, (f'reflectance x {1.0 / best:g} of dark ground, rather than per cent',)
        if high > 170.0 or (few == np.rint(few)).all():
            return picture, ('a picture of 0 to 255',)
        return 0.01, ('per cent',)
    if high > TOO_MANY:
        return 1.0 / 65535.0, ('reflectance x 65535, by its brightest numbers',)
    if high < TENTHS_HIGH and not is_product and (np.isfinite(look).any() or high < TENTHS_DARK):
        return (1e-4, (_maybe(TENTHS),)) if _is_sea(look) else _one_of(1e-4, TENTHS, look, TENTHS_LIKELY, np.inf)
    return _one_of(1e-4, 1.0 / 65535.0, look)


def _is_sea(look: np.ndarray) -> bool:
    """Whether infrared is darker than blue, as it is of nothing but water: digital numbers are small there."""
    blue, infrared = look[1], np.nanmax(look[[7, 9]]) if np.isfinite(look[[7, 9]]).any() else np.nan
    return bool(infrared < SEA * blue)


def _one_of(
    usual: float, other: float, look: np.ndarray, least: float = OTHER_SCALE, most: float = MAYBE_OTHER
) -> tuple[float, tuple[str, ...]]:
    """Return the usual scale, or the other where real ground hardly looks like that, and what is to be said.

    ``least`` and ``most``: log-likelihoods below which the other is believed, and thought possible.
    """
    if not np.isfinite(look).any():
        return usual, () if np.isfinite(most) else (_maybe(other),)
    with_offset = likelihood_of_reflectance(look, usual, OFFSET * 1e-4 / usual) - (RARE if usual != 1e-4 else 0.0)
    more = max(likelihood_of_reflectance(look, usual, 0.0), with_offset) - likelihood_of_reflectance(look, other, 0.0)
    if more < least:
        return other, (f'reflectance x {1.0 / other:g}, as it looks',)
    return usual, (_maybe(other),) if more < most else ()


def _maybe(scale: float) -> str:
    return f'it might be reflectance x {1.0 / scale:g}; if so, let the file say it (gdal_translate -a_scale {scale:g})'


def _has_offset(look: np.ndarray, scale: float, darkest: float, is_old: bool) -> tuple[bool, bool, bool]:
    """Return whether the offset is in the numbers, whether that is sure, and whether it is in doubt."""
    if darkest < DARK:
        return False, True, False
    if not np.isfinite(look).any():
        return darkest >= UNNAMED_DARK and not is_old, False, darkest >= UNNAMED_DARK
    more = likelihood_of_reflectance(look, scale, 0.0) - likelihood_of_reflectance(look, scale, OFFSET * 1e-4 / scale)
    has_colours = bool(np.isfinite(look[:6]).any())  # infrared bands alone are never dark
    is_bright = darkest > BRIGHT and has_colours
    needed = SURE if is_bright or is_old else LIKELY_IF_DIM if darkest > DIM and has_colours else LIKELY
    return more < needed, more < SURE and not is_bright, more > BEYOND_DOUBT


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
    return Fill(constants, zero=Zero.NOTHING, bands=bands, uniform=uniform), told


def limited_fill(fill: Fill, scale: ReflectanceScale) -> Fill:
    """Return the fill with the limits of what can be reflected, in the layer's numbers."""
    low, high = (v / scale.scale - scale.offset for v in (LOWEST_REFLECTANCE, HIGHEST_REFLECTANCE))
    return replace(fill, low=low, high=high)
