"""Spectral looks of real chips of reflectance, by which the plugin tells scale and offset; see looks.py."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel import look
from sar2optical_qgis.core.sentinel.mask_types import hidden_by
from training.data.index import Chip

# Chips whose numbers hold the offset of 1000, which the index does not say: all ten bands of the one are 1130 to 1400
# darker without it, river and savanna; the other is no darker than 1770 in any, the months around it are at 140 to 620.
HOLD_OFFSET = ('tm_433D_629L_3_1', 'belgium_2022-01')
FEWEST = 20  # pixels of a chip
CLOUDY = 0.5  # of a chip that its mask hides: nobody takes it for a clear one
MASKS = {'SCL': 'scl', 'CLP': 'probability', 'cloud01': 'binary'}
NANOMETRES = dict(zip(look.SPECTRUM, (490, 560, 665, 705, 740, 783, 842, 865, 1610, 2190)))
RAYLEIGH, SUN = 0.08, (0.8, 1.5)  # reflectance of clean air at 490 nm, and by how much it varies with the sun's height
HAZE, HAZE_POWER = 0.04, -1.3  # the most reflectance of aerosol at 560 nm, and how it falls with the wavelength
GASES = 0.97  # what they let through


def digital_numbers(chip: Chip, numbers: np.ndarray) -> np.ndarray:
    """Return reflectance x 10000 of a chip's numbers, 0 = no data, whatever the file holds."""
    return np.where(numbers > 1000, numbers - 1000, 0).astype(numbers.dtype) if chip.id in HOLD_OFFSET else numbers


def hidden_of(chip: Chip, raster: Raster) -> np.ndarray:
    """Return what the chip's own mask hides, bool (rows, cols); nothing where it has none."""
    shape = raster.grid.height, raster.grid.width
    if not chip.mask or chip.mask_kind not in MASKS:
        return np.zeros(shape, bool)
    mask = Raster(chip.mask, 'MASK')
    codes = mask.read((0, 0, mask.grid.width, mask.grid.height), (1,))[0][0]
    rows, cols = (np.arange(own) * other // own for own, other in zip(shape, codes.shape))
    return hidden_by(codes[np.ix_(rows, cols)], np.ones(shape, bool), MASKS[chip.mask_kind])


def read_spectra(chips: Iterable[Chip]) -> list[tuple[str, str, np.ndarray]]:
    """Return id, place and spectral look of every clear chip; of surfaces as the top of the air has them too."""
    found, rng = [], np.random.default_rng(0)
    for chip in chips:
        if not chip.s2 or chip.kind == 'pair8' or not chip.s2.endswith('.tif'):
            continue
        raster = Raster(chip.s2, 'S2')
        numbers = tuple(range(1, raster.count + 1))
        values, valid = raster.read((0, 0, raster.grid.width, raster.grid.height), numbers)
        hidden = hidden_of(chip, raster)
        good = valid.all(axis=0) & (values != 0).any(axis=0) & ~hidden
        if good.sum() > FEWEST and hidden.mean() <= CLOUDY:
            values = digital_numbers(chip, values[:, good]).astype(np.float64)
            seen = look.spectral_look(dict(zip(raster.descriptions, values)))
            found.append((chip.id, chip.group, seen))
            if chip.level == 'L2A':
                found.append((chip.id, chip.group, above_the_air(seen, rng)))
    return found


def above_the_air(seen: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a spectral look (20,) in reflectance x 10000 as Level-1C has it: under air of random haze and sun."""
    wave = np.repeat([NANOMETRES[band] for band in look.SPECTRUM], 2).astype(np.float64)
    clean = RAYLEIGH * (wave / 490.0) ** -4 * rng.uniform(*SUN)
    air = clean + rng.uniform(0.0, HAZE) * (wave / 560.0) ** HAZE_POWER
    return GASES * (1.0 - air) * seen + 1e4 * air
