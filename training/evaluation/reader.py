"""The reader: names cover from a picture by colour and texture, as trained on true pictures of other places.

The FCN score of Isola et al. 2017, made small. It does not know how a picture was made.
"""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean

RADII = (1, 3, 8)  # pixels of the windows of colour and texture


def features_of_picture(picture: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return features (rows * cols, n) of a picture (3, rows, cols) 0..1: means of colour, roughness of light."""
    red, green, blue = picture = np.where(valid, picture, 0).astype(np.float32)
    light = picture.mean(axis=0)
    planes = [red, green, blue, green - red, blue - red]
    for radius in RADII:
        means = [box_mean(band, valid, radius) for band in picture]
        middle = box_mean(light, valid, radius)
        spread = np.sqrt(np.maximum(box_mean(light * light, valid, radius) - middle * middle, 0))
        planes += [*means, means[1] - means[0], means[2] - means[0], spread]
    return np.stack([plane.ravel() for plane in planes], axis=1)
