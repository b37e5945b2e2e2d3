"""What the faults happen to: small scenes as files, and the requests that work on them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.core.conftest import TEN, make_place
from tests.core.series_place import make_series
from tests.makers import write_model

SAR_CHANNELS = ('vv', 'vh', 'has_vv', 'has_vh', 'lc_water')
SAR_WEIGHTS = [[0.2, 0.0, 0.4, 0.0, 0], [0.1, 0.1, 0.5, 0.0, 0], [0.0, 0.2, 0.0, 0.6, 0.3]]


@dataclass(frozen=True)
class Scene:
    """Inputs in one folder, and a request of each kind; the outputs go to another folder."""

    folder: Path
    requests: dict[str, object]  # kind -> request without outputs

    def request(self, kind: str, out: Path) -> object:
        """Return a request that writes all of its outputs into ``out``."""
        names = {'sar': ('output', 'uncertainty'), 'composite': ('output', 'source', 'uncertainty')}
        fields = names.get(kind, ('output', 'generated_mask', 'uncertainty'))
        return replace(self.requests[kind], **{name: str(out / f'{name}.tif') for name in fields})

    def fingerprint(self) -> dict[str, str]:
        """Return a hash of every input."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self.folder.iterdir())}


def make_scene(folder: Path, size: int = 160) -> Scene:
    """Write a scene: clouds by regression and by a network, radar, a series."""
    folder.mkdir(parents=True, exist_ok=True)
    place = make_place(folder, size)
    s2, scl, s1 = place.s2, place.scl, place.s1
    sar_model = write_model(
        folder / 'sar.onnx', 'sar-to-optical', SAR_CHANNELS, ('Red', 'Green', 'Blue'), 'natural-colour', SAR_WEIGHTS
    )
    channels = tuple(f'base_{band}' for band in TEN) + ('hidden', 'vv')
    cloud_model = write_model(
        folder / 'clouds.onnx', 'cloud-removal', channels, TEN, 'reflectance', np.eye(10, len(channels))
    )
    series = make_series(folder)
    return Scene(
        folder,
        {
            'regression': RemoveClouds(s2, scl, sar=s1, method='regression', tile_size=128, overlap=32),
            'network': RemoveClouds(s2, scl, sar=s1, model=cloud_model, device='cpu', tile_size=128, overlap=32),
            'sar': SarToOptical(s1, model=sar_model, device='cpu', tile_size=128, overlap=32),
            'composite': CloudFreeComposite(tuple(series.inputs), tuple(series.masks), tile_size=128, overlap=32),
        },
    )


def is_whole(path: Path) -> bool:
    """Whether every block of a raster and of its overviews can be read, and its provenance is there."""
    dataset = gdal.Open(str(path))
    for k in range(dataset.RasterCount):
        band = dataset.GetRasterBand(k + 1)
        for level in (band, *(band.GetOverview(n) for n in range(band.GetOverviewCount()))):
            level.Checksum()
    return 'SAR2OPTICAL_SYNTHETIC' in dataset.GetMetadata() and 'SAR2OPTICAL_DEVICE' in dataset.GetMetadata()


def strangers(out: Path) -> list[str]:
    """Return the files of an output folder that bear no target's name."""
    return sorted(path.name for path in out.iterdir() if path.suffix not in ('.tif', '.qml') or path.name[0] == '.')
