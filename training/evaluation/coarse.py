"""Cover told from coarse and from filtered radar: as it is, and as the product shows it to the network.

    python -m training.evaluation.coarse [--model FILE.onnx] [--dry]

Every chip with calibrated radar and known cover, averaged in power to larger pixels or over windows; what is true of
an averaged pixel is the cover of most of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from osgeo import gdal, osr
from scipy.ndimage import uniform_filter

from sar2optical_qgis.core.raster.push_pull import sum_up
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN
from sar2optical_qgis.core.sentinel.radiometry import db_to_power, power_to_db
from training.data.geotiff import write_tif
from training.evaluation.command import read_card, write_section
from training.evaluation.eye import unseen
from training.evaluation.forest import confusion, mean_iou
from training.evaluation.judged import Judged, read_judged

FACTORS, RADII = (2, 4, 8), (1, 3)  # pixels of 20, 40 and 80 m; windows of 3 x 3 and 7 x 7
MOST, SMALLEST = 0.6, 200  # share of an averaged pixel that its cover has; pixels of a chip's side
METRES = 10
SHARE = 0.02  # of a place's pixels: covers that are rarer don't count for it


def averaged(chip: Judged, factor: int) -> Judged | None:
    """Return the chip with pixels ``factor``, a power of two, times as large; None where it is small or has gaps."""
    good = chip.valid & np.all([np.isfinite(v) for v in chip.db.values()], axis=0)
    if min(good.shape) < SMALLEST or not good.all():
        return None
    rows, cols = (size // factor * factor for size in good.shape)
    db = {
        name: power_to_db(sum_up(db_to_power(values[:rows, :cols]), factor) / factor**2).astype(np.float32)
        for name, values in chip.db.items()
    }
    shares = np.stack([sum_up((chip.cover[:rows, :cols] == k).astype(np.float32), factor) for k in range(len(COVERS))])
    shares /= factor**2
    cover = np.where(shares.max(0) > MOST, shares.argmax(0), UNKNOWN).astype(np.uint8)
    return replace(chip, db=db, cover=cover, valid=np.ones(cover.shape, bool))


def filtered(chip: Judged, radius: int) -> Judged | None:
    """Return the chip with the means of windows, as the plainest speckle filter makes them."""
    chip = averaged(chip, 1)
    if chip is None:
        return None
    db = {n: power_to_db(uniform_filter(db_to_power(v), 2 * radius + 1, mode='nearest')) for n, v in chip.db.items()}
    return replace(chip, db=db)


def told(chip: Judged, metres: float, model: str, folder: Path) -> np.ndarray:
    """Return the cover (rows, cols) that the product tells of a chip, as numbers of COVERS."""
    path = write_tif(folder / 's1.tif', np.stack([*chip.db.values()]), tuple(chip.db), gdal.GDT_Float32)
    zone = osr.SpatialReference()
    zone.ImportFromEPSG(32632)
    placed = gdal.Open(path, gdal.GA_Update)
    placed.SetProjection(zone.ExportToWkt())
    placed.SetGeoTransform((500000.0, metres, 0.0, 5000000.0, 0.0, -metres))
    placed = None  # closed: only then the file is whole
    SarToOptical(input=path, cover=str(folder / 'cover.tif'), model=model).run()
    return gdal.Open(str(folder / 'cover.tif')).ReadAsArray()[0].astype(int) - 1


def as_it_is(model: Path, folder: Path) -> str:
    """Return a copy of a model that says nothing of pixel sizes, so that it sees radar as it is."""
    copy = onnx.load(str(model))
    onnx.helper.set_model_props(copy, replace(read_card(model), coarsest=0).to_metadata())
    onnx.save(copy, str(folder / 'plain.onnx'))
    return str(folder / 'plain.onnx')


def numbers(counts: dict[str, np.ndarray]) -> str:
    """Return share of pixels told rightly; mean IoU by place, of all together; every place counts alike."""
    mixed = [c for c in counts.values() if (c.sum(1) >= SHARE * c.sum()).sum() > 1]
    right = np.mean([np.trace(c) / c.sum() for c in counts.values()])
    together = mean_iou(np.sum([c / c.sum() for c in counts.values()], axis=0))
    return f'{right:.3f}; {np.mean([mean_iou(c, SHARE) for c in mixed]):.3f}, {together:.3f}'


def evaluate(model: Path, chips: Sequence[Judged], held: set[str]) -> str:
    """Return the markdown; ``held``: the places that the model has not seen."""
    looks = {f'{METRES * f} m': (METRES * f, lambda chip, f=f: averaged(chip, f)) for f in (1, *FACTORS)}
    looks |= {f'means of {2 * r + 1} x {2 * r + 1}': (METRES, lambda chip, r=r: filtered(chip, r)) for r in RADII}
    lines = [
        '| radar | held out, as it is | with speckle | seen in training, as it is | with speckle |', '|---' * 5 + '|'
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = as_it_is(model, folder), str(model)
        for look, (metres, make) in looks.items():
            counts: list[dict[str, np.ndarray]] = [{}, {}, {}, {}]
            for chip in filter(None, map(make, chips)):
                known = chip.cover != UNKNOWN
                if known.sum() < SMALLEST // 4:
                    continue
                for k, each in enumerate(models):
                    made = confusion(chip.cover[known], told(chip, metres, each, folder)[known])
                    cell = counts[k + 2 * (chip.place not in held)]
                    cell[chip.place] = cell.get(chip.place, 0) + made
            lines.append(f'| {look} | ' + ' | '.join(numbers(c) if c else '-' for c in counts) + ' |')
    return '\n'.join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.coarse', description=main.__doc__)
    parser.add_argument('--model', type=Path, default=Path('resources/models/sar_to_optical.onnx'))
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    chips = [chip for chip in read_judged() if chip.calibrated]
    card = read_card(options.model)
    text = (
        f'## Cover from coarse and filtered radar: {card.name}, version {card.version}\n\n'
        '`python -m training.evaluation.coarse`\n\nShare of the pixels told rightly; mean IoU by place, of all '
        'together. The same ground averaged in power; "as it is": the network sees it so, "with speckle": as the '
        'product shows it, enlarged from 15 m on. Chips of 200 pixels and more without gaps.\n\n'
        + evaluate(options.model, chips, {chip.place for chip in unseen(chips, ())})
    )
    print(text)
    if not options.dry:
        write_section('cover from coarse radar', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
