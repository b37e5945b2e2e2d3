"""Scale of optics: by what the numbers of a layer are multiplied to be reflectance, by names and looks."""

from __future__ import annotations

import re

import numpy as np

from ..raster.raster import Raster
from .look import likelihood_of_reflectance
from .radiometry import WHITE_REFLECTANCE, ReflectanceScale

OFFSET = -1000.0  # of digital numbers from baseline 04.00 on
DARK_NUMBERS = 3.0  # log-likelihood by which floats up to 300 look more like other numbers than like per cent
OTHER_SCALE, MAYBE_OTHER = -6.0, 3.0  # log-likelihoods below which another scale is believed, or thought possible
CLOUD_WHITE, CLOUD_GREEN = 1.25, 1.7  # brightest to darkest colour of what may be cloud; near infrared to brightest
MAYBE_CLOUD = -12.0  # OTHER_SCALE of what may be that
RARE = 3.0  # log-likelihood by which floats have the offset less often than whole numbers
BRIGHTEST = 1.6  # reflectance of the brightest hundredth of any scene
TOO_MANY = 22000.0  # numbers of the brightest hundredth that are not reflectance x 10000
TENTHS_HIGH, TENTHS_DARK = 1600.0, 1000.0  # the brightest hundredth of x 1000 is below, of bands without names too
PICTURE, BYTES = WHITE_REFLECTANCE / 255.0, 1.0 / 255.0  # reflectance of one grey level, of bytes of reflectance x 255
LIKE_BYTES, MAYBE_BYTES = 3.0, -7.0  # log-likelihoods by which bytes look more like that, and above which they may be
FEW_WHITE = 50  # numbers of a picture that are cut off at 255, in integers of more bits
DIM = 128.0  # grey level that something in a picture is brighter than, most often
LANDSAT = (2.75e-5, -0.2)  # scale and offset of Collection 2, Level 2, whose files do not declare them
LANDSAT_TOA = (2e-5, -0.1)  # of Level 1 of Landsat 8 and 9, top of the atmosphere
_SENTINEL = re.compile(r'(?<![A-Za-z0-9])B(?:08|8A)(?![A-Za-z0-9])')  # numbers that no infrared of Landsat has
LANDSAT_DARK, LANDSAT_DIM = 6500.0, 9000.0  # no number of it is smaller; dark ground is below
LIKE_LANDSAT = 3.0  # log-likelihood by which numbers look more like that than like any other unit
TENTHS, TENTHS_LIKELY, SEA = 1e-3, -2.5, 0.6  # reflectance x 1000; log-likelihood; infrared to blue
HALVES, LIKE_HALVES, GROUND = 2e-4, -4.0, 400.0  # reflectance x 5000; log-likelihood; infrared of ground, no water
USUAL_FLOAT, STRETCHED = 1.0, 0.4  # reflectance; reflectance x 2.5, as example scripts of viewers have it


def landsat_scale(raster: Raster, darkest: float, look: np.ndarray | None) -> tuple[ReflectanceScale, str] | None:
    """Return the scale of Landsat Collection 2 and what tells it: names with such numbers, or the look of these.

    ``look``: in the layer's numbers; None where something else tells their unit.
    """
    if darkest < LANDSAT_DARK:  # in floats, too, as medians of Earth Engine are
        return None
    names = ' '.join([raster.name, *raster.descriptions])
    (factor, add), told = LANDSAT, 'Landsat Collection 2, by names and numbers'
    if re.search(r'L[CO]0[89]_L1(?:TP|GT|GS)', names):
        (factor, add), told = LANDSAT_TOA, 'Landsat Collection 2, top of the atmosphere, by its name'
    elif not re.search(r'L[CET]0[4-9]_L2S[PR]|(?<![A-Za-z])SR_B\d|landsat', names, re.IGNORECASE):
        if look is not None and _is_overcast_of_sentinel(look, raster.descriptions):
            return None
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


def _is_overcast_of_sentinel(look: np.ndarray, names: tuple[str, ...]) -> bool:
    """Whether large numbers may be clouds of Sentinel-2: Landsat has no red edge. Short-wave infrared tells clouds."""
    medians = look[1::2]
    has_red_edge, has_swir = np.isfinite(medians[3:6]).any(), np.isfinite(medians[8:]).any()
    return bool(has_red_edge or (not has_swir and any(map(_SENTINEL.search, names))))


