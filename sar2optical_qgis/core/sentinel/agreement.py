"""One scale and one offset for all dates of a series: what the numbers of one leave open, others tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .look import likelihood_of_reflectance
from .radiometry import ReflectanceScale
from .reflectance_scale import OFFSET, OTHER_SCALE, TENTHS, TENTHS_HIGH, other_scale_of
from .reflectance_units import DARK, Decided

BRIGHT = 1500.0  # of several dates, so that none shows anything dark: desert, snow
FAR = 3.0  # times: of 251 real dates none is 2.2 times as dark, or as bright, as its neighbours in all bands
FEWEST_BANDS = 3  # that tell it
CLEARLY_LIKER = 400.0  # digital numbers by which another date's ground looks nearer with an offset, or without


def agreed(each: list[Decided]) -> list[ReflectanceScale]:
    """Return the scales of several dates: a product has one scale, and one offset.

    Dates whose numbers are not bright enough to tell their scale follow one whose numbers are. Those whose offset
    nothing tells for sure follow the dates that are known, else those that are sure, of their time; without any, the
    darkest number of all the dates decides for all, for some date shows something dark.
    """
    each = [_with_scale_of(own, each) for own in each]
    return [own.scale if own.is_known or own.is_sure else _with_offset_of(own, each) for own in each]


def guess_told(own: Decided, others: list[Decided]) -> str:
    """Return the sentence on another scale that the numbers of a date may have, unless other dates speak against it.

    They do where that scale would bring its ground farther from that of dates that do not look so themselves.
    """
    told, scale = other_scale_of(own.sentences)
    sure = [o for o in others if np.isfinite(o.look).any() and other_scale_of(o.sentences) != (told, scale)]
    if not told or not sure or not np.isfinite(own.look).any():
        return told
    mine, *seen = (o.look[1::2] + o.scale.offset * o.scale.scale * 1e4 for o in (own, *sure))
    with np.errstate(all='ignore'):
        apart = float(np.nanmedian(np.log(mine / np.median(seen, axis=0))))
    return told if abs(apart + np.log(scale / own.scale.scale)) < abs(apart) else ''


def _with_scale_of(own: Decided, each: list[Decided]) -> Decided:
    """Return the decision, or that of another date of its kind whose scale is sure and other, unless it looks wrong."""
    if own.has_scale or (own.scale.offset and own.is_known):
        return own
    if own.kind == 'whole' and not own.is_known:
        own = _of_tenths(own, [o for o in each if o.kind == own.kind])
    sure = [o for o in each if o.has_scale and o.kind == own.kind and o.scale.scale != own.scale.scale]
    if not sure:
        return own
    unit, scale = 1e-4 / own.scale.scale, sure[0].scale
    numbers = own.look * unit
    mine = max(likelihood_of_reflectance(numbers, own.scale.scale, o * unit) for o in (0.0, OFFSET))
    if own.kind == 'whole' and mine > likelihood_of_reflectance(numbers, scale.scale, 0.0) - OTHER_SCALE:
        return own
    return replace(own, scale=scale, is_known=True)


def _of_tenths(own: Decided, alike: list[Decided]) -> Decided:
    """Return the decision on reflectance x 1000 or x 10000 that fits all dates: a bright one shows x 10000 for sure."""
    is_brighter = any(o.scale.scale == 1e-4 and o.highest > TENTHS_HIGH for o in alike)
    if is_brighter and _are_tenths_of(own, alike):
        return replace(own, scale=ReflectanceScale(TENTHS, own.scale.offset * own.scale.scale / TENTHS), is_known=True)
    tenths = [o.scale for o in alike if o.scale.scale == TENTHS]
    if own.scale.scale == TENTHS and is_brighter:
        return replace(own, scale=replace(own.scale, scale=1e-4))
    if own.scale.scale == 1e-4 and tenths and not is_brighter:
        return replace(own, scale=tenths[0], is_sure=True)
    return own


def _are_tenths_of(own: Decided, alike: list[Decided]) -> bool:
    """Whether all bands of a date have about a tenth of the numbers that they have on brighter dates of x 10000."""
    seen = [o.look[1::2] + o.scale.offset for o in alike if o.scale.scale == 1e-4 and o.highest > TENTHS_HIGH]
    with np.errstate(all='ignore'):
        ratio = own.look[1::2] * 1e-4 / own.scale.scale / np.median(seen, axis=0)
    ratio = ratio[np.isfinite(ratio)]
    return ratio.size >= FEWEST_BANDS and bool((ratio < 1.0 / FAR).all() and (ratio > 0.1 / FAR).all())


def _with_offset_of(own: Decided, each: list[Decided]) -> ReflectanceScale:
    """Return the scale with the offset that others of the same scale and time have."""
    alike = [other for other in each if other.scale.scale == own.scale.scale and other.is_old == own.is_old]
    heard = [o for o in alike if o.is_known] or [o for o in alike if o.is_sure]
    voices = [o.scale.offset for o in heard]
    if voices:
        usual = max(sorted(set(voices)), key=voices.count)
        return replace(own.scale, offset=_offset_like(own, heard, usual))
    if len(alike) == 1:
        return own.scale
    darkest = min(other.darkest for other in alike)
    return replace(own.scale, offset=OFFSET * 1e-4 / own.scale.scale) if DARK <= darkest <= BRIGHT else own.scale


def _offset_like(own: Decided, others: list[Decided], usual: float) -> float:
    """Return the offset of a date by which its ground looks like that of others; the usual one where neither clearly.

    Offsets are of the numbers that all of them have.
    """
    unit = 1e-4 / own.scale.scale
    seen = [o.look + o.scale.offset / unit for o in others if np.isfinite(o.look).any()]
    if not seen or not np.isfinite(own.look).any():
        return usual
    off = {o: min(float(np.nanmedian(np.abs(own.look + o - other))) for other in seen) for o in (0.0, OFFSET)}
    likest, other = sorted(off, key=off.get)
    return likest * unit if off[other] - off[likest] > CLEARLY_LIKER else usual
