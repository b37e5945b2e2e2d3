"""Radar as a picture that is no longer bytes: whole numbers up to 255, or dB that were stretched to about 0 to 1."""

from __future__ import annotations

import numpy as np

from .look import backscatter_look, known_looks
from .radar_likelihoods import FULL, LIKE, are_unsigned, likelihoods

STRETCHES = (  # of dB to 0 to 1: dB at 0, and up to 1
    (-25.0, 25.0), (-30.0, 30.0), (-25.0, 30.0), (-20.0, 20.0), (-30.0, 35.0), (-35.0, 40.0), (-50.0, 51.0),
)  # fmt: skip
STRETCHED_TO = (-1.0, 1.5)  # where nothing is cut off
SURE_PICTURE, MAYBE_PICTURE = 3.0, -3.5  # log-likelihoods by which numbers look more like that than like backscatter
FEWEST = 50  # values at an end that were cut off there; values that a likelihood needs


def stretch_of(sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> tuple[tuple[str, float, float] | None, bool]:
    """Return kind, factor and offset (as of RadarUnit) of a sample of such a picture, None where it is none.

    And whether that is in doubt. Where 50 values or more are 0 or 1 (0 or FULL in integers) they were cut off there,
    and tell nothing themselves: such a picture is read as its bytes are. Else the likeliest stretch is taken out.
    ``sample``: as of radar_units.decide.
    """
    seen = [values[good] for values, good in sample.values() if good.any()]
    if not seen:
        return None, False
    low, high = (float(end([end(values) for values in seen])) for end in (np.min, np.max))
    ends = sum(int((values == end).sum()) for values in seen for end in (low, high))
    if low >= 0.0 and high == 255.0 and ends >= FEWEST and all((values == np.rint(values)).all() for values in seen):
        return ('uint8', 1.0, 0.0), False
    full = FULL if high == FULL and are_unsigned(sample) else 1.0
    low, high = low / full, high / full
    is_cut = low >= 0.0 and high <= 1.0 and (low, high)[int(high == 1.0)] in (0.0, 1.0) and ends >= FEWEST
    if not is_cut and full == 1.0:
        low, high = (float(end) for end in np.percentile(np.concatenate(seen), (0.5, 99.5)))
        if low < STRETCHED_TO[0] or high > STRETCHED_TO[1]:
            return None, False
    inner = {p: (v / full, good & (v > 0) & (v < full) if is_cut else good) for p, (v, good) in sample.items()}
    inner = {p: (v, good) for p, (v, good) in inner.items() if good.sum() >= FEWEST}
    if not inner or (full != 1.0 and not is_cut):
        return None, False
    as_measured = max(max(gains.values()) for gains in likelihoods(inner).values())
    if full != 1.0:  # the numbers of GRD end there as well
        as_they_are = likelihoods({p: (v * full, good) for p, (v, good) in inner.items()})
        as_measured = max(as_measured, *(max(gains.values()) for gains in as_they_are.values()))
    likely, (low, span) = _likeliest_stretch(inner)
    if likely - as_measured > (0.0 if is_cut else SURE_PICTURE):
        return ('uint8', 255.0 / full, 0.0) if is_cut else ('db', span, low), False
    return None, likely - as_measured > MAYBE_PICTURE


def _likeliest_stretch(sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> tuple[float, tuple[float, float]]:
    """Return the log-likelihood of numbers as dB stretched by the likeliest of STRETCHES, and which of them it is."""
    usual, found = STRETCHES[0][1], np.zeros(len(STRETCHES))
    for polarisation, (values, good) in sample.items():
        like, seen = known_looks()[LIKE.get(polarisation, 'VV')], backscatter_look(usual * values, good)
        for k, (low, span) in enumerate(STRETCHES):
            wider = np.array([0.0, *[np.log(span / usual)] * 3, 0.0])
            wider[0] = (span / usual - 1.0) * seen[0] + low
            found[k] += like.log_density(seen + wider)
    return float(found.max()), STRETCHES[int(found.argmax())]
