"""Dates of a series whose bands look like those of the others in another order, whatever their names say."""

from __future__ import annotations

import numpy as np

from .brightness import middles

APART, NEARER = 0.3, 0.5  # mean difference of the logarithms of bands; share of it that another order leaves


def told_of_order(values: np.ndarray, clear: np.ndarray, roles: list[str]) -> list[str]:
    """Return what to say of reflectance (dates, bands, n), clear (dates, n), one sentence for each such date.

    Tried are the reverse order, and red for blue. Of 531 real dates none looks so by itself; reversed, 88 % of stacks
    of blue, green, red and near infrared do.
    """
    usual = np.arange(values.shape[1])
    orders = [usual[::-1]]
    if len(usual) >= 3:
        orders.append(np.array([2, 1, 0, *usual[3:]]))
    middle, told = middles(values, clear), []
    for k in middle if len(middle) > 2 else ():
        others = np.median([middle[o] for o in middle if o != k], axis=0)
        apart, *as_other = (np.abs(np.log(middle[k][order] / others)).mean() for order in (usual, *orders))
        if apart > APART and min(as_other) < NEARER * apart:
            told.append(
                f'{roles[k]} looks as if its bands were in another order than those of the other layers. If so, '
                'describe the bands of all layers by their right names (B02, B03, ...).'
            )
    return told
