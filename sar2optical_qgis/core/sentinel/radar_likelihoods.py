"""How much numbers of radar look like real backscatter, taken as power or as amplitude, of any usual gain."""

from __future__ import annotations

import numpy as np

from .look import Mixture, backscatter_look, known_looks
from .radiometry import FLOOR_DB

ABSOLUTE_DB = (-45.0, 8.0)  # of the median of backscatter: beyond, numbers are not calibrated
GRD_GAIN_DB = 53.6  # of the digital numbers of GRD, whose calibration divides by about 480
EXPONENTS = {'linear': 1.0, 'amplitude': 2.0}
TIMES = {1e-4: 0.0, 1e-3: 3.0}  # factors of numbers x 10000 and x 1000; log-likelihood by which they are rarer
FULL = 65535.0  # what stands for 1 in integers of 16 bits, as Sentinel Hub writes numbers of 0 to 1
RARE_FULL = 3.0  # log-likelihood by which they are rarer than others
STRANGE_GAIN = 8.0  # by which numbers of another gain are less likely, as a log-likelihood
LIKE = {'VV': 'VV', 'VH': 'VH', 'HH': 'VV', 'HV': 'VH'}  # whose look a polarisation has


def times_of(sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> dict[float, float]:
    """Return the factors that numbers of such a type may have, and by what log-likelihood each is rarer, as TIMES."""
    return {**TIMES, 1.0 / FULL: RARE_FULL} if are_unsigned(sample) else TIMES


def are_unsigned(sample: dict[str, tuple[np.ndarray, np.ndarray]]) -> bool:
    """Whether all numbers are integers of 16 bits without a sign."""
    return all(values.dtype == np.uint16 for values, _ in sample.values())


def gain_of(kind: str, factor: float) -> float:
    """Return the gain in dB of numbers that a factor makes backscatter of."""
    return -10.0 * EXPONENTS[kind] * float(np.log10(factor))


def likelihoods(
    scaled: dict[str, tuple[np.ndarray, np.ndarray]], times_known: dict[float, float] = TIMES
) -> dict[str, dict[float, float]]:
    """Return the log-likelihoods of numbers as power and as amplitude, each by gain in dB; NaN = of any other gain.

    All polarisations have one gain. Numbers no larger than backscatter have none; larger ones are digital numbers, of
    about the gain that GRD has, or they are x 10000 or x 1000; else their medians say nothing.
    """
    looks, found = known_looks(), {}
    for kind in EXPONENTS:
        found[kind] = {0.0: 0.0, GRD_GAIN_DB: 0.0, np.nan: 0.0}
        found[kind].update({gain_of(kind, factor): -rarer for factor, rarer in times_known.items()})
    for polarisation, (values, good) in scaled.items():
        positive = good & (values > 0)
        if not positive.any():
            continue
        with np.errstate(divide='ignore', invalid='ignore'):
            db = np.maximum(10.0 * np.log10(np.where(positive, values, 1.0)), FLOOR_DB)
        like = looks[LIKE.get(polarisation, 'VV')]
        seen = backscatter_look(db, positive)
        for kind, gains in found.items():
            for gain in gains:
                if (gain == 0.0) == (seen[0] < ABSOLUTE_DB[1]) or np.isnan(gain):
                    gains[gain] += _likelihood(like, seen, EXPONENTS[kind], gain)
                else:
                    gains[gain] = -np.inf
    for gains in found.values():
        gains[np.nan] = -np.inf if gains[0.0] > -np.inf else gains[np.nan]
    return found


def _likelihood(like: Mixture, seen: np.ndarray, exponent: float, gain: float) -> float:
    """Return the log-likelihood of a look of decibels that are in truth ``exponent`` times as many, less ``gain``."""
    made = seen + np.array([0.0, *[np.log(exponent)] * 3, 0.0])
    made[0] = exponent * seen[0] - gain
    if not ABSOLUTE_DB[0] < made[0] < ABSOLUTE_DB[1]:
        made[0] = np.nan
        return like.log_density(made) - STRANGE_GAIN
    return like.log_density(made) + float(np.log(exponent))
