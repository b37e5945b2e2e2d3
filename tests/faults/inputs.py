"""Inputs of every kind, and what must hold for each: refused in one sentence, or the same grid out, clear pixels
bit-identical, nodata in is nodata out, generated values finite and in range, whatever the tile size."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from osgeo import gdal, osr

from sar2optical_qgis.core.errors import Sar2OpticalError
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.faults.scenes import is_whole, strangers
from tests.makers import read

gdal.UseExceptions()
TYPES = {
    'uint8': gdal.GDT_Byte, 'uint16': gdal.GDT_UInt16, 'int16': gdal.GDT_Int16, 'uint32': gdal.GDT_UInt32,
    'int32': gdal.GDT_Int32, 'float32': gdal.GDT_Float32, 'float64': gdal.GDT_Float64,
}  # fmt: skip
UTM, POLAR, DEGREES = 'EPSG:32631', 'EPSG:3413', 'EPSG:4326'
PLACES = {  # name -> CRS, corner, size of a pixel
    'utm': (UTM, (500000.0, 5600000.0), 10.0),
    'polar': (POLAR, (-1500000.0, -700000.0), 20.0),
    'degrees': (DEGREES, (10.0, 50.0), 0.0001),
    'dateline': (DEGREES, (179.999, -17.0), 0.0001),
    'utm over the dateline': ('EPSG:32760', (808000.0, 8120000.0), 10.0),
    'none': ('', (0.0, 0.0), 1.0),
}
MASKS = ('none hidden', 'a cloud', 'all hidden', 'a few clear', 'noise', 'outside the classes', 'no data', 'elsewhere',
         'half', 'coarse', 'a turn away', 'no place')  # fmt: skip
SHORT = (0, 8)  # overlaps of tiles that see less than the method asks for: the log says so
NAMES = ('B02', 'B03', 'B04', 'B08', 'B01', '')


@dataclass(frozen=True)
class Case:
    """One bad or odd input."""

    seed: int
    height: int
    width: int
    kind: str  # data type
    bands: int
    nodata: float | None
    holes: bool  # whether there are nodata pixels
    level: float  # the values' order of size: reflectance, digital numbers ...
    offset: float
    place: str
    south_up: bool
    mask: str
    tile: int
    overlap: int
    dilate: int
    with_sar: bool


sizes = st.one_of(
    st.tuples(st.integers(1, 90), st.integers(1, 90)),
    st.tuples(st.integers(90, 300), st.integers(90, 300)),
    st.sampled_from([(1, 1), (1, 3000), (3000, 1), (2, 2999), (16, 16), (17, 513), (513, 15)]),
)
nodatas = st.sampled_from([None, 0.0, -9999.0, 65535.0, 255.0, float('nan'), 1e39, -3.4028234663852886e38, 1.5, -1.0])
cases = st.builds(
    lambda size, **fields: Case(height=size[0], width=size[1], **fields),
    size=sizes,
    seed=st.integers(0, 2**16),
    kind=st.sampled_from(sorted(TYPES)),
    bands=st.integers(1, 6),
    nodata=nodatas,
    holes=st.booleans(),
    level=st.sampled_from([0.1, 1.0, 100.0, 1000.0, 30000.0, 1e9]),
    offset=st.sampled_from([0.0, 1000.0]),
    place=st.sampled_from(sorted(PLACES)),
    south_up=st.booleans(),
    mask=st.sampled_from(MASKS),
    tile=st.sampled_from([0, 16, 64, 128, 200, 1024]),
    overlap=st.sampled_from([-1, 0, 8, 48]),
    dilate=st.sampled_from([-1, 0, 3, 200]),
    with_sar=st.booleans(),
)


def raster(path: Path, values: np.ndarray, case: Case, names: tuple[str, ...] = (), **changes: object) -> str:
    """Write (bands, rows, cols) at the case's place; ``move`` in pixels, ``coarse`` times larger pixels."""
    crs, (x, y), pixel = PLACES[changes.get('place', case.place)]
    move, coarse = changes.get('move', 0), changes.get('coarse', 1)
    x += move * pixel + changes.get('turn', 0.0)
    bands, rows, cols = values.shape
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), cols, rows, bands, TYPES[str(values.dtype)])
    if crs:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(crs)
        dataset.SetProjection(reference.ExportToWkt())
        up = case.south_up
        dy = pixel * coarse if up else -pixel * coarse
        dataset.SetGeoTransform((x, pixel * coarse, 0.0, y - (case.height * pixel if up else 0.0), 0.0, dy))
    for k in range(bands):
        band = dataset.GetRasterBand(k + 1)
        if names:
            band.SetDescription(names[k])
        if changes.get('nodata') is not None:
            band.SetNoDataValue(changes['nodata'])
        band.WriteArray(values[k])
    dataset = None
    return str(path)


