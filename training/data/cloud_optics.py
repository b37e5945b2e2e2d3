"""What a cloud does to light: its reflectance by band, and the ground seen through it.

The spectra are those of real clouds: pairs of a cloudy and a clear date of SEN12MS-CR (training places), solved for the
cloud's reflectance. From a tenth of reflectance upwards cumulus is as bright in B11 as in blue and a third brighter in
B8A; thin haze fades towards the infrared; cirrus lies between. Rims are as neutral as their cloud.
"""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.channels import S2_BANDS

WAVELENGTH_UM = dict(zip(S2_BANDS, (0.492, 0.560, 0.665, 0.704, 0.741, 0.783, 0.833, 0.865, 1.614, 2.202)))
SHORT_WAVE = ('B11', 'B12')
MOST = 0.97  # reflectance of the thickest cloud
KINDS = ('cumulus', 'cirrus', 'haze')
SHARES = {  # of the kinds, by how much of the ground is to be seen
    'opaque': (0.9, 0.1, 0.0),
    'broken': (0.85, 0.15, 0.0),
    'thin': (0.4, 0.35, 0.25),
}


def draw_spectrum(bands: tuple[str, ...], cover: str, rng: np.random.Generator) -> np.ndarray:
    """Return the cloud's reflectance in ``bands`` as a share of that in blue, (bands,); ``cover``: a key of SHARES."""
    kind = rng.choice(KINDS, p=SHARES[cover])
    wavelength = np.array([WAVELENGTH_UM[b] for b in bands])
    power = {'cumulus': (0.1, 0.65), 'cirrus': (-0.4, 0.35), 'haze': (-1.8, -0.5)}[kind]
    share = (np.minimum(wavelength, 0.865) / 0.492) ** rng.uniform(*power)
    if kind == 'haze':
        share = (wavelength / 0.492) ** rng.uniform(*power)
    else:  # water absorbs little of 1.6 and more of 2.2 micrometres, ice more of both
        at_1_6 = rng.uniform(0.65, 1.0) if kind == 'cumulus' else rng.uniform(0.35, 0.8)
        at_2_2 = at_1_6 * rng.uniform(0.6, 0.95)
        share = share * [{'B11': at_1_6, 'B12': at_2_2}.get(b, 1.0) for b in bands]
    return (share * rng.normal(1.0, 0.02, len(bands))).astype(np.float32)


def through(ground: np.ndarray, cloud: np.ndarray) -> np.ndarray:
    """Return what a sensor sees of ``ground`` under a layer of reflectance ``cloud``, both 0..1 and of one shape.

    Light that the cloud does not reflect passes it twice, and bounces between the two (adding method, van de Hulst
    1980).
    """
    return cloud + (1.0 - cloud) ** 2 * ground / (1.0 - cloud * np.clip(ground, 0.0, 0.95))


def dimmed(bands: tuple[str, ...], shadow: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the share of light (bands, rows, cols) that reaches ground in ``shadow`` (rows, cols) 0..1.

    The sky lights shadows, with more blue than infrared (Rayleigh).
    """
    depth, sky = rng.uniform(0.35, 0.8), rng.uniform(0.1, 0.5)
    share = np.array([depth * (1.0 - sky * (0.492 / WAVELENGTH_UM[b]) ** 2) for b in bands], np.float32)
    return 1.0 - share[:, None, None] * shadow
