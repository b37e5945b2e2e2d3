"""What the series network gets: one entry a date, the first two of them the estimate to improve and the target date.

An entry has the planes CHANNELS, float32 (rows, cols), made alike in training and in the plugin:

============  ========================================================================================
says_<band>   reflectance of the target date after this entry: the estimate itself; the target as seen;
              another date brought to the look of the target by a regression on pixels clear in both
seen_<band>   as observed, 0 where hidden (the target's own under cloud too); of the estimate: its sigma
clear         1 where the entry sees the ground; the estimate everywhere
days          distance from the target date in hundreds of days
vv, vh        (dB + 15) / 10 of the radar nearest to that date, 0 without
has_sar       1 where there is radar
present       1 where the entry has data at all; 0 for a target date that is absent
============  ========================================================================================

Bands that the layers lack are 0.
"""

from __future__ import annotations

import numpy as np

from ..errors import ModelError
from ..fit.other_dates import PairFit
from ..names import S2_BANDS

TASK = 'series'
CHANNELS = (
    *(f'{kind}_{band}' for kind in ('says', 'seen') for band in S2_BANDS),
    'clear', 'days', 'vv', 'vh', 'has_sar', 'present',
)  # fmt: skip
DAYS, FARTHEST = 100.0, 5.0  # days of one unit of the plane, and its limit
MOST_OTHERS = 7  # dates beside the target: more say nothing new and cost time


def require_channels(channels: tuple[str, ...]) -> None:
    """Raise ModelError where a series network was made for other planes."""
    if channels != CHANNELS:
        raise ModelError(
            'The series network asks for other input planes than this version of the plugin makes. '
            'Update the plugin, or use the shipped model.'
        )


def radar_planes(db: dict[str, np.ndarray], valid: dict[str, np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    """Return vv, vh, has_sar (3, rows, cols) of calibrated dB keyed VV and / or VH."""
    planes = np.zeros((3, *shape), np.float32)
    for k, name in enumerate(('VV', 'VH')):
        if name in db:
            planes[k] = np.where(valid[name], np.clip((db[name] + 15.0) / 10.0, -3.0, 3.0), 0.0)
            planes[2] = np.maximum(planes[2], valid[name])
    return planes


def says(values: np.ndarray, fit: PairFit | None) -> np.ndarray:
    """Return what a date's reflectance (bands, rows, cols) says of the target: itself where nothing relates the two."""
    if fit is None:
        return values
    return fit(values.reshape(len(values), -1).T).T.reshape(values.shape).astype(np.float32)


def entry(
    bands: tuple[str, ...],
    says: np.ndarray,
    seen: np.ndarray,
    clear: np.ndarray,
    days: int,
    radar: np.ndarray | None,
    present: np.ndarray,
) -> np.ndarray:
    """Return the planes (len(CHANNELS), rows, cols) of one entry; ``says`` and ``seen`` (bands, rows, cols)."""
    planes = np.zeros((len(CHANNELS), *clear.shape), np.float32)
    count = len(S2_BANDS)
    for k, band in enumerate(bands):
        if band in S2_BANDS:
            number = S2_BANDS.index(band)
            planes[number] = np.clip(says[k], 0.0, 1.5)
            planes[count + number] = np.clip(seen[k], 0.0, 1.5)
    planes[2 * count] = clear
    planes[2 * count + 1] = np.clip(days / DAYS, -FARTHEST, FARTHEST)
    if radar is not None:
        planes[2 * count + 2 : 2 * count + 5] = radar
    planes[2 * count + 5] = present
    return planes


def entries(
    bands: tuple[str, ...],
    estimate: tuple[np.ndarray, np.ndarray],
    target: tuple[np.ndarray, np.ndarray, np.ndarray] | None,
    others: list[tuple[np.ndarray, np.ndarray, np.ndarray, int]],
    radars: list[np.ndarray | None],
) -> np.ndarray:
    """Return the network's input (2 + others, len(CHANNELS), rows, cols).

    ``estimate``: reflectance and sigma. ``target``: reflectance, clear and valid, None where there is none.
    ``others``: reflectance, what it says of the target, clear, days. ``radars``: of the target, then of the others.
    """
    base, sigma = estimate
    everywhere, nowhere = np.ones(base.shape[1:], bool), np.zeros(base.shape[1:], bool)
    nothing = np.zeros_like(base)
    reflectance, clear, valid = (nothing, nowhere, nowhere) if target is None else target
    stacked = [
        entry(bands, base, sigma, everywhere, 0, None, everywhere),
        entry(bands, reflectance, reflectance * valid, clear, 0, radars[0], valid),
    ]
    for (values, says, shows, days), radar in zip(others, radars[1:]):
        stacked.append(entry(bands, says * shows, values * shows, shows, days, radar, shows))
    if not others:  # a network of gates needs something to weigh
        stacked.append(entry(bands, nothing, nothing, nowhere, 0, None, nowhere))
    return np.stack(stacked)
