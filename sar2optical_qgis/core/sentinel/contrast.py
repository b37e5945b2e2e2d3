"""Layers that hold one number alone: nothing is to be learned from them, and it is most often no data."""

from __future__ import annotations

import numpy as np

from ..errors import InputError

ENOUGH = 100  # pixels, of which no scene has one number alone


def require_contrast(role: str, values: np.ndarray) -> None:
    """Raise InputError where all valid numbers of a sample, (bands, n) or (n,), are one."""
    if values.shape[-1] >= ENOUGH and (values == values.flat[0]).all():
        number = f'{values.flat[0]:g}'
        raise InputError(
            f'{role} holds nothing but {number} wherever it was looked at, so it shows nothing. Choose another layer; '
            f'if that is no data, let the file say it (gdal_translate -a_nodata {number}).'
        )
