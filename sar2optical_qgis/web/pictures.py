"""Pictures of rasters for a browser: PNG with alpha, at most MOST pixels a side, and the legends of overlays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..core.assess.plots import MAGMA
from ..core.cloud_mask.growth import CLASSES_ITEM
from ..core.raster.raster import Raster
from ..core.sar_to_optical.cover import COVERS_ITEM
from ..core.sentinel.band_names import polarisation_of, s2_bands_of
from ..core.sentinel.layers import open_layer
from ..core.sentinel.processing_baseline import is_old, offset_by_name
from ..core.sentinel.radar_units import decide as decide_radar
from ..core.sentinel.radiometry import natural_colour
from ..core.sentinel.reflectance_units import decide

MOST = 4096  # pixels a side of a picture
COLOURS = ('B04', 'B03', 'B02')
GENERATED = (255, 0, 200, 90)  # the tint of generated pixels, as QGIS shows it
SCL = (
    (0, 0, 0), (255, 0, 0), (47, 47, 47), (100, 50, 0), (0, 160, 0), (255, 230, 90), (0, 0, 255), (128, 128, 128),
    (192, 192, 192), (255, 255, 255), (100, 200, 255), (255, 150, 255),
)  # fmt: skip
WORLDCOVER = {
    10: (0, 100, 0), 20: (255, 187, 34), 30: (255, 255, 76), 40: (240, 150, 255), 50: (250, 0, 0), 60: (180, 180, 180),
    70: (240, 240, 240), 80: (0, 100, 200), 90: (0, 150, 160), 95: (0, 207, 117), 100: (250, 230, 160),
}  # fmt: skip
LABEL = Path(__file__).parent / 'page' / 'generated.png'  # what a downloaded picture bears


def draw_input(raster: Raster, role: str, target: Path) -> list[int]:
    """Draw an input by its role (radar, optical, mask, landcover); return [width, height]."""
    values, valid = thinned(raster, average=role in ('radar', 'optical'))
    draw = {'radar': _radar, 'optical': _optical, 'mask': _classes, 'landcover': _classes}[role]
    return write(draw(raster, values, valid), valid.any(axis=0), target)


def draw_result(path: str, output: str, target: Path) -> dict[str, object]:
    """Draw a result; return {size, legend}, the legend being [[colour, text], ...] or {low, high, colours, unit}."""
    raster = open_layer(path, output)
    picture = output == 'OUTPUT'
    values, valid = thinned(raster, average=picture)
    if output == 'PROBABILITY':
        return {'size': write(np.repeat(values[:1] / np.float32(100.0), 3, axis=0), valid.any(axis=0), target)}
    if picture and raster.has_palette:
        return _categories(path, values[0], valid[0], None, target)
    if picture and raster.is_byte:
        return {'size': write(values[:3], valid.any(axis=0), target)}
    if picture:
        return {'size': write(_optical(raster, values, valid), valid.any(axis=0), target)}
    if output == 'UNCERTAINTY':
        return _sigma(values, valid, raster, target)
    if output == 'MASK':
        shape = (4, *valid.shape[1:])
        tint = np.zeros(shape, np.uint8)
        tint[:, values[0] == 1] = np.array(GENERATED, np.uint8)[:, None]
        return {'size': _png(tint, target), 'legend': [['#ff00c8', 'Generated pixels']]}
    sure = values[1] / np.float32(100.0) if raster.descriptions[1:2] == ('Probability',) else None
    return _categories(path, values[0], valid[0], sure, target)


def thinned(raster: Raster, average: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return values and validity (bands, rows, cols) of a raster, with MOST pixels a side or fewer."""
    grid, count = raster.grid, raster.count
    share = min(MOST / max(grid.width, grid.height), 1.0)
    cols, rows = max(round(grid.width * share), 1), max(round(grid.height * share), 1)
    if share == 1.0:
        values, valid = raster.read((0, 0, grid.width, grid.height), tuple(range(1, count + 1)))
        return values, valid & (values != 0).any(axis=0)
    whole, average = (0, 0, grid.width, grid.height), average and raster.nodata[0] is not None
    dataset = raster.on_few_pixels(whole, cols, rows) if raster.is_warped else raster.dataset
    values = dataset.ReadAsArray(
        0, 0, dataset.RasterXSize, dataset.RasterYSize, buf_xsize=cols, buf_ysize=rows, buf_type=raster.gdal_type,
        band_list=list(range(1, count + 1)),
        resample_alg=gdal.GRIORA_Average if average else gdal.GRIORA_NearestNeighbour,
    ).reshape(count, rows, cols)  # fmt: skip
    valid = np.isfinite(values) if values.dtype.kind == 'f' else np.ones(values.shape, bool)
    if raster.nodata[0] is not None:
        valid &= values != np.asarray(raster.nodata[0]).astype(values.dtype)
    return values, valid & (values != 0).any(axis=0)


