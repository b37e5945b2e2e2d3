"""``python -m training terramind``: TerraMind's picture or land cover of a radar layer, or of the index's chips.

    python -m training terramind --input s1.tif --output s2.tif --draws 5 --spread spread.tif
    python -m training terramind --input s1.tif --output cover.tif --to LULC
    python -m training terramind --chips distilled --draws 5        for ``distilled`` of SarOpticalData

Outputs lie on the input's grid: S2L2A as twelve bands of reflectance x 10000 without offset, LULC as ESRI's classes in
TerraMind's numbers; 0 is no data. --spread is the standard deviation of the draws, or how likely the class shown is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.names import POLARISATIONS
from sar2optical_qgis.core.raster.grid import Grid
from sar2optical_qgis.core.raster.partial_files import check_target
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.raster.writer import RasterWriter
from sar2optical_qgis.core.run.job import Job
from sar2optical_qgis.core.run.provenance import PREFIX, provenance
from sar2optical_qgis.core.sentinel.radar import Radar
from training.baselines.terramind_generator import COVER, Generator, Weights
from training.baselines.terramind_tiles import generate
from training.data.index import Chip, read_index, split_by_group
from training.data.rasters import read_sar
from training.networks.terramind_encoder import S2L2A

NODATA = -9999.0
PIXEL_M = (7.0, 15.0)  # TerraMind was taught on pixels of 10 m


class LayerOfRadar:
    """A radar layer as TerraMind wants it: dB of VV and VH (2, rows, cols), nan where unknown."""

    def __init__(self, path: str):
        radar = Radar(path)
        if not radar.calibrated:
            raise InputError('TerraMind knows calibrated backscatter only. Give INPUT in dB, power or amplitude.')
        self.path, self.grid, self.radar, self.decisions = path, radar.grid, radar, list(radar.decisions)
        if lacking := [name for name in POLARISATIONS if name not in radar.polarisations]:
            self.decisions.append(f'{lacking[0]} is missing: TerraMind gets its mean for it.')
        if self.grid.is_georeferenced and not PIXEL_M[0] < self.grid.pixel_size_m < PIXEL_M[1]:
            self.decisions.append(
                f'TerraMind was taught on pixels of 10 m; these have {self.grid.pixel_size_m:.0f} m. Better warp them.'
            )

    def read(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return a window's decibels."""
        found = np.full((2, height, width), np.nan, np.float32)
        db, good = self.radar.read(row, col, height, width)
        for k, name in enumerate(POLARISATIONS):
            if name in db:
                found[k] = np.where(good[name], db[name], np.nan)
        return found


