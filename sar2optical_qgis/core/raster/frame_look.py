"""Black or white around a picture of bytes that is no data though its file does not say so: how it is told.

White may be cloud, black may be water or shadow. A frame lies along the border in all bands at once. It ends along
straight lines, as no shore does, and at ordinary ground: a cloud's rim is nearly white, that of water nearly black.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .frame import Frame
from .raster import Raster

LINES, COLUMNS = 24, 6  # that are looked at; columns of a file by rows are dear
LEAST_RUN = 8  # pixels from the border inwards
LEAST_BENDS = 3  # pairs of neighbouring ends
STRAIGHT, OFF = (
    0.7,
    1e-3,
)  # share of the neighbouring ends that are in line; share of the width by which they may be off
SHARP = 0.5  # of the way from the number to the usual ground is made within two pixels
MANY = 6  # ends that are worth a question


def frame_of(raster: Raster, bands: tuple[int, ...], numbers: tuple[float, ...]) -> tuple[tuple[Frame, ...], tuple]:
    """Return the frames of a picture of bytes, of some numbers in all ``bands`` (from 1), and which of these may be."""
    found = [_look(raster, bands, number) for number in numbers if number not in raster.own_nodata]
    sure = tuple(frame for frame, is_sure, _ in found if is_sure)
    return sure, tuple(frame.number for frame, is_sure, ends in found if not is_sure and ends >= MANY)


def frame_told(role: str, sure: tuple[Frame, ...], maybe: tuple[float, ...]) -> tuple[str, ...]:
    """Return what to say of the answer of frame_of()."""
    taken = ', '.join(f'{frame.number:g}' for frame in sure)
    told = (f'{role}: {taken} around the picture is taken as no data, which the file does not say.',) if sure else ()
    if maybe:
        told += (
            f'{role}: {" and ".join(f"{number:g}" for number in maybe)} along the border is taken for what was seen. '
            f'If it is no data, let the file say it (gdal_translate -a_nodata {maybe[0]:g}).',
        )
    return told


def _look(raster: Raster, bands: tuple[int, ...], number: float) -> tuple[Frame, bool, int]:
    """Return what may be a frame, whether it is one on any of its sides, and at how many ends of lines it lies."""
    rows = np.unique(np.linspace(0, raster.grid.height - 1, LINES).astype(int)).tolist()
    lines = [raster.read((0, row, raster.grid.width, 1), bands)[0][:, 0] for row in rows]
    sides = list(_both_ends(lines, number))
    frame = Frame(number, tuple(rows), *(tuple(runs) for runs, _ in sides), raster.grid.width)
    if raster.grid.width in frame.left:
        columns = np.unique(np.linspace(0, raster.grid.width - 1, COLUMNS).astype(int)).tolist()
        lines = [raster.read((col, 0, 1, raster.grid.height), bands)[0][:, :, 0] for col in columns]
        sides += _both_ends(lines, number)
    ends, is_sure = 0, False
    for runs, values in sides:
        length = values[0].size
        inside = [LEAST_RUN <= run < length - 2 for run in runs]
        ends += sum(inside)
        middle = [k for k in range(1, len(runs) - 1) if all(inside[k - 1 : k + 2])]
        bends = np.array([abs(runs[k - 1] - 2 * runs[k] + runs[k + 1]) for k in middle])
        if bends.size >= LEAST_BENDS and (bends <= max(2.0, OFF * length)).mean() >= STRAIGHT:
            beside = [value[run + 1] for run, value, is_end in zip(runs, values, inside) if is_end]
            is_sure |= _is_sharp(raster, bands, number, float(np.median(beside)))
    return frame, is_sure, ends


def _is_sharp(raster: Raster, bands: tuple[int, ...], number: float, beside: float) -> bool:
    values, good = raster.sample(bands)
    ground = values.mean(axis=0)[good.all(axis=0) & (values != number).any(axis=0)]
    return bool(ground.size) and abs(beside - number) >= SHARP * abs(float(np.median(ground)) - number)


def _both_ends(lines: list[np.ndarray], number: float) -> Iterator[tuple[list[int], list[np.ndarray]]]:
    """Yield, from each end of lines (bands, n), the runs of a number in all bands, and their means in that order."""
    for turned in (lines, [line[:, ::-1] for line in lines]):
        others = [(line != number).any(axis=0) for line in turned]
        runs = [int(each.argmax()) if each.any() else each.size for each in others]
        yield runs, [line.mean(axis=0) for line in turned]
