"""Masks: which pixels of a Sentinel-2 image a cloud, a shadow or a defect hides."""

from __future__ import annotations

import re

import numpy as np

from ..errors import InputError
from ..raster.fill import USUAL

AUTO = 'auto'  # found in the pixels, whatever mask is given
GIVEN_TYPES = ('scl', 'binary', 'omnicloudmask', 'fmask', 'probability')
MASK_TYPES = (*GIVEN_TYPES, AUTO)

# What each type hides by default. Snow (SCL 11, Fmask 3) is ground, never cloud.
DEFAULT_HIDE = {
    'scl': '0,1,3,8,9,10',  # no data, saturated, shadow, cloud medium and high, cirrus
    'binary': '>=1',
    'omnicloudmask': '1,2,3',  # thick, thin, shadow
    'fmask': '2,4',  # shadow, cloud
    'probability': '>=40',  # per cent
}
FEW_CLASSES = ('scl', 'omnicloudmask')
CLASS_RANGE = {'scl': (0, 11), 'omnicloudmask': (0, 3), 'fmask': (0, 255), 'probability': (0, 255)}
FILLS = (255.0, 9999.0, 32767.0, 65535.0)  # of no data, in masks of few classes; those below 0 are of any mask
NO_ANSWER = {'probability': 255, 'fmask': 255}  # codes that mean "not known"
DILATE_M = 60.0  # metres: three pixels of a 20 m mask
MISSED_SPREADS, MISSED_LEAST = 3.0, 0.1  # of brightness_limit


def parse_hide(hide: str, mask_type: str) -> tuple[frozenset[int], float | None]:
    """Return the values to hide and the threshold from which everything is hidden, of '3,8,9' or '>=40'."""
    if mask_type not in GIVEN_TYPES:
        raise InputError(f'MASK_TYPE "{mask_type}" is unknown. Choose one of {", ".join(MASK_TYPES)}.')
    text = (hide or DEFAULT_HIDE[mask_type]).replace(' ', '')
    threshold = re.fullmatch(r'>(=?)(\d+(?:\.\d+)?)', text)
    if threshold:
        value = float(threshold.group(2))
        return frozenset(), value if threshold.group(1) else np.nextafter(value, np.inf)
    if not re.fullmatch(r'\d+(,\d+)*', text):
        raise InputError(f'HIDE "{hide}" cannot be read. Give values such as 3,8,9,10, or a threshold such as >=40.')
    return frozenset(int(v) for v in text.split(',')), None


def hidden_by(mask: np.ndarray, valid: np.ndarray, mask_type: str, hide: str = '') -> np.ndarray:
    """Return which pixels (rows, cols) the mask hides; where the mask has no data, the pixel counts as hidden."""
    values, threshold = parse_hide(hide, mask_type)
    if threshold is None and mask.dtype == np.uint8:  # the usual case: a table of 256 answers is quickest
        hidden = np.isin(np.arange(256), list(values))[mask]
    else:
        mask = np.nan_to_num(mask, nan=0.0)
        hidden = np.isin(np.rint(mask), list(values)) if threshold is None else mask >= threshold
    if mask_type in NO_ANSWER:
        hidden &= mask != NO_ANSWER[mask_type]
    return hidden | ~valid


def fills_in(codes: np.ndarray, mask_type: str) -> tuple[float, ...]:
    """Return which of a mask's codes (n,) stand for no data though the file does not say so; codes have to be left."""
    fills = {code for code in USUAL if code < 0} | set(FILLS if mask_type in FEW_CLASSES else ())
    found = np.isin(codes, list(fills))
    rest, most = codes[~found], CLASS_RANGE[mask_type][1] if mask_type in FEW_CLASSES else np.inf
    if not rest.size or rest.min() < 0 or not 1 <= rest.max() <= most or (mask_type in FEW_CLASSES and rest.max() < 2):
        return ()
    return tuple(codes[found].tolist())


def check_values(sample: np.ndarray, mask_type: str, role: str, hide: str = '') -> None:
    """Raise InputError where a sample of the mask holds values that its type does not know."""
    is_share = sample.size > 0 and 0 < sample.max() <= 1 and (sample != np.rint(sample)).any()
    if mask_type == 'probability' and is_share and not hide:
        raise InputError(
            f'{role} holds probabilities from 0 to 1, but MASK_TYPE probability is read as per cent. '
            'Say from where on to hide with HIDE, such as >=0.4.'
        )
    low, high = CLASS_RANGE.get(mask_type, (0, np.inf))
    if sample.size and (sample.min() < low or sample.max() > high):
        raise InputError(
            f'{role} holds values from {sample.min():g} to {sample.max():g}, but MASK_TYPE {mask_type} knows '
            f'{low} to {high:g}. Choose the mask layer, and the MASK_TYPE it is of.'
        )


def brightness_limit(clear: np.ndarray) -> float:
    """Return the brightness from which a pixel that a mask calls clear is probably cloud that it missed.

    ``clear`` (bands, n): reflectance of visible bands of pixels called clear, from all over the image. Far above the
    brightest tenth of them; an image that is bright on the whole, as snow is, has a high limit.
    """
    if clear.shape[1] == 0:
        return np.inf
    middle, bright = np.percentile(clear.mean(axis=0), (50, 90))
    return float(middle + MISSED_SPREADS * (bright - middle) + MISSED_LEAST)
