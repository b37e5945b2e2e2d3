"""How many real chips are decided rightly in every unit that they may come in.

    python -m training.evaluation.units [../shared/data] [--folds 5]

Prints a table. With folds, the densities by which the plugin decides are fitted anew without the places that are
tried; without, they are the shipped ones, which have seen these chips.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel import look
from sar2optical_qgis.core.sentinel.radar_units import decide as decide_radar
from sar2optical_qgis.core.sentinel.radar_units import is_calibrated
from sar2optical_qgis.core.sentinel.reflectance_units import decide as decide_optics
from sar2optical_qgis.core.sentinel.reflectance_units import reflectance_fill
from training.data.index import Chip, read_index
from training.data.looks import fit_looks, read_radar, write_looks
from training.data.spectra import CLOUDY, digital_numbers, hidden_of, read_spectra


def _whole(values: np.ndarray) -> np.ndarray:
    return np.rint(values).clip(0, 65535).astype(np.uint16)


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.where(values > 0, np.rint(values).clip(1, 255), 0).astype(np.uint8)


RADAR = {
    'dB': (lambda db: db, 'db', 1.0),
    'dB x 100, integers': (lambda db: np.rint(db * 100).astype(np.int16), 'db', 0.01),
    'power': (lambda db: (10 ** (db / 10)).astype(np.float32), 'linear', 1.0),
    'amplitude': (lambda db: (10 ** (db / 20)).astype(np.float32), 'amplitude', 1.0),
    'power x 10000, integers': (lambda db: _whole(1e4 * 10 ** (db / 10)), 'linear', 1e-4),
    'amplitude x 10000, integers': (lambda db: _whole(1e4 * 10 ** (db / 20)), 'amplitude', 1e-4),
    'dB of -25 to 5 as 0 to 1, not cut off': (lambda db: ((db + 25) / 30).astype(np.float32), 'db', 30.0),
    'dB of -30 to 0 as 0 to 1, not cut off': (lambda db: ((db + 30) / 30).astype(np.float32), 'db', 30.0),
    'DN of GRD': (lambda db: _whole(480 * 10 ** (db / 20)), 'amplitude', 1.0),
}
TOGETHER = (('VV',), ('VH',), ('VV', 'VH'))
OPTICS = {
    'DN': (lambda dn: dn.astype(np.uint16), 1e-4, 0.0),
    'DN + 1000': (lambda dn: np.where(dn > 0, dn.astype(np.float32) + 1000, 0).astype(np.uint16), 1e-4, -1000.0),
    'x 1000, integers': (lambda dn: np.where(dn > 0, np.rint(dn / 10).clip(1), 0).astype(np.uint16), 1e-3, 0.0),
    '0 to 1': (lambda dn: dn.astype(np.float32) / np.float32(1e4), 1.0, 0.0),
    'x 2.5': (lambda dn: dn.astype(np.float32) * np.float32(2.5e-4), 0.4, 0.0),
    'x 255, bytes': (lambda dn: _bytes(dn / 1e4 * 255), 1 / 255, 0.0),
    'a picture, white at .4, bytes': (lambda dn: _bytes(dn / 4e3 * 255), 0.4 / 255, 0.0),
    '0 to 10000 as float': (lambda dn: dn.astype(np.float32), 1e-4, 0.0),
}


@dataclass
class Count:
    """Chips that were tried, those decided rightly, and those wrong without a word."""

    tried: int = 0
    right: int = 0
    silent: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, is_right: bool, is_told: bool) -> None:
        self.tried, self.right = self.tried + 1, self.right + is_right
        if not is_right:
            self.silent += not is_told
            self.wrong.append(name)


def try_radar(chips: Iterable[tuple], table: dict) -> None:
    """Decide the unit of radar, as read_radar() returns it, in every unit and of each polarisation and both."""
    by_chip: dict[str, dict] = {}
    for name, _, polarisation, db, good in chips:
        by_chip.setdefault(name, {}).setdefault(polarisation, (db.ravel(), good.ravel()))
    for name, own in by_chip.items():
        for unit, (make, kind, factor) in RADAR.items():
            for wanted in TOGETHER:
                if set(wanted) <= set(own):
                    sample = {p: (make(own[p][0]), own[p][1]) for p in wanted}
                    found = decide_radar(sample, is_byte=False)
                    medians = {p: float(np.median(found.to_db(v[good]))) for p, (v, good) in sample.items()}
                    is_told = bool(found.others or found.offset) or not is_calibrated(medians, found.kind)
                    row = table.setdefault(('radar', unit, ' and '.join(wanted)), Count())
                    row.add(name, (found.kind, found.factor) == (kind, factor), is_told)


def try_optics(chips: Iterable[Chip], table: dict) -> None:
    """Decide scale and offset of every clear chip in every unit; what hides clouds is heeded where a chip has it."""
    for chip in chips:
        if not chip.s2 or chip.kind == 'pair8' or not chip.s2.endswith('.tif'):
            continue
        raster = Raster(chip.s2, 'S2')
        whole, every = (0, 0, raster.grid.width, raster.grid.height), tuple(range(1, raster.count + 1))
        numbers, hidden = digital_numbers(chip, raster.read(whole, every)[0]), hidden_of(chip, raster)
        if not (numbers > 0).any() or hidden.mean() > CLOUDY:
            continue
        for unit, (make, scale, offset) in OPTICS.items():
            odd = _in_memory(make(numbers), raster.descriptions)
            odd.fill, _ = reflectance_fill(odd, every, *odd.sample(every))
            values, valid = odd.read(whole, every)
            shown = valid.all(axis=0)
            sample, clear = (values[:, where].astype(np.float32) for where in (shown, shown & ~hidden))
            found = decide_optics(clear, {b: k for k, b in enumerate(raster.descriptions)}, sample, odd)
            is_right = abs(found.scale.scale / scale - 1) < 1e-3 and abs(found.scale.offset - offset) < 1e-6
            row = table.setdefault(('optics', unit, 'with cloud mask' if hidden.any() else 'clear'), Count())
            row.add(chip.id, is_right, bool(found.sentences))


def _in_memory(values: np.ndarray, names: tuple[str, ...]) -> Raster:
    path = '/vsimem/units.tif'
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype.type)
    made = gdal.GetDriverByName('GTiff').Create(path, values.shape[2], values.shape[1], len(values), kind)
    made.SetGeoTransform((0.0, 10.0, 0.0, 0.0, 0.0, -10.0))
    for number, (plane, name) in enumerate(zip(values, names), 1):
        made.GetRasterBand(number).WriteArray(plane)
        made.GetRasterBand(number).SetDescription(name)
    made = None
    return Raster(path, 'INPUT')


def evaluate(chips: tuple[Chip, ...], folds: int = 0) -> dict[tuple[str, str, str], Count]:
    """Return the table; ``folds``: by place, 0 = the shipped densities."""
    table: dict[tuple[str, str, str], Count] = {}
    radar = read_radar(chips)
    if not folds:
        try_radar(radar, table)
        try_optics(chips, table)
        return table
    spectra, groups = read_spectra(chips), sorted({chip.group for chip in chips})
    shipped = look.STORED
    try:
        for fold in range(folds):
            out = set(groups[fold::folds])
            known = fit_looks([c for c in radar if c[1] not in out], [s for s in spectra if s[1] not in out])
            with tempfile.TemporaryDirectory() as folder:
                look.STORED = Path(folder) / 'look.json'
                write_looks(known, look.STORED)
                look.known_looks.cache_clear()
                try_radar([c for c in radar if c[1] in out], table)
                try_optics([c for c in chips if c.group in out], table)
    finally:
        look.STORED = shipped
        look.known_looks.cache_clear()
    return table


def main() -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser('python -m training.evaluation.units', description=__doc__)
    parser.add_argument('data', nargs='?', default='')
    parser.add_argument('--folds', type=int, default=0)
    asked = parser.parse_args()
    print('| what | unit | of | right | wrong in silence | first that are wrong |\n|---|---|---|---|---|---|')
    for (what, unit, of), count in sorted(evaluate(read_index(asked.data), asked.folds).items()):
        wrong = ', '.join(count.wrong[:3])
        print(f'| {what} | {unit} | {of} | {count.right} of {count.tried} | {count.silent} | {wrong} |')
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
