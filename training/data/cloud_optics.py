"""What a cloud does to light: its reflectance by band, and the ground seen through it.

The spectra are measured: pairs of a cloudy and a clear date of SEN12MS-CR (training places), solved for the cloud's
reflectance. Cumulus is as bright in B11 as in blue and a third brighter in B8A, rims included; ice clouds are darker in
B11 and B12, haze and cirrus fade slowly towards the infrared.
"""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.names import S2_BANDS

WAVELENGTH_UM = dict(zip(S2_BANDS, (0.492, 0.560, 0.665, 0.704, 0.741, 0.783, 0.833, 0.865, 1.614, 2.202)))
MOST = 0.97  # reflectance of the thickest cloud
# Reflectance of a cloud's layer in S2_BANDS as a share of that in blue: medians over the pixels of one image each.
WATER = np.array([
    (1.0, 0.99, 1.08, 1.04, 1.20, 1.39, 1.23, 1.52, 1.28, 0.91),
    (1.0, 1.00, 1.10, 1.04, 1.15, 1.30, 1.14, 1.41, 1.29, 0.97),
    (1.0, 0.99, 1.07, 1.02, 1.11, 1.25, 1.07, 1.34, 1.07, 0.84),
    (1.0, 0.97, 1.15, 1.20, 1.25, 1.29, 1.29, 1.33, 1.23, 1.13),
    (1.0, 0.98, 1.17, 1.23, 1.28, 1.32, 1.30, 1.40, 1.37, 1.23),
    (1.0, 0.97, 1.13, 1.19, 1.22, 1.25, 1.27, 1.30, 1.06, 0.85),
    (1.0, 0.98, 1.07, 1.04, 1.11, 1.18, 1.09, 1.23, 0.99, 0.67),
])  # fmt: skip
ICE = np.array([
    (1.0, 0.95, 1.03, 1.05, 1.08, 1.12, 1.03, 1.13, 0.56, 0.41),
    (1.0, 0.98, 1.03, 1.06, 1.14, 1.20, 1.16, 1.22, 0.78, 0.50),
])  # fmt: skip
HAZE = np.array([
    (1.0, 0.89, 0.90, 0.95, 1.00, 1.03, 1.02, 1.08, 0.90, 0.70),
    (1.0, 0.82, 0.85, 0.81, 0.81, 0.78, 0.87, 0.76, 0.77, 0.53),
    (1.0, 0.84, 0.66, 0.60, 0.56, 0.52, 0.47, 0.45, 0.19, 0.12),  # fine aerosol, wavelength to the power of -1.4
])  # fmt: skip
SHARES = {  # of water, ice, haze, by how much of the ground is to be seen
    'opaque': (0.8, 0.2, 0.0),
    'broken': (0.8, 0.2, 0.0),
    'thin': (0.35, 0.25, 0.4),
}


def draw_spectrum(bands: tuple[str, ...], cover: str, rng: np.random.Generator) -> np.ndarray:
    """Return the cloud's reflectance in ``bands`` as a share of that in blue, (bands,); ``cover``: a key of SHARES.

    A random mean of the measured spectra of one kind, each band a little off.
    """
    measured = (WATER, ICE, HAZE)[rng.choice(3, p=SHARES[cover])]
    share = rng.dirichlet(np.full(len(measured), 0.7)) @ measured
    index = [S2_BANDS.index(band) for band in bands]
    return (share[index] * rng.normal(1.0, 0.025, len(bands))).astype(np.float32)


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
