"""Contrast: how much of a real picture's variation a picture has."""

from __future__ import annotations

import numpy as np

FLAT = 0.02  # five grey levels: a truth with less variation, such as open sea, has no contrast to compare with


def contrast(picture: np.ndarray, truth: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return each band's standard deviation over that of the truth's, (bands,); nan where the truth is FLAT."""
    made, real = (np.array([band[valid].std(dtype=np.float64) for band in x]) for x in (picture, truth))
    return np.where(real >= FLAT, made / np.maximum(real, FLAT), np.nan)