def image(folder: Path, case: Case, dice: np.random.Generator) -> tuple[str, np.ndarray]:
    """Write the image; return its path and where it has no data, by the values that were written."""
    shape = (case.bands, case.height, case.width)
    values = case.offset + case.level * (0.2 + 0.6 * dice.random((1, *shape[1:])) + 0.1 * dice.random(shape))
    if case.kind.startswith(('u', 'i')):
        limits = np.iinfo(case.kind)
        values = np.clip(np.rint(values), max(limits.min, 0), limits.max)
    values = values.astype(case.kind)
    if case.holes:
        holes = dice.random(shape[1:]) < 0.2
        gap = np.nan if case.nodata is None and values.dtype.kind == 'f' else case.nodata or 0.0
        with np.errstate(over='ignore', invalid='ignore'):
            values[:, holes] = np.asarray(gap).astype(case.kind)
    declared = case.nodata
    if case.kind.startswith(('u', 'i')) and declared is not None and not np.isfinite(declared):
        declared = None  # GDAL refuses to write it
    path = raster(folder / 'image.tif', values, case, NAMES[: case.bands], nodata=declared)
    return path, _without_data(values, declared)


def _without_data(values: np.ndarray, declared: float | None) -> np.ndarray:
    """Return which pixels (rows, cols) hold no data: nodata in a band that has any, or 0 in all where none is named."""
    if declared is not None and values.dtype.kind != 'f':
        limits = np.iinfo(values.dtype)
        declared = declared if declared == int(declared) and limits.min <= declared <= limits.max else None
    transparent = np.zeros(values.shape[1:], bool)
    if values.dtype == np.uint8 and len(values) == 4:  # GDAL takes four bytes for red, green, blue, alpha
        values, transparent = values[:3], values[3] == 0
    gone = ~(np.abs(values.astype(np.float64)) < 1e30)
    if declared is None:
        return gone.any(axis=0) | (values == 0).all(axis=0) | transparent
    with np.errstate(over='ignore'):
        gone |= values == np.asarray(declared).astype(values.dtype)
    return gone[~gone.all(axis=(1, 2))].any(axis=0) | transparent


