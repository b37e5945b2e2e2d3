"""What a sample tells of a raster of any bands: amounts, classes or embeddings, and its principal components."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from ..raster.raster import Raster
from .component_holes import Holes

ENOUGH = 0.99  # of the variance: more components hold noise
FEW_CODES, NAMED_CODES = 12, 60  # distinct whole numbers of a map of classes, without and with a palette or names
FEWEST = 30  # pixels that two bands share, to tell how they go together
LEAST_SHARE = 0.002  # of the pixels, that a class has for a plane of its own
EMBEDDING = re.compile(r'A\d\d')  # bands of AlphaEarth: A00 ... A63
EMBEDDING_BANDS, NO_EMBEDDING = 64, -128


@dataclass(frozen=True)
class Look:
    """What a sample tells of a raster: how its numbers are read, and the components of all of its planes."""

    planes: int  # bands that vary, or classes
    what: str  # in words
    shares: np.ndarray  # (components,) of the variance that each holds, the largest first
    vectors: np.ndarray  # (components, bands or classes) float32, by which standardised planes are multiplied
    level: np.ndarray  # (components,) float32 that is taken off
    spreads: np.ndarray  # (components,) float32, their standard deviations
    codes: tuple[int, ...] = ()  # of a map of classes
    is_quantised: bool = False  # 8-bit embeddings: v |v|
    mean: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))  # (bands,)
    holes: Holes | None = None  # where single bands have no data


def numbers_of(values: np.ndarray, is_quantised: bool) -> np.ndarray:
    """Return float32 of a raster's numbers; of 8-bit embeddings times 127.5^2, which standardising takes off again."""
    x = values.astype(np.float32)
    if is_quantised:
        x *= np.abs(x)
    return x


def is_embedding(raster: Raster) -> bool:
    """Whether a raster is of AlphaEarth's 8-bit embeddings, whose numbers are roots."""
    return raster.is_signed_byte and (
        raster.count == EMBEDDING_BANDS or all(EMBEDDING.fullmatch(d) for d in raster.descriptions)
    )


def _codes(raster: Raster, values: np.ndarray) -> tuple[int, ...]:
    """Return the codes of a map of classes, none where the numbers are amounts."""
    if raster.count > 1 or raster.is_signed_byte or not values.size:
        return ()
    found, counts = np.unique(values[0], return_counts=True)
    if not raster.is_integer and (len(found) > NAMED_CODES or (found != np.rint(found)).any()):
        return ()  # what warped a map of classes may have made floats of them
    band = raster.dataset.GetRasterBand(1)
    is_named = band.GetColorTable() is not None or bool(band.GetCategoryNames())
    if not 2 <= len(found) <= (NAMED_CODES if is_named else FEW_CODES):
        return ()
    return tuple(int(code) for code in found[counts >= LEAST_SHARE * values.shape[1]])


def look_at(raster: Raster, values: np.ndarray, good: np.ndarray, is_quantised: bool) -> Look:
    """Return the look of a raster from a sample of pixels (bands, n), in which single bands may not be ``good``."""
    codes, is_whole = _codes(raster, values), bool(good.all())
    if codes:
        x = (values[0] == np.asarray(codes)[:, None]).astype(np.float64)
    else:
        x = numbers_of(values, is_quantised).astype(np.float64)
    if x.shape[1] < 2:
        return Look(0, '', np.zeros(0), np.zeros((0, len(x)), np.float32), *np.zeros((2, 0), np.float32))
    mean, spread = (x.mean(axis=1), x.std(axis=1)) if is_whole else _moments(x, good)
    varies = spread > 1e-6 * np.maximum(np.abs(mean), 1e-12)
    scale = np.where(varies, 1.0 / np.maximum(spread, 1e-30), 0.0)
    if codes:  # a rare class is no louder than a common one
        scale = varies.astype(float)
    x = (x - mean[:, None]) * scale[:, None]
    if is_whole:
        together = x @ x.T / x.shape[1]
    else:  # of each two bands, where both have data
        x[~good] = 0.0
        seen = good.astype(np.float64)
        pixels = seen @ seen.T
        together = np.where(pixels >= FEWEST, x @ x.T / np.maximum(pixels, 1.0), 0.0)
    power, vectors = np.linalg.eigh(together)
    power, vectors = np.maximum(power[::-1], 0.0), vectors[:, ::-1].T
    shares = power / max(power.sum(), 1e-30)
    count = int(np.searchsorted(np.cumsum(shares), ENOUGH)) + 1 if varies.any() else 0
    holes = None if is_whole else Holes.of(vectors[:count], power)
    vectors = vectors[:count] * scale
    what = f'{len(codes)} classes' if codes else f'{int(varies.sum())} band(s)'
    what += ' of 8-bit embeddings' if is_quantised else ''
    level = (vectors @ mean).astype(np.float32)
    spreads = np.sqrt(power[:count]).astype(np.float32)
    return Look(
        int(varies.sum()), what, shares[:count], vectors.astype(np.float32), level, spreads, codes, is_quantised,
        mean.astype(np.float32), holes,
    )  # fmt: skip


def _moments(x: np.ndarray, good: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of each band (bands, n) where it is good, 0 where it never is."""
    parts = [band[seen] if seen.any() else np.zeros(1) for band, seen in zip(x, good)]
    return np.array([part.mean() for part in parts]), np.array([part.std() for part in parts])