def scale_of(
    look: np.ndarray, sample: np.ndarray, clear: np.ndarray, raster: Raster, is_product: bool
) -> tuple[float, tuple[str, ...]]:
    """Return by what the numbers are multiplied, and what is to be said; no product has reflectance x 1000."""
    high = float(np.percentile(sample, 99)) if sample.size else 10000.0
    if raster.is_byte:
        return _bytes(look, float(sample.max()) if sample.size else 255.0)
    if not is_product and _are_grey_levels(look, sample):
        return PICTURE, ('a picture of 0 to 255 by its three colours of whole numbers', _maybe(TENTHS))
    if not raster.is_integer and high <= 4.0:
        if high > BRIGHTEST:
            return STRETCHED, ('reflectance x 2.5, by its brightest numbers',)
        return _one_of(USUAL_FLOAT, STRETCHED, look, _least(look))
    if not raster.is_integer and high <= 300.0:
        few = clear[:, :2000]
        if sample.max() == 255.0 and (high > 170.0 or (few == np.rint(few)).all()):
            return PICTURE, ('a picture of 0 to 255',)
        if np.isfinite(look).any():
            scales = (0.01, 1e-4) if _is_sea(look) else (0.01, 1e-4, TENTHS)
            likely = {scale: likelihood_of_reflectance(look, scale, 0.0) for scale in scales}
            best = max(likely, key=likely.get)
            if likely[best] > likely[0.01] + DARK_NUMBERS:
                return best, (f'reflectance x {1.0 / best:g} of dark ground, rather than per cent',)
        if high > 170.0 or (few == np.rint(few)).all():
            return PICTURE, ('a picture of 0 to 255',)
        return 0.01, ('per cent',)
    if raster.is_integer and (sample == 255.0).sum() >= FEW_WHITE and sample.max() == 255.0 and sample.min() >= 0.0:
        return PICTURE, ('a picture of 0 to 255',)
    if high > TOO_MANY:
        times = 65535.0 if high <= 65535.0 else 10.0 ** float(np.ceil(np.log10(high / BRIGHTEST)))
        return 1.0 / times, (f'reflectance x {times:.7g}, by its brightest numbers',)
    if high < TENTHS_HIGH and not is_product and (np.isfinite(look).any() or high < TENTHS_DARK):
        return (1e-4, (_maybe(TENTHS),)) if _is_sea(look) else _one_of(1e-4, TENTHS, look, TENTHS_LIKELY, np.inf)
    scale, told = _one_of(1e-4, 1.0 / 65535.0, look, _least(look))
    return scale, told or (() if is_product or not _may_be_halves(look) else (_maybe(HALVES),))


def _may_be_halves(look: np.ndarray) -> bool:
    """Whether numbers look so dark that they may be reflectance x 5000: less sure than to act on it.

    Of 332 real chips 2 are as dark, of the same x 5000 74 %.
    """
    infrared = look[1::2][6:8]
    if not np.isfinite(infrared).any() or np.nanmax(infrared) < GROUND or _is_sea(look):
        return False
    usual = max(likelihood_of_reflectance(look, 1e-4, offset) for offset in (0.0, OFFSET))
    return usual - likelihood_of_reflectance(look, HALVES, 0.0) < LIKE_HALVES


def _bytes(look: np.ndarray, highest: float) -> tuple[float, tuple[str, ...]]:
    """Return by what bytes are multiplied: a picture, or with infrared bands reflectance x 255 if that looks real."""
    if not np.isfinite(look[6:]).any():
        return PICTURE, (_maybe(BYTES),) if highest < DIM else ()
    more = likelihood_of_reflectance(look, BYTES, 0.0) - likelihood_of_reflectance(look, PICTURE, 0.0)
    if more > (0.0 if highest < 255.0 else LIKE_BYTES):  # pictures have what is brighter than white
        return BYTES, ('reflectance x 255, as it looks',)
    return PICTURE, (_maybe(BYTES),) if more > MAYBE_BYTES else ()


def _are_grey_levels(look: np.ndarray, sample: np.ndarray) -> bool:
    """Whether three bands without infrared hold what bytes hold, some of it in their brighter half."""
    if len(sample) != 3 or np.isfinite(look[6:]).any() or not sample.size:
        return False
    low, high = float(sample.min()), float(sample.max())
    return low >= 0.0 and DIM <= high <= 255.0 and bool((sample == np.rint(sample)).all())


def _is_sea(look: np.ndarray) -> bool:
    """Whether infrared is darker than blue, as it is of nothing but water: digital numbers are small there."""
    medians = look[1::2]
    blue, infrared = medians[0], medians[6:]  # from B08 on
    return bool(np.isfinite(infrared).any() and np.nanmax(infrared) < SEA * blue)


def _least(look: np.ndarray) -> float:
    """Return the log-likelihood below which numbers are smaller than they seem: clouds are bright as well.

    They have no colours and are not green; ground shows through them, so that no density knows them.
    """
    medians = look[1::2]
    colours, infrared = medians[:3][np.isfinite(medians[:3])], medians[6:8][np.isfinite(medians[6:8])]
    if colours.size < 2:
        return MAYBE_CLOUD
    if colours.max() > CLOUD_WHITE * colours.min():
        return OTHER_SCALE
    return MAYBE_CLOUD if infrared.size and infrared.max() > CLOUD_GREEN * colours.max() else -np.inf


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


def other_scale_of(sentences: tuple[str, ...]) -> tuple[str, float]:
    """Return the sentence of _maybe() among some, and the scale that it names; ('', 1) without one."""
    found = ((told, re.search(r'a_scale ([\d.e-]+)\)', told)) for told in sentences)
    return next(
        ((told, float(match.group(1))) for told, match in found if match and told.startswith('it might')), ('', 1.0)
    )
