"""A table of odd masks: values where the cloud is and elsewhere, and those that a sentence refuses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.core.conftest import Place
from tests.makers import write_raster

UDM2 = ('clear', 'snow', 'shadow', 'light_haze', 'heavy_haze', 'cloud', 'confidence', 'unusable')
CLASSI = ('OPAQUE_CLOUDS', 'CIRRUS_CLOUDS', 'SNOW_ICE')
CLOUDY, SEEN = (0, 0, 0, 0, 0, 1, 90, 1), (1, 0, 0, 0, 0, 0, 90, 0)


@dataclass(frozen=True)
class OddMask:
    """A mask: its values where the cloud is and elsewhere, its MASK_TYPE, and what else is in the file."""

    cloud: float | tuple
    clear: float | tuple
    kind: str = 'binary'
    names: tuple[str, ...] = ()
    nodata: float | None = None
    file: str = 'odd_mask'
    refused: str = ''  # part of the sentence

    def write(self, place: Place) -> str:
        """Write the file; return its path."""
        hidden = place.classes[0] == 9
        cloud, clear = (np.atleast_1d(each).astype(float) for each in (self.cloud, self.clear))
        both = np.concatenate([cloud, clear])
        is_whole = (both == np.rint(both)).all() and both.min() >= 0 and both.max() <= 65535
        kind = np.float32 if not is_whole else np.uint8 if both.max() < 256 else np.uint16
        values = np.where(hidden, cloud[:, None, None], clear[:, None, None]).astype(kind)
        return write_raster(place.folder / f'{self.file}.tif', values, self.names, nodata=self.nodata)


MASKS = {
    'HLS Fmask bits': OddMask(0b11000010, 0b01000000, 'fmask'),
    'HLS Fmask, water and beside cloud': OddMask(0b100110, 0b100000, 'fmask'),
    'Fmask codes': OddMask(4, 0, 'fmask'),
    'codes of Fmask in Python, with water': OddMask(2, 5, 'fmask'),
    'Landsat QA_PIXEL': OddMask(22280, 21824, 'fmask'),
    'Landsat QA_PIXEL, water and shadow': OddMask(23888, 21952, 'fmask'),
    'Landsat 5 QA_PIXEL': OddMask(7440, 5440, 'fmask'),
    'pixel_qa of Landsat 8, Collection 1': OddMask(352, 322, 'fmask'),
    'pixel_qa of Landsat 5, Collection 1': OddMask(96, 66, 'fmask'),
    'BQA of Landsat 8, Collection 1': OddMask(2800, 2720, 'fmask'),
    'state of MODIS by its name': OddMask(1097, 72, 'fmask', ('state_1km',)),
    'state of MODIS by its file': OddMask(9, 8, 'fmask', file='MOD09A1.061_sur_refl_state_500m_doy2024201_aid0001'),
    'flags of IdePix': OddMask(1034, 1024, 'fmask', ('pixel_classif_flags',)),
    'QAI of FORCE': OddMask(0b1000000100100, 0b1000000100000, 'fmask', file='20240725_LEVEL2_SEN2A_QAI'),
    'QAI of FORCE as binary, shadow': OddMask(0b1000, 0b1100000, file='20240725_LEVEL2_SEN2A_QAI'),
    'QA60': OddMask(1024, 0),
    'QA60 as probability': OddMask(2048, 0, 'probability'),
    'CLM of MAJA': OddMask(0b10000011, 0, file='SENTINEL2A_20240725_L2A_T31UFS_C_V3-1_CLM_R1'),
    'MG2 of MAJA': OddMask(0b00000011, 0b00000001, file='SENTINEL2A_20240725_L2A_T31UFS_C_V3-1_MG2_R1'),
    'probability in per cent': OddMask(90, 5, 'probability'),
    'probability to 255': OddMask(230, 20, 'probability'),
    'probability to 1': OddMask(0.9, 0.05, 'probability'),
    'probability to 10000': OddMask(9000, 500, 'probability'),
    'Cloud Score+, 1 is clear': OddMask(0.1, 0.9, 'probability', ('cs_cdf',)),
    'clear probability by its file': OddMask(5, 95, 'probability', file='clear_probability'),
    'probability of s2cloudless by its file': OddMask(0.9, 0.05, 'probability', file='s2cloudless_prob'),
    'mask of s2cloudless': OddMask(1, 0, file='S2_cloudless_mask'),
    'Cloud Score+ as binary': OddMask(0.1, 0.9, names=('cs',)),
    'binary': OddMask(1, 0),
    'binary to 255': OddMask(255, 0),
    'binary, 0 is nodata': OddMask(1, 0, nodata=0),
    'clouds on nodata 255': OddMask(1, 255, nodata=255),
    'clouds on NaN': OddMask(1, np.nan),
    'clouds on -9999, which the file does not declare': OddMask(1, -9999),
    'called clear': OddMask(0, 1, names=('clear',)),
    'called cloud free': OddMask(0, 1, file='cloud_free'),
    'UDM2': OddMask(CLOUDY, SEEN, names=UDM2),
    'UDM2 without names': OddMask(CLOUDY, SEEN),
    'UDM2 by number': OddMask(CLOUDY, SEEN, names=tuple(f'Band {k}' for k in range(1, 9))),
    'UDM2 with its own name before': OddMask(CLOUDY, SEEN, names=tuple(f'udm2_{name}' for name in UDM2)),
    'MSK_CLASSI by names': OddMask((0, 1, 0), (0, 0, 1), 'scl', CLASSI),
    'MSK_CLASSI by short names': OddMask((1, 0, 0), (0, 0, 1), names=('OPAQUE', 'CIRRUS', 'SNOW')),
    'MSK_CLASSI by file': OddMask((1, 0, 0), (0, 0, 1), file='MSK_CLASSI_B00'),
    'cloud and shadow bands': OddMask((1, 0), (0, 0), names=('cloud', 'shadow')),
    'one band among others': OddMask((9, 7), (4, 7), 'scl', ('SCL', 'other')),
    'scene classification in words among others': OddMask(
        (9, 150, 20), (4, 140, 20), 'scl', ('Scene classification map (SCL) - 20m', 'AOT', 'WVP')),
    'scene classification of SNAP': OddMask(
        (9, 80), (4, 3), 'scl', ('quality_scene_classification', 'quality_cloud_confidence')),
    'confidence of SNAP': OddMask(
        (9, 80), (4, 3), 'probability', ('quality_scene_classification', 'quality_cloud_confidence')),
    'QA_PIXEL among others': OddMask((22280, 7), (21824, 3), 'fmask', ('LC09 QA_PIXEL', 'QA_RADSAT')),
    'probability among others': OddMask((90, 70), (5, 70), 'probability', ('MSK_CLDPRB', 'MSK_SNWPRB')),
    'SCL as float': OddMask(9.0, 4.0, 'scl', nodata=-1.0),
}  # fmt: skip
REFUSED_MASKS = {
    'bands without names': OddMask((1, 7), (4, 3), 'scl', refused='cannot be told'),
    'class codes that were interpolated': OddMask(8.5, 4.25, 'scl', refused='interpolation'),
    '0 and 1 as SCL': OddMask(1, 0, 'scl', refused='no scene classification'),
    '1 is clear': OddMask(0, 1, refused='seems to mean clear'),
    'codes of Fmask as SCL': OddMask(4, 1, 'scl', refused='something else than those of MASK_TYPE scl'),
    'bits of HLS as SCL': OddMask(0b110, 0, 'scl', refused='something else than those of MASK_TYPE scl'),
    'clear probability without a name': OddMask(5, 95, 'probability', refused='something else than those'),
    'bits that were interpolated': OddMask(22280.5, 21824.25, 'fmask', refused='interpolation'),
    'shares as binary': OddMask(0.9, 0.1, refused='MASK_TYPE probability'),
    'bits of an unknown kind': OddMask(4100, 1029, 'fmask', refused='of no bits that are known'),
    'codes beyond SCL': OddMask(90, 40, 'scl', refused='0 to 11'),
    '1 clear, 2 cloud': OddMask(2, 1, refused='hides every pixel'),
}
