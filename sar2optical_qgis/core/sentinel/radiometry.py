"""Units: SAR backscatter in dB, Sentinel-2 digital numbers as reflectance, reflectance as a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..raster.filters import limited

SAR_SCALES = ('auto', 'db', 'linear', 'amplitude', 'uint8')
S2_OFFSETS = ('auto', 'none', '-1000')
DB_PER_GREY = 25.0 / 255.0  # of an 8-bit picture, see to_db
FLOOR_DB = -50.0  # below any sensor's noise floor: keeps log10 finite for power 0

WHITE_REFLECTANCE = 0.4  # natural colour: this reflectance is white ...
GAMMA = 1.8  # ... and this gamma opens up forests and water, which reflect 2 to 5 %


def to_db(values: np.ndarray, scale: str) -> np.ndarray:
    """Return backscatter in dB, float32, for values in ``scale``; 8-bit pictures as pseudo dB.

    Pictures are stretched from dB with an unknown mapping; 25 dB over 255 grey levels is the usual order of size,
    and the per-scene statistics (channels.py) take out the rest.
    """
    values = np.asarray(values, np.float32)
    if scale == 'db':
        return limited(values, FLOOR_DB, np.inf)
    if scale == 'uint8':
        return values * np.float32(DB_PER_GREY) - np.float32(25.0)
    if scale not in ('linear', 'amplitude'):
        raise InputError(f'SAR_SCALE "{scale}" is unknown. Choose one of {", ".join(SAR_SCALES)}.')
    factor = 10.0 if scale == 'linear' else 20.0
    db = limited(values, 10.0 ** (FLOOR_DB / factor), np.inf)
    np.log10(db, out=db)
    db *= np.float32(factor)
    return db


def db_to_power(db: np.ndarray) -> np.ndarray:
    """Return linear power for dB, float32."""
    power = np.asarray(db, np.float32) * np.float32(0.1 * np.log2(10.0))
    return np.exp2(power, out=power if isinstance(power, np.ndarray) else None)  # six times as fast as a power of 10


def power_to_db(power: np.ndarray) -> np.ndarray:
    """Return dB for linear power, float32, floored at FLOOR_DB."""
    return to_db(power, 'linear')


@dataclass(frozen=True)
class ReflectanceScale:
    """How a layer's numbers become reflectance: (values + offset) * scale, and back."""

    scale: float = 1e-4
    offset: float = 0.0

    def to_reflectance(self, values: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """Return reflectance, float32, of values in the layer's own numbers, written into ``out`` if given."""
        reflectance = np.empty(values.shape, np.float32) if out is None else out
        reflectance[...] = values
        if self.offset:
            reflectance += np.float32(self.offset)
        reflectance *= np.float32(self.scale)
        return reflectance

    def from_reflectance(
        self, reflectance: np.ndarray, dtype: np.dtype, nodata: float | None = None, least: float | None = 1
    ) -> np.ndarray:
        """Return the layer's own numbers, rounded and clipped to ``dtype``; never nodata.

        ``least``: of integers, which stay above 0 in bands of reflectance; None = whatever a type with sign holds.
        """
        values = np.divide(reflectance, np.float32(self.scale), dtype=np.float32)
        if self.offset:
            values -= np.float32(self.offset)
        if np.issubdtype(dtype, np.integer):
            highest = np.iinfo(dtype).max
            top = np.float32(highest)
            if int(top) > highest:  # float32 rounds the largest of 32 bits up, beyond what a cast takes
                top = np.nextafter(top, np.float32(0))
            least = (np.iinfo(dtype).min or 1) if least is None else least
            values = limited(np.rint(values, out=values), least, top, out=values).astype(dtype)
            beside = None if nodata is None or nodata < least else nodata + 1 if nodata < highest else nodata - 1
        else:
            values = values.astype(dtype, copy=False)
            beside = None if nodata is None else nodata + 1e-6 * max(abs(nodata), 1.0)
        return values if beside is None else np.where(values == dtype.type(nodata), dtype.type(beside), values)


def natural_colour(reflectance: np.ndarray) -> np.ndarray:
    """Return a display picture 0..1 of surface reflectance 0..1 (any shape), white at 0.4, gamma 1.8."""
    scaled = np.clip(np.asarray(reflectance, np.float32) / np.float32(WHITE_REFLECTANCE), 0.0, 1.0)
    return np.power(scaled, np.float32(1.0 / GAMMA))


def from_natural_colour(picture: np.ndarray) -> np.ndarray:
    """Return reflectance of a natural-colour picture 0..1: the inverse of natural_colour below white."""
    return np.power(np.clip(np.asarray(picture, np.float32), 0.0, 1.0), np.float32(GAMMA)) * np.float32(
        WHITE_REFLECTANCE
    )
