"""The table of the cloud-free composite: every METHOD and its baselines on real series under transplanted clouds.

    python -m training.evaluate_series [dates] [cover] [radar] [--dry] [--minutes 10]

Each clear date of a series is once the target; clouds whose shapes were never seen in training are laid over it and
over every other date. What runs is the product's own code: files in, files out.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core import metrics, pushpull
from sar2optical_qgis.core.composite import DEFAULT_METHOD, METHODS, CloudFreeComposite
from sar2optical_qgis.core.features import FeatureMap
from sar2optical_qgis.core.normal_equations import NormalEquations
from training import plain_ridge
from training.data.cloud_scenes import VALIDATION_MASKS, Scene
from training.data.clouds import CLOUD_REFLECTANCE, MaskBank
from training.data.index import data_root, read_index, split_by_group
from training.data.series_scenes import day_of
from training.data.series_scenes import read_series as read_all
from training.evaluate import write_section

COUNTS = (2, 3, 5, 8, 12)  # dates, the target among them
SERIES = ('hainaut', 'belgium_good', 'rufiji', 'biomassters_000aa810', 'belgium20m', 'tanzania20m')
LATER = {'belgium_good': 0.3, 'belgium20m': 0.3, 'tanzania20m': 0.3}  # the last dates are targets, see the config
COVERS = (10, 30, 50, 70, 90)  # percent of the target date under cloud and shadow
LIGHT, EITHER = (0.06, 0.6), 8  # cover where it is not given; by how many percent a given one may be missed
FEW = 6  # targets of a series: with fewer, each comes under more than one cloud
BASELINES = (
    'push-pull', 'nearest date', 'nearest date, gain and bias', 'plain ridge on the nearest date',
    'plain ridge on all dates', 'fit on the nearest date',
)  # fmt: skip
LEARNED = ('timegate', 'regression')
PARTS = ('dates', 'cover', 'radar')


@dataclass(frozen=True)
class Dated:
    """A clear date of a series."""

    day: datetime.date
    is_val: bool
    scene: Scene


@dataclass(frozen=True)
class Case:
    """A target date and the others, each under clouds; the nearest in time first."""

    place: str
    target: Dated
    hidden: np.ndarray  # (rows, cols)
    others: tuple[Dated, ...]
    clear: tuple[np.ndarray, ...]  # of the others


def read_series(root: str) -> dict[str, list[Dated]]:
    """Return the clear dates of every series, in order of time."""
    chips = [chip for chip in read_index(root) if chip.kind == 'series' and chip.group in SERIES]
    _, val = split_by_group(chips)
    found: dict[str, list[Dated]] = {}
    for series in read_all(chips):
        last = series.looks[len(series.looks) - round(LATER.get(series.place, 1.0) * len(series.looks))].day
        late = {day_of(c.date).toordinal() for c in val if c.group == series.place} or set(range(last, last + 9999))
        found[series.place] = [
            Dated(
                datetime.date.fromordinal(look.day), look.day in late,
                Scene(
                    f'{series.place}_{look.day}', series.place, series.bands, look.reflectance, look.valid & look.clear,
                    look.db,
                ),
            )
            for look in (series.looks[k] for k in series.clear_ones)
        ]  # fmt: skip
    return {name: found[name] for name in SERIES if name in found}


def cases(dates: list[Dated], bank: MaskBank, count: int, cover: tuple[float, float] = LIGHT):
    """Yield every late date as target with ``count`` - 1 others, under clouds that are the same on every call.

    ``cover`` is the target's, from and to.
    """
    late = [k for k, dated in enumerate(dates) if dated.is_val]
    for turn, number in ((t, k) for t in range(-(-FEW // len(late))) for k in late):
        target = dates[number]
        shape = target.scene.valid.shape

        def mask(low: float, high: float, *seed: int, shape: tuple[int, int] = shape) -> np.ndarray:
            cloud, shadow = bank.window(max(shape), np.random.default_rng(seed), low, high)
            return (cloud | shadow)[: shape[0], : shape[1]]

        hidden = mask(*cover, number, 1, turn) & target.scene.valid
        near = sorted(
            (k for k in range(len(dates)) if k != number), key=lambda k: abs((dates[k].day - target.day).days)
        )
        near = near[: count - 1]
        if len(near) == count - 1 and hidden.sum() >= 50 and (target.scene.valid & ~hidden).sum() >= 100:
            clear = tuple(dates[k].scene.valid & ~mask(*LIGHT, number, k, 2, turn) for k in near)
            yield Case(target.scene.place, target, hidden, tuple(dates[k] for k in near), clear)


def baselines(case: Case) -> dict[str, np.ndarray]:
    """Return what the composite has to beat, (bands, rows, cols); chains: where a date is hidden, the next one."""
    truth, clear = case.target.scene.reflectance.astype(np.float32), case.target.scene.valid & ~case.hidden
    start = pushpull.fill(np.where(clear, truth, 0.0).astype(np.float32), clear.astype(np.float32))
    copied, matched, fitted, ridge = (start.copy() for _ in range(4))
    left = {name: case.hidden.copy() for name in ('copied', 'matched', 'fitted')}
    for other, shows in zip(case.others, case.clear):
        values = other.scene.reflectance.astype(np.float32)
        both = clear & shows
        use = left['copied'] & shows
        copied[:, use], left['copied'] = values[:, use], left['copied'] & ~shows
        if both.sum() >= 60:
            use = left['matched'] & shows
            lines = [np.polyfit(a[both], b[both], 1) for a, b in zip(values, truth)]
            matched[:, use] = np.stack([np.polyval(line, a[use]) for line, a in zip(lines, values)])
            ridge[:, use] = plain_ridge.fill(truth, clear, [values], [shows])[:, use]
            known = np.broadcast_to(shows, values.shape)
            sums = NormalEquations(clear.shape, len(truth), FeatureMap(values[:, both]))
            sums.accumulate(0, 0, truth, clear, values, known)
            fitted[:, use] = sums.solve().predict(0, 0, truth, clear, values, known)[:, use]
            left['matched'] &= ~shows
    together = plain_ridge.fill(truth, clear, [o.scene.reflectance.astype(np.float32) for o in case.others], case.clear)
    return dict(zip(BASELINES, (start, copied, matched, ridge, together, fitted)))


def write_tif(path: Path, values: np.ndarray, bands: tuple[str, ...], kind: int, nodata: float | None = None) -> str:
    """Write (bands, rows, cols) on pixels of 10 m; return the path."""
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), values.shape[2], values.shape[1], len(values), kind)
    dataset.SetGeoTransform((0.0, 10.0, 0.0, 0.0, 0.0, -10.0))
    for k, (band, name) in enumerate(zip(values, bands), 1):
        dataset.GetRasterBand(k).WriteArray(band)
        dataset.GetRasterBand(k).SetDescription(name)
        if nodata is not None:
            dataset.GetRasterBand(k).SetNoDataValue(nodata)
    dataset.FlushCache()
    return str(path)


def composites(
    case: Case, folder: Path, methods: tuple[str, ...] = METHODS, radar: bool = False
) -> dict[str, np.ndarray]:
    """Return what each METHOD of the product makes of the case; sigma under 'METHOD sigma' of those that learn."""
    dates = (case.target, *case.others)
    shown = [case.target.scene.valid & ~case.hidden, *case.clear]
    days = ','.join(str(d.day) for d in dates)
    inputs, masks, sars = [], [], []
    for k, (dated, clear) in enumerate(zip(dates, shown)):
        scene = dated.scene
        cloud = np.array([CLOUD_REFLECTANCE[b] for b in scene.bands], np.float32)[:, None, None]
        values = np.where(clear, scene.reflectance.astype(np.float32), cloud)
        inputs.append(write_tif(folder / f's2_{k}.tif', values, scene.bands, gdal.GDT_Float32, -1))
        masks.append(write_tif(folder / f'mask_{k}.tif', ~clear[None], ('cloud',), gdal.GDT_Byte))
        if radar and scene.db:
            db = np.stack([np.nan_to_num(v.astype(np.float32), nan=-9999.0) for v in scene.db.values()])
            sars.append(write_tif(folder / f's1_{dated.day}.tif', db, tuple(scene.db), gdal.GDT_Float32, -9999))
    made = {}
    for method in methods:
        output, sigma = str(folder / 'output.tif'), str(folder / 'sigma.tif')
        CloudFreeComposite(
            tuple(inputs), tuple(masks), output, uncertainty=sigma, dates=days, target_date=str(case.target.day),
            method=method, mask_type='binary', dilate=0, s2_offset='none', sars=tuple(sars),
        ).run()  # fmt: skip
        made[method] = gdal.Open(output).ReadAsArray()
        if method in LEARNED:
            made[f'{method} sigma'] = gdal.Open(sigma).ReadAsArray()
    return made


def scores(made: np.ndarray, case: Case) -> np.ndarray:
    """Return MAE, SSIM and SAM over the hidden pixels; SSIM of the target with its hidden pixels replaced."""
    scene = case.target.scene
    truth = np.where(scene.valid, scene.reflectance.astype(np.float32), np.float32(0.0))
    pasted = np.where(case.hidden, made, truth)  # equal wherever nothing is hidden
    values = (metrics.mae, metrics.ssim, metrics.sam)
    return np.array([measure(pasted, truth, case.hidden) for measure in values])


@dataclass(frozen=True)
class Job:
    """One column of one table."""

    table: str
    column: str
    place: str
    count: int
    cover: tuple[float, float] = LIGHT
    radar: bool = False


def jobs(part: str) -> list[Job]:
    """Return what is measured in one part of the tables."""
    if part == 'dates':
        some = {'hainaut': COUNTS, 'rufiji': (2, 3, 5), 'belgium_good': COUNTS[:4], 'biomassters_000aa810': (2, 3)}
        return [Job(place, f'{n} dates', place, n) for place, counts in some.items() for n in counts]
    if part == 'cover':
        shares = ((c, max(c - EITHER, 1) / 100, (c + EITHER) / 100) for c in COVERS)
        return [
            Job(f'{place}, 5 dates, by cloud cover of the target', f'{percent} %', place, 5, (low, high))
            for percent, low, high in shares
            for place in ('hainaut', 'rufiji')
        ]
    found = [Job('hainaut, with SARS', f'{n} dates', 'hainaut', n, LIGHT, True) for n in (2, 5)]
    return found + [Job(place, f'{n} dates', place, n) for n in (3, 8) for place in ('belgium20m', 'tanzania20m')]


def evaluate(root: str, seconds: float, part: str) -> str:
    """Return the markdown of the tables, in about ``seconds``; what was left out for lack of time is said."""
    series, bank = read_series(root), MaskBank(data_root(root), only=VALIDATION_MASKS)
    tables: dict[str, dict[str, dict[str, list[np.ndarray]]]] = {}
    covered: dict[str, list[float]] = {method: [] for method in LEARNED}
    late, deadline = [], time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        for job in jobs(part):
            found: dict[str, list[np.ndarray]] = {}
            for case in cases(series[job.place], bank, job.count, job.cover):
                if time.monotonic() > deadline:
                    late.append(f'{job.table}, {job.column}')
                    break
                methods = METHODS if part == 'dates' else (*LEARNED, 'median')
                if 'B02' not in case.target.scene.bands:  # timegate refuses them
                    methods = tuple(m for m in methods if m != 'timegate')
                made = {**baselines(case), **composites(case, Path(folder), methods, job.radar)}
                for method in LEARNED:
                    if method not in made:
                        continue
                    error = np.abs(made[method] - case.target.scene.reflectance)[:, case.hidden]
                    sigma = made.pop(f'{method} sigma')[:, case.hidden]
                    covered[method].append(float((error <= 1.645 * sigma).mean()))
                for name, values in made.items():
                    found.setdefault(name, []).append(scores(values, case))
            if found:
                tables.setdefault(job.table, {})[f'{job.column} ({len(found["regression"])})'] = found
                sys.stdout.write(f'{job.table}, {job.column}: {_line(found)}\n')
                sys.stdout.flush()
    return _markdown(tables, covered, late, part)


def _line(found: dict[str, list[np.ndarray]]) -> str:
    return ', '.join(f'{name} {1000 * np.mean(rows, axis=0)[0]:.1f}' for name, rows in found.items())


def _markdown(tables: dict, covered: dict[str, list[float]], late: list[str], part: str) -> str:
    lines = [
        f'## Cloud-free composite: hidden pixels of the target date ({part})',
        '',
        f'`python -m training.evaluate_series {part}`',
        '',
        'Late clear dates of real series, each once the target, with the dates nearest to it; clouds whose shapes were '
        'never seen in training lie over the target and, others, over every other date (6 to 60 % of each where the '
        'cover is not given), opaque, with exact masks. The network saw nothing of rufiji and biomassters, and of the '
        "other series none of the target's dates (hainaut: the `val` dates; else the last 30 %). Each cell: MAE of "
        'reflectance x 1000, SSIM, SAM in degrees, over hidden pixels only, mean over the targets (their number in '
        'brackets). Baselines: push-pull from the target date alone; the nearest date as it is, after the best gain '
        'and bias of each band, and the same-image fit on it alone (where it is hidden, the next nearest that shows '
        'the pixel). Plain ridge: one ridge regression of penalty 300 and push-pull of what it leaves over, a fit for '
        'every pattern of visible dates, of the five nearest. No radar where SARS is not named.',
        '',
    ]
    for table, columns in tables.items():
        lines += [f'| {table} | ' + ' | '.join(columns) + ' |', '|---' * (len(columns) + 1) + '|']
        for name in (*BASELINES, *METHODS):
            if not all(name in found for found in columns.values()):
                continue
            means = [np.nanmean(found[name], axis=0) for found in columns.values()]  # SSIM has no say at the rim
            cells = (f'{1000 * mae:.1f}, {ssim:.3f}, {sam:.1f}°' for mae, ssim, sam in means)
            default = '**' if name == DEFAULT_METHOD else ''
            label = f'METHOD {default}{name}{default}' if name in METHODS else name
            lines.append(f'| {label} | ' + ' | '.join(cells) + ' |')
        lines.append('')
    parts = (f'{100 * np.mean(values):.0f} % of METHOD {method}' for method, values in covered.items() if values)
    lines.append(f'UNCERTAINTY: the 90 % interval (mean ± 1.645 sigma) covers {", ".join(parts)} of the hidden values.')
    if late:
        lines.append(f'Cut short for lack of time: {", ".join(late)}.')
    return '\n'.join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluate_series', description='Measure the composites.')
    parser.add_argument('parts', nargs='*', default=PARTS, help='which tables')
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--minutes', type=float, default=10.0, help='of a part, after which the rest is left out')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    for part in options.parts:
        text = evaluate(options.root, 60 * options.minutes, part)
        sys.stdout.write(text + '\n')
        if not options.dry:
            write_section(f'cloud-free composite, {part}' if part != PARTS[0] else 'cloud-free composite', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