def _radar(raster: Raster, values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Grey: the first polarisation in decibels, from its 2nd to its 99th percentile."""
    names = [polarisation_of(name) for name in raster.descriptions[: raster.count]]
    band = names.index('VV') if 'VV' in names else 0
    plane, good = values[band], valid[band]
    name = names[band] or 'VV'
    unit = decide_radar({name: (plane.ravel(), good.ravel())}, raster.is_byte)
    db = unit.to_db(np.where(good, plane, 1))
    return np.repeat(_stretched(db, good, (2, 99))[None], 3, axis=0)


def _optical(raster: Raster, values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Natural colour by the bands' names; without names the first three as they are stretched, or the first in grey."""
    names = s2_bands_of(raster.descriptions[: raster.count], raster.name)
    if raster.is_byte and not any(names):
        return values[:3] if raster.count >= 3 else np.repeat(values[:1], 3, axis=0)
    known = all(name in names for name in COLOURS)
    bands = [names.index(name) for name in COLOURS] if known else [0, 1, 2] if raster.count >= 3 else [0, 0, 0]
    shown, good = values[bands], valid[bands].all(axis=0)
    sample = shown[:, good].astype(np.float32)
    sample = sample[:, :: max(sample.shape[1] // 100_000, 1)]
    if not known:
        return _stretched(shown.astype(np.float32), np.repeat(good[None], 3, axis=0), (1, 99))
    rows = dict(zip(COLOURS, range(3)))
    found = decide(sample, rows, sample, raster, 'auto', offset_by_name(raster), is_old(raster))
    return natural_colour(found.scale.to_reflectance(shown))


def _classes(raster: Raster, values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Classes of an SCL or of WorldCover in their usual colours; other codes in grey."""
    table = np.repeat(np.arange(256, dtype=np.float32)[None] / 255.0, 3, axis=0)
    known = WORLDCOVER if int(values.max(initial=0)) >= len(SCL) else dict(enumerate(SCL))
    for code, colour in known.items():
        table[:, code] = np.array(colour) / 255.0
    return table[:, np.clip(values[0], 0, 255).astype(np.uint8)]


def _stretched(values: np.ndarray, good: np.ndarray, percent: tuple[int, int]) -> np.ndarray:
    seen = values[good]
    seen = seen[:: max(seen.size // 200_000, 1)]
    low, high = np.percentile(seen, percent) if seen.size else (0.0, 1.0)
    return np.clip((values - low) / max(high - low, 1e-6), 0.0, 1.0).astype(np.float32)


def _sigma(values: np.ndarray, valid: np.ndarray, raster: Raster, target: Path) -> dict[str, object]:
    """The mean sigma of the bands on a perceptual ramp; 0 (kept pixels) is clear."""
    good = valid.any(axis=0)
    sigma = np.where(valid, values, 0).sum(axis=0) / np.maximum(valid.sum(axis=0), 1)
    seen = sigma[good & (sigma > 0)]
    low, high = (float(v) for v in np.percentile(seen, (2, 98))) if seen.size else (0.0, 1.0)
    if high - low < 0.05 * high:  # an even sigma must not be stretched into patterns
        low, high = 0.0, 2.0 * high
    step = np.clip((sigma - low) * (255.0 / max(high - low, 1e-9)), 0.0, 255.0).astype(np.uint8)
    places = np.linspace(0, len(MAGMA) - 1, 256)
    ramp = np.array([np.interp(places, range(len(MAGMA)), [colour[k] for colour in MAGMA]) for k in range(3)])
    size = write(np.rint(ramp).astype(np.uint8)[:, step], good & (sigma > 0), target)
    unit = 'grey levels' if 'grey levels' in ' '.join(raster.descriptions) else ''
    return {'size': size, 'legend': {'low': low, 'high': high, 'colours': [_hex(c) for c in MAGMA], 'unit': unit}}


def _categories(
    path: str, codes: np.ndarray, valid: np.ndarray, sure: np.ndarray | None, target: Path
) -> dict[str, object]:
    """Codes in the file's own palette and names, else on a ramp; the less ``sure`` (0..1), the clearer."""
    dataset = gdal.OpenEx(path, gdal.OF_RASTER)
    palette, names = dataset.GetRasterBand(1).GetColorTable(), dict(_names(dataset))
    found = [int(code) for code in np.unique(codes[valid])][:64]
    picture, legend = np.zeros((3, *codes.shape), np.uint8), []
    for number, code in enumerate(found):
        if palette is not None and 0 <= code < palette.GetCount():
            colour = palette.GetColorEntry(code)[:3]
        else:
            step = (number + 0.5) / len(found) * (len(MAGMA) - 1)
            colour = tuple(round(float(np.interp(step, range(len(MAGMA)), [c[k] for c in MAGMA]))) for k in range(3))
        picture[:, codes == code] = np.array(colour, np.uint8)[:, None]
        legend.append([_hex(colour), names.get(code, str(code))])
    return {'size': write(picture, valid, target, sure), 'legend': legend}


def _names(dataset: gdal.Dataset) -> Iterator[tuple[int, str]]:
    """Codes and names of a generated cover or mask: in the file itself, for GDAL's own lie beside it."""
    told = dataset.GetMetadataItem(COVERS_ITEM) or dataset.GetMetadataItem(CLASSES_ITEM) or ''
    for part in filter(None, told.split(', ')):
        code, name = part.split(' ', 1)
        yield int(code), name


def _hex(colour: tuple[int, ...]) -> str:
    return '#{:02x}{:02x}{:02x}'.format(*(int(v) for v in colour[:3]))


def write(picture: np.ndarray, valid: np.ndarray, target: Path, sure: np.ndarray | None = None) -> list[int]:
    """Write a picture (3, rows, cols), bytes or 0..1, as a PNG, clear where not ``valid``; return [width, height]."""
    levels = np.empty((4, *valid.shape), np.uint8)
    is_ready = picture.dtype == np.uint8
    levels[:3] = picture if is_ready else np.rint(np.clip(np.nan_to_num(picture), 0.0, 1.0) * 255.0)
    levels[3] = np.where(valid, 255 if sure is None else np.rint(255 * np.clip(sure, 0.0, 1.0)), 0)
    levels[:3] *= valid
    return _png(levels, target)


def mark(source: Path, target: Path, metadata: dict[str, str]) -> None:
    """Write a copy of a picture that says "generated" in its corner and, as text chunks, by what."""
    levels = gdal.OpenEx(str(source), gdal.OF_RASTER).ReadAsArray()
    label = gdal.OpenEx(str(LABEL), gdal.OF_RASTER).ReadAsArray()
    rows, cols = label.shape[1:]
    if levels.shape[1] > 3 * rows and levels.shape[2] > 2 * cols:
        corner = levels[:, -rows:, -cols:]
        share = label[3] / np.float32(255.0)
        corner[:3] = np.rint(corner[:3] * (1 - share) + label[:3] * share)
        corner[3] = np.maximum(corner[3], label[3])
    _png(levels, target, metadata)


def _png(levels: np.ndarray, target: Path, metadata: dict[str, str] | None = None) -> list[int]:
    memory = gdal.GetDriverByName('MEM').Create('', levels.shape[2], levels.shape[1], len(levels), gdal.GDT_Byte)
    memory.WriteArray(np.ascontiguousarray(levels))
    memory.GetRasterBand(len(levels)).SetColorInterpretation(gdal.GCI_AlphaBand)
    if metadata:
        memory.SetMetadata(metadata)
    options = ['ZLEVEL=2', f'WRITE_METADATA_AS_TEXT={"YES" if metadata else "NO"}']
    gdal.GetDriverByName('PNG').CreateCopy(str(target), memory, options=options)
    return [levels.shape[2], levels.shape[1]]
