"""Tiny generated copies of the layouts in which data sets are distributed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()
SIDE = 64


def ground(rng: np.random.Generator, side: int = SIDE) -> np.ndarray:
    """Return fields of random brightness, (side, side) in 0..1."""
    return rng.random((8, 8)).repeat(side // 8, 0).repeat(side // 8, 1)


def write_tif(
    path: Path, array: np.ndarray, names: tuple[str, ...] = (), corner: tuple[float, float] | None = None
) -> None:
    """Write (bands, rows, cols); with ``corner`` in metres of UTM 33 north it lies on the ground."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = gdal.GDT_UInt16 if array.dtype == np.uint16 else gdal.GDT_Float32
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), array.shape[2], array.shape[1], len(array), kind)
    if corner:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(32633)
        dataset.SetProjection(reference.ExportToWkt())
        dataset.SetGeoTransform((corner[0], 10, 0, corner[1], 0, -10))
    for number, band in enumerate(array, 1):
        dataset.GetRasterBand(number).WriteArray(band)
        if names:
            dataset.GetRasterBand(number).SetDescription(names[number - 1])
    dataset.FlushCache()


def write_png(path: Path, array: np.ndarray) -> None:
    """Write (bands, rows, cols) uint8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    memory = gdal.GetDriverByName('MEM').Create('', array.shape[2], array.shape[1], len(array), gdal.GDT_Byte)
    for number, band in enumerate(array, 1):
        memory.GetRasterBand(number).WriteArray(band)
    gdal.GetDriverByName('PNG').CreateCopy(str(path), memory)


def optical(land: np.ndarray, bands: int, rng: np.random.Generator) -> np.ndarray:
    """Return reflectance x 10000 (bands, rows, cols)."""
    return (300 + 1500 * land + rng.normal(0, 20, (bands, *land.shape))).clip(1, 9000).astype(np.uint16)


def radar(land: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return VV and VH in dB."""
    clean = np.stack([-14 + 8 * land, -21 + 8 * land])
    return (clean + rng.normal(0, 1, clean.shape)).astype(np.float32)


def sen12(root: Path) -> Path:
    """Two scenes a class, two patches a scene."""
    rng = np.random.default_rng(1)
    for number, label in enumerate(('agri', 'barrenland', 'grassland', 'urban')):
        for scene in (10 + number, 20 + number):
            for patch in (1, 2):
                land = ground(rng)
                for kind, array in (('s1', land[None]), ('s2', land[None].repeat(3, 0) * 0.8)):
                    name = f'ROIs1868_summer_{kind}_{scene}_p{patch}.png'
                    write_png(root / 'v_2' / label / kind / name, (40 + 200 * array).astype(np.uint8))
    return root


def sen12mscr(root: Path) -> Path:
    """One ROI of each side of the official split."""
    rng = np.random.default_rng(2)
    for seed, season, number in (('ROIs1158', 'spring', 1), ('ROIs1868', 'summer', 17), ('ROIs2017', 'winter', 63)):
        for patch in (30, 31):
            land = ground(rng)
            clear = optical(land, 13, rng)
            clear[10] = 0  # B10 of clear air
            for kind, array in (
                ('s1', radar(land, rng)),
                ('s2', clear),
                ('s2_cloudy', optical(land, 13, rng) + np.uint16(4000)),
            ):
                folder = root / f'{seed}_{season}_{kind}' / f'{kind}_{number}'
                write_tif(folder / f'{seed}_{season}_{kind}_{number}_p{patch}.tif', array)
    return root


def sen12mscrts(root: Path) -> Path:
    """A training and a validation ROI of four dates, two of them cloudy in part."""
    rng = np.random.default_rng(3)
    for seed, number in (('ROIs1868', 36), ('ROIs1868', 17)):
        land = ground(rng)
        for image in range(4):
            values, place = optical(land, 13, rng), f'{seed}_{number}'
            if image in (1, 2):
                values[:, : 20 * image] = 6000
            end = f'ImgNo_{image}_2018-0{image + 1}-0{{}}_patch_5.tif'
            write_tif(root / seed / str(number) / 'S2' / str(image) / f's2_{place}_{end.format(2)}', values)
            write_tif(root / seed / str(number) / 'S1' / str(image) / f's1_{place}_{end.format(4)}', radar(land, rng))
    return root


def terramesh(root: Path) -> Path:
    """Two cells in train, one in val."""
    rng = np.random.default_rng(4)
    for split, cell in (('train', '609U_541L'), ('train', '12D_33R'), ('val', '100U_7R')):
        for patch in (0, 1):
            land, name = ground(rng), f'majortom_{cell}_{patch}.tif'
            write_tif(root / split / 'S1RTC' / name, radar(land, rng))
            write_tif(root / split / 'S2L2A' / name, optical(land, 12, rng))
    return root


def folder(root: Path) -> Path:
    """Six pairs on the ground in three cells of 20 km, four bands with names."""
    rng = np.random.default_rng(5)
    for number in range(6):
        land, corner = ground(rng), (400_000 + number // 2 * 40_000.0, 5_000_000.0)
        write_tif(root / 's1' / f'chip_{number}.tif', radar(land, rng), ('VV', 'VH'), corner)
        write_tif(root / 's2' / f'chip_{number}.tif', optical(land, 4, rng), ('B2', 'B3', 'B4', 'B8'), corner)
    return root


def index(root: Path) -> Path:
    """An index of two series of five dates (one cloudy), one of them held out, and cloud shapes."""
    rng = np.random.default_rng(6)
    columns = 'id,kind,source,group,split,date,gsd_m,level,bands,s1,s2,s2_cloudy,mask,mask_kind,label,note,landcover'
    names = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')
    rows = [columns]
    for place, split in (('north', 'train'), ('south', 'val')):
        land = ground(rng)
        for month in range(1, 6):
            name, mask = f'{place}_{month}', np.full((1, SIDE, SIDE), 4, np.uint16)
            if month == 3:
                mask[:, :30] = 9
            write_tif(root / f'{name}_s2.tif', optical(land, 10, rng), names)
            write_tif(root / f'{name}_s1.tif', radar(land, rng), ('VV', 'VH'))
            write_tif(root / f'{name}_scl.tif', mask)
            files = f'{name}_s1.tif,{name}_s2.tif,,{name}_scl.tif,SCL'
            rows.append(f'{name},series,test,{place},{split},2020-0{month}-05,10,L2A,{" ".join(names)},{files},,,')
    for name in ('eifel_tiny', 'train_tiny'):
        write_tif(
            root / 'masks' / f'{name}.tif',
            (rng.random((2, 12, 12)).repeat(10, 1).repeat(10, 2) > 0.7).astype(np.uint16),
        )
    (root / 'index.csv').write_text('\n'.join(rows) + '\n')
    return root
