"""Training tests need torch, lightning, onnx and onnxruntime; without them they are skipped, not broken."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from tests.training import trees

for _name in ('torch', 'lightning', 'onnx', 'onnxruntime'):
    pytest.importorskip(_name)

COLUMNS = 'id,kind,source,group,split,date,gsd_m,level,bands,s1,s2,s2_cloudy,mask,mask_kind,label,note,landcover'
BANDS = 'B02 B03 B04 B05 B06 B07 B08 B8A B11 B12'


def _write(path: Path, array: np.ndarray, names: list[str], kind: int) -> None:
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), array.shape[2], array.shape[1], len(array), kind)
    for number, (band, name) in enumerate(zip(array, names), 1):
        dataset.GetRasterBand(number).WriteArray(band)
        dataset.GetRasterBand(number).SetDescription(name)
    dataset.FlushCache()


@pytest.fixture(scope='session')
def tiny_data(tmp_path_factory) -> Path:
    """A data folder of three generated places with radar and ten bands, one of them held out."""
    folder = tmp_path_factory.mktemp('data')
    rng = np.random.default_rng(0)
    rows = [COLUMNS]
    for number, split in enumerate(('train', 'train', 'val')):
        land = rng.random((8, 8)).repeat(8, 0).repeat(8, 1)
        optical = (300 + 2000 * land + rng.normal(0, 20, (10, 64, 64))).clip(1, 9000).astype(np.uint16)
        radar = np.stack([-14 + 8 * land, -21 + 8 * land]).astype(np.float32) + rng.normal(0, 1, (2, 64, 64))
        _write(folder / f'{number}_s2.tif', optical, BANDS.split(), gdal.GDT_UInt16)
        _write(folder / f'{number}_s1.tif', radar.astype(np.float32), ['VV', 'VH'], gdal.GDT_Float32)
        rows.append(f'c{number},clear,test,place{number},{split},,10,L2A,{BANDS},{number}_s1.tif,{number}_s2.tif,,,,,,')
    (folder / 'masks').mkdir()
    for name in ('eifel_tiny', 'train_tiny'):  # cloud shapes for validation and for training
        blobs = rng.random((1, 12, 12)).repeat(10, 1).repeat(10, 2) > 0.7
        _write(
            folder / 'masks' / f'{name}.tif',
            np.concatenate([blobs, blobs[:, ::-1]]).astype(np.uint8),
            ['', ''],
            gdal.GDT_Byte,
        )
    (folder / 'index.csv').write_text('\n'.join(rows) + '\n')
    return folder


@pytest.fixture(scope='session')
def data_of(tiny_data: Path, tmp_path_factory):
    """The folder of tiny data that a config wants."""
    made: dict[str, Path] = {}

    def find(name: str) -> Path:
        maker = {
            'pix2pix_sen12': 'sen12', 'region_sar': 'folder', 'region_clouds': 'folder', 'timegate': 'index',
            'timegate_terramind': 'index',
        }.get(name)  # fmt: skip
        if maker is None:
            return tiny_data
        if maker not in made:
            made[maker] = getattr(trees, maker)(tmp_path_factory.mktemp(maker))
        return made[maker]

    return find


@pytest.fixture(autouse=True)
def _released(request):
    """Let go of a run after its test: trainer, network and data hold each other, and many of them crash the GC."""
    yield
    if 'data_of' in request.fixturenames:
        gc.collect()