def mask(folder: Path, case: Case, dice: np.random.Generator) -> str:
    """Write the mask."""
    rows, cols = case.height, case.width
    classes, changes = np.full((1, rows, cols), 4, np.uint8), {}
    if case.mask in ('a cloud', 'half', 'a turn away'):
        classes[:, rows // 3 : rows // 2 + 1, cols // 4 : cols // 2 + 1] = 9
    elif case.mask in ('all hidden', 'a few clear'):
        classes[:] = 9
    elif case.mask == 'noise':
        classes[:] = dice.integers(0, 12, classes.shape)
    elif case.mask == 'outside the classes':
        classes[:] = dice.integers(0, 256, classes.shape)
    elif case.mask == 'no data':
        changes['nodata'] = 4.0
    if case.mask == 'a few clear':
        classes[:, rows // 2, cols // 2 : cols // 2 + 3] = 4
    if case.mask == 'elsewhere':
        changes['move'] = 10 * cols
    elif case.mask == 'half':
        changes['move'] = cols // 2
    elif case.mask == 'coarse':
        classes, changes['coarse'] = classes[:, ::2, ::2], 2
    elif case.mask == 'a turn away' and PLACES[case.place][0] == DEGREES:
        changes['turn'] = -360.0
    elif case.mask == 'no place':
        changes['place'] = 'none'
    return raster(folder / 'mask.tif', np.ascontiguousarray(classes), case, **changes)


def check_clouds(case: Case, compare_tiles: bool = False) -> str:
    """Run a cloud removal of the case and check what must hold; return 'done', or the class of the refusal."""
    folder = Path(tempfile.mkdtemp(prefix='sar2optical-inputs-'))
    try:
        dice = np.random.default_rng(case.seed)
        path, holes = image(folder, case, dice)
        out = folder / 'out'
        out.mkdir()
        sar = ''
        if case.with_sar:
            backscatter = dice.normal(-12, 3, (2, case.height, case.width)).astype(np.float32)
            sar = raster(folder / 'sar.tif', backscatter, case, ('VV', 'VH'), nodata=-9999.0)
        request = RemoveClouds(
            path, mask(folder, case, dice), str(out / 'o.tif'), str(out / 'm.tif'), str(out / 'u.tif'), sar=sar,
            method='regression', dilate=case.dilate, tile_size=case.tile, overlap=case.overlap,
        )  # fmt: skip
        try:
            request.run()
        except Sar2OpticalError as error:
            return _refused(error, out)
        _check_done(path, out, holes)
        if compare_tiles and case.overlap not in SHORT:
            made = read(out / 'o.tif')
            request.__class__(**{**request.__dict__, 'tile_size': 0, 'overlap': -1}).run()
            again = read(out / 'o.tif')
            largest = max(float(np.nanmax(np.abs(np.where(np.isfinite(made), made, 0)), initial=0)), 1e-6)
            apart = np.abs(np.nan_to_num(made.astype(np.float64)) - np.nan_to_num(again.astype(np.float64)))
            assert apart.max(initial=0) <= max(1.0 if made.dtype.kind != 'f' else 0.0, 2e-3 * largest)
        return 'done'
    finally:
        shutil.rmtree(folder)


def _refused(error: Exception, out: Path) -> str:
    text = str(error)
    assert text.endswith('.') and '\n' not in text and len(text) > 30
    assert list(out.iterdir()) == []
    return type(error).__name__


def _check_done(path: str, out: Path, holes: np.ndarray) -> None:
    before, after, kept, doubt = read(path), read(out / 'o.tif'), read(out / 'm.tif')[0], read(out / 'u.tif')
    source, result = gdal.Open(path), gdal.Open(str(out / 'o.tif'))
    assert strangers(out) == [] and all(is_whole(each) for each in out.glob('*.tif'))
    assert after.shape == before.shape and after.dtype == before.dtype
    assert result.GetGeoTransform() == source.GetGeoTransform() and result.GetProjection() == source.GetProjection()
    clear, made, none = kept == 0, kept == 1, kept == 255
    assert (clear | made | none).all()
    assert after[:, clear | none].tobytes() == before[:, clear | none].tobytes()
    assert (none == holes).all()
    assert (doubt[:, none] == -9999.0).all() and (doubt[:, clear] == 0.0).all() and (doubt[:, made] >= 0.0).all()
    assert np.isfinite(after[:, made]).all() and np.isfinite(doubt[:, made]).all()
    if made.any() and clear.any():
        low, high = before[:, clear].min(axis=1), before[:, clear].max(axis=1)
        slack = (1.0 if before.dtype.kind != 'f' else 0.0) + 1e-3 * np.abs(high.astype(np.float64))
        inside = after[:, made].astype(np.float64)
        assert (inside >= (low - slack)[:, None]).all() and (inside <= (high + slack)[:, None]).all()
    nodata = result.GetRasterBand(1).GetNoDataValue()
    if nodata is not None and not np.isnan(nodata):
        assert not (after[:, made].astype(np.float64) == nodata).any()


def check_sar(case: Case, model: str) -> str:
    """Translate the case's image as radar and check what must hold; return 'done', or the class of the refusal."""
    folder = Path(tempfile.mkdtemp(prefix='sar2optical-inputs-'))
    try:
        path, _ = image(folder, case, np.random.default_rng(case.seed))
        out = folder / 'out'
        out.mkdir()
        request = SarToOptical(
            path, str(out / 'o.tif'), str(out / 'u.tif'), bands='VV=1' if case.bands < 2 else 'VV=1,VH=2', model=model,
            device='cpu', tile_size=case.tile, overlap=case.overlap, style='natural' if case.seed % 2 else 'colorized',
        )  # fmt: skip
        try:
            report = request.run()
        except Sar2OpticalError as error:
            return _refused(error, out)
        picture, doubt = read(out / 'o.tif'), read(out / 'u.tif')
        source, result = gdal.Open(path), gdal.Open(str(out / 'o.tif'))
        assert picture.shape == (4, case.height, case.width) and picture.dtype == np.uint8
        assert result.GetGeoTransform() == source.GetGeoTransform() and result.GetProjection() == source.GetProjection()
        seen = picture[3] == 255
        assert ((picture[3] == 0) | seen).all() and (picture[:3, ~seen] == 0).all()
        assert seen.sum() == report.pixels['valid']
        assert np.isfinite(doubt).all() and (doubt[:, ~seen] == -9999.0).all() and (doubt[:, seen] >= 0).all()
        assert strangers(out) == [] and all(is_whole(each) for each in out.glob('*.tif'))
        return 'done'
    finally:
        shutil.rmtree(folder)