class LayerOfChip:
    """The radar of a chip of the index on the grid of its picture."""

    def __init__(self, chip: Chip):
        self.path, self.grid, self.decisions = chip.s1, Raster(chip.s2, 'S2').grid, []
        bands = read_sar(chip.s1, (self.grid.height, self.grid.width))
        unknown = np.full((self.grid.height, self.grid.width), np.nan, np.float32)
        self.db = np.stack([bands.get(name, unknown) for name in POLARISATIONS])

    def read(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return a window's decibels."""
        return self.db[:, row : row + height, col : col + width]


def run(layer: LayerOfRadar | LayerOfChip, generator: Generator, output: str, spread: str = '', batch: int = 1) -> Job:
    """Write what the generator makes of a layer; return the job, whose decisions say how."""
    job = Job.of(lambda share: print(f'{share:.0%}', end='\r', flush=True), log=lambda text: print(text, flush=True))
    is_cover, grid = generator.output == 'LULC', layer.grid
    if spread and not is_cover and generator.draws < 2:
        raise InputError('One draw has no spread. Give --draws 2 or more, or leave --spread out.')
    for path in filter(None, (output, spread)):
        check_target(path)
    for sentence in [*layer.decisions, *generator.decisions]:
        job.decide(sentence)
    items = {**provenance(generator.method, None, generator.device, {'INPUT': layer.path}, tuple(job.decisions)),
             **{PREFIX + key: value for key, value in generator.items.items() if value}}  # fmt: skip
    with job.outputs() as writers:
        writers['OUTPUT'] = _picture(output, grid, items, is_cover)
        if spread:
            names = ('probability of the class',) if is_cover else tuple(f'{band} spread of draws' for band in S2L2A)
            writers['SPREAD'] = RasterWriter(spread, grid, gdal.GDT_Float32, names, NODATA, items)

        def write(col: int, row: int, planes: np.ndarray) -> None:
            known = np.isfinite(layer.read(row, col, *planes.shape[1:])).any(0)
            shown, doubt = _cover(planes) if is_cover else _reflectance(planes)
            writers['OUTPUT'].write(col, row, np.where(known, shown, 0).astype(shown.dtype))
            if spread:
                writers['SPREAD'].write(col, row, np.where(known, doubt, NODATA).astype(np.float32))

        folder = Path(output).resolve().parent
        generate(generator, generator.planes, layer.read, write, grid.height, grid.width, folder, batch, job.progress)
        job.publish({})
    return job


def _picture(path: str, grid: Grid, items: dict[str, str], is_cover: bool) -> RasterWriter:
    if is_cover:
        legend = {code: COVER[code] for code in range(1, len(COVER))}
        return RasterWriter(path, grid, gdal.GDT_Byte, ('land cover',), 0, items, legend=legend)
    return RasterWriter(path, grid, gdal.GDT_UInt16, S2L2A, 0, items)


def _cover(planes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the most likely class beside no data and its probability."""
    return (1 + planes[1:].argmax(0)[None]).astype(np.uint8), planes[1:].max(0)[None]


def _reflectance(planes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return reflectance x 10000, 0 kept for no data, and its spread."""
    count = len(S2L2A)
    return np.clip(np.rint(planes[:count]), 1, 65535).astype(np.uint16), planes[count:]


def main(arguments: list[str]) -> None:
    """Parse the options, see the module; --random tries the machinery without any weights."""
    parser = argparse.ArgumentParser(prog='training terramind', description=main.__doc__)
    parser.add_argument('--input', default='', help='Sentinel-1 layer, VV and VH')
    parser.add_argument('--output', default='')
    parser.add_argument('--spread', default='')
    parser.add_argument('--chips', type=Path, help='write the mean of draws of every training chip into this folder')
    parser.add_argument('--root', default='', help='data folder of --chips')
    parser.add_argument('--most', type=int, default=0, help='at most so many chips')
    parser.add_argument('--to', default='S2L2A', choices=('S2L2A', 'LULC'))
    parser.add_argument('--model', default='terramind_v1_base', help='or terramind_v1_tiny, _small, _large')
    parser.add_argument('--draws', type=int, default=1)
    parser.add_argument('--seed', type=int, default=0, help='of the first draw; the next ones count on')
    parser.add_argument('--steps', type=int, default=10, help='of the diffusion that decodes S2L2A')
    parser.add_argument('--batch', type=int, default=1, help='windows at once')
    for name in ('checkpoint', 'tokenizer'):
        parser.add_argument(f'--{name}', default='', help='offline copy of its weights, as the hub offers it')
        parser.add_argument(f'--{name}-sha256', default='', help=f'else it stands in {name.upper()}.sha256 beside it')
    parser.add_argument('--random', action='store_true', help='no weights at all: what comes out means nothing')
    options = parser.parse_args(arguments)
    if bool(options.chips) == bool(options.input) or bool(options.input) != bool(options.output):
        raise InputError('Give --input and --output, or --chips FOLDER.')
    weights = Weights(
        options.checkpoint, options.tokenizer, options.checkpoint_sha256, options.tokenizer_sha256, options.random
    )
    layer = LayerOfRadar(options.input) if options.input else None
    chips = _chips(options.root, options.most) if options.chips else []
    output = 'S2L2A' if options.chips else options.to
    generator = Generator(options.model, output, weights, options.steps, options.draws, options.seed)
    if layer:
        run(layer, generator, options.output, options.spread, options.batch)
        return
    options.chips.mkdir(parents=True, exist_ok=True)
    for chip in chips:
        run(LayerOfChip(chip), generator, str(options.chips / f'{chip.id}.tif'), '', options.batch)


def _chips(root: str, most: int) -> list[Chip]:
    """Return the training chips with calibrated radar: what is held out stays unseen."""
    train, _ = split_by_group(read_index(root))
    found = [chip for chip in train if chip.s1 and chip.s2 and chip.kind != 'pair8' and chip.source != 'OMBRIA']
    if not found:
        raise InputError('The data folder has no training chips with calibrated radar and a picture of their grid.')
    return found[:most] if most else found
