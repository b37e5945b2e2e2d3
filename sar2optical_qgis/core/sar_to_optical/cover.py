"""COVER: the kind of ground that is likely at each pixel, and how sure the network is of it."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from ..errors import ModelError
from ..model.card import ModelCard
from ..raster.grid import Grid
from ..raster.writer import RasterWriter
from ..run.provenance import PREFIX
from ..sentinel.cover import CODES, COLOURS, NODATA

COVERS_ITEM = f'{PREFIX}COVERS'  # of the metadata: codes and names


def codes_of(card: ModelCard) -> tuple[int, ...]:
    """Return the code of each of a model's covers; raise ModelError where it tells none, or others."""
    if not card.covers:
        raise ModelError(f'{card.name} does not tell cover apart. Choose another MODEL, or leave the output COVER out.')
    unknown = [name for name in card.covers if name not in CODES]
    if unknown:
        raise ModelError(
            f'{card.name} tells the unknown cover "{unknown[0]}" apart. Get the model file again, or leave COVER out.'
        )
    return tuple(CODES[name] for name in card.covers)


def writer_of(path: str, grid: Grid, items: dict[str, str]) -> RasterWriter:
    """Return a writer for class codes and probabilities in percent; names and colours of the classes are in the file.

    ``items``: the metadata.
    """
    legend = {code: (name, COLOURS[name]) for name, code in CODES.items()}
    named = ', '.join(f'{code} {name}' for name, code in CODES.items())
    items = {**items, COVERS_ITEM: named}
    return RasterWriter(path, grid, gdal.GDT_Byte, ('Cover', 'Probability'), NODATA, items, legend=legend)


def likeliest(shares: np.ndarray, codes: tuple[int, ...], valid: np.ndarray) -> np.ndarray:
    """Return code and probability 0..100 of the likeliest cover, uint8 (2, rows, cols), of shares (covers, rows, cols).

    NODATA where nothing is valid.
    """
    most, made = shares[0].copy(), np.empty((2, *valid.shape), np.uint8)
    made[0] = codes[0]
    for code, share in zip(codes[1:], shares[1:]):
        np.copyto(made[0], code, where=share > most)
        np.maximum(most, share, out=most)
    made[1] = np.rint(np.clip(most, 0.0, 1.0) * np.float32(100.0))
    made *= valid & (made[1] > 0)
    return made
