"""A small cloudy place as files, and tiny models, for the engine alone: no QGIS in here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.core.series_place import SeriesPlace, make_series
from tests.makers import write_model, write_raster

TEN = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')


@dataclass
class Place:
    """Fields that the radar sees too, under one cloud."""

    folder: Path
    clear: np.ndarray  # uint16 (10, rows, cols)
    cloudy: np.ndarray
    classes: np.ndarray  # uint8 SCL on the same pixels
    db: np.ndarray  # float32 (2, rows, cols)

    def write(self, name: str, values: np.ndarray, descriptions=(), **options) -> str:
        """Write a raster beside the others; return its path."""
        return write_raster(self.folder / name, values, descriptions, **options)

    @property
    def s2(self) -> str:
        return self.write('s2.tif', self.cloudy, TEN, nodata=0)

    @property
    def scl(self) -> str:
        return self.write('scl.tif', self.classes)

    @property
    def s1(self) -> str:
        return self.write('s1.tif', self.db, ('VV', 'VH'), nodata=-9999)


CLOUD = 7000 + np.arange(10)[:, None, None]  # no band is as bright as another, as in real clouds


def make_place(folder: Path, size: int = 160, seed: int = 3) -> Place:
    """Return fields of 20 pixels whose reflectance follows the radar, with a cloud in the middle."""
    rng = np.random.default_rng(seed)
    blocks = -(-size // 20)
    fields = np.kron(rng.uniform(0, 1, (blocks, blocks)), np.ones((20, 20)))[:size, :size]
    gains = np.linspace(500, 2500, 10)[:, None, None]
    clear = (350 + gains * fields + rng.normal(0, 12, (10, size, size))).clip(1).astype(np.uint16)
    db = np.stack([-14 + 8 * fields, -21 + 7 * fields]) + rng.normal(0, 0.7, (2, size, size))
    classes = np.full((1, size, size), 4, np.uint8)
    cloud = slice(size // 3, size // 3 + size // 4)
    classes[:, cloud, cloud] = 9
    cloudy = clear.copy()
    cloudy[:, cloud, cloud] = CLOUD
    return Place(folder, clear, cloudy, classes, db.astype(np.float32))


@pytest.fixture
def place(tmp_path) -> Place:
    return make_place(tmp_path)


@pytest.fixture
def series(tmp_path) -> SeriesPlace:
    return make_series(tmp_path)


@pytest.fixture(scope='session')
def sar_model(tmp_path_factory) -> str:
    """Radar to three shades of its own brightness."""
    channels = ('vv', 'vh', 'has_vv', 'has_vh', 'lc_water')
    weights = [[0.2, 0.0, 0.4, 0.0, 0], [0.1, 0.1, 0.5, 0.0, 0], [0.0, 0.2, 0.0, 0.6, 0.3]]
    path = tmp_path_factory.mktemp('models') / 'tiny_sar.onnx'
    return write_model(path, 'sar-to-optical', channels, ('Red', 'Green', 'Blue'), 'natural-colour', weights)


@pytest.fixture(scope='session')
def cover_model(tmp_path_factory) -> str:
    """Radar to three shades, and to water where VV is dark, to green where it is bright, to built where VH is."""
    channels = ('vv', 'vh', 'has_vv', 'has_vh')
    weights = [[0.2, 0.0, 0.4, 0.0], [0.1, 0.1, 0.5, 0.0], [0.0, 0.2, 0.0, 0.6]]
    covers = {'water': [-4.0, 0.0, 2.0, 0.0], 'green': [4.0, 0.0, 0.0, 0.0], 'built': [0.0, 9.0, 0.0, 3.0]}
    path = tmp_path_factory.mktemp('models') / 'tiny_cover.onnx'
    return write_model(path, 'sar-to-optical', channels, ('Red', 'Green', 'Blue'), 'natural-colour', weights, covers)


@pytest.fixture(scope='session')
def cloud_model(tmp_path_factory) -> str:
    """The same-image fit handed through."""
    channels = tuple(f'base_{band}' for band in TEN) + ('hidden', 'vv')
    path = tmp_path_factory.mktemp('models') / 'tiny_clouds.onnx'
    return write_model(path, 'cloud-removal', channels, TEN, 'reflectance', np.eye(10, len(channels)))
