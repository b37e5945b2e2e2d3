"""The table of the cloud-free composite: every METHOD and its baselines on real series under transplanted clouds.

    python -m training.evaluate_series [--dry] [--minutes 4]

Each clear date of a series is once the target; clouds whose shapes were never seen in training are laid over it and
over every other date. What runs is the product's own code: files in, files out. Needs no weights; nothing is trained.
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
from sar2optical_qgis.core.composite import METHODS, CloudFreeComposite
from sar2optical_qgis.core.regression import FeatureMap, SameImageFit
from training.data.cloud_scenes import VALIDATION_MASKS, Scene, read_scenes
from training.data.clouds import MaskBank
from training.data.index import data_root, read_index
from training.data.series_scenes import day_of
from training.evaluate import write_section

COUNTS = (2, 3, 5, 8)  # dates, the target among them
SERIES = ('hainaut', 'belgium_good', 'rufiji', 'biomassters_000aa810')
BASELINES = ('push-pull', 'nearest date', 'nearest date, gain and bias', 'fit on the nearest date')
CLOUDS = ('light', 'heavy')  # cloud and shadow cover 6 to 60 %, or 50 to 90 % of every date


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
    found: dict[str, list[Dated]] = {name: [] for name in SERIES}
    by_id = {chip.id: chip for chip in chips}
    for scene in read_scenes(chips):
        chip = by_id[scene.id]
        found[scene.place].append(Dated(day_of(chip.date), chip.split == 'val', scene))
    return {name: sorted(dates, key=lambda d: d.day) for name, dates in found.items()}


def cases(dates: list[Dated], bank: MaskBank, count: int, clouds: str):
    """Yield every date as target with ``count`` - 1 others, under clouds that are the same on every call."""
    low, high = (0.06, 0.6) if clouds == 'light' else (0.5, 0.9)
    for number, target in enumerate(dates):
        shape = target.scene.valid.shape

        def mask(*seed: int, shape: tuple[int, int] = shape) -> np.ndarray:
            cloud, shadow = bank.window(max(shape), np.random.default_rng(seed), low, high)
            return (cloud | shadow)[: shape[0], : shape[1]]

        hidden = mask(number, 1) & target.scene.valid
        near = sorted(
            (k for k in range(len(dates)) if k != number), key=lambda k: abs((dates[k].day - target.day).days)
        )
        near = near[: count - 1]
        if len(near) == count - 1 and hidden.sum() >= 50 and (target.scene.valid & ~hidden).sum() >= 100:
            clear = tuple(dates[k].scene.valid & ~mask(number, k, 2) for k in near)
            yield Case(target.scene.place, target, hidden, tuple(dates[k] for k in near), clear)


def baselines(case: Case) -> dict[str, np.ndarray]:
    """Return what the composite has to beat, (bands, rows, cols); chains: where a date is hidden, the next one."""
    truth, clear = case.target.scene.reflectance.astype(np.float32), case.target.scene.valid & ~case.hidden
    start = pushpull.fill(np.where(clear, truth, 0.0).astype(np.float32), clear.astype(np.float32))
    copied, matched, fitted = start.copy(), start.copy(), start.copy()
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
            known = np.broadcast_to(shows, values.shape)
            fit = SameImageFit(clear.shape, len(truth), FeatureMap(values[:, both]))
            fit.accumulate(0, 0, truth, clear, values, known)
            fit.solve()
            fitted[:, use] = fit.predict(0, 0, truth, clear, values, known)[:, use]
            left['matched'] &= ~shows
    return dict(zip(BASELINES, (start, copied, matched, fitted)))


def _write(path: Path, values: np.ndarray, bands: tuple[str, ...], kind: int) -> str:
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), values.shape[2], values.shape[1], len(values), kind)
    dataset.SetGeoTransform((0.0, 10.0, 0.0, 0.0, 0.0, -10.0))
    for k, (band, name) in enumerate(zip(values, bands), 1):
        dataset.GetRasterBand(k).WriteArray(band)
        dataset.GetRasterBand(k).SetDescription(name)
        if kind != gdal.GDT_Byte:
            dataset.GetRasterBand(k).SetNoDataValue(-1)
    dataset.FlushCache()
    return str(path)


def composites(case: Case, folder: Path) -> dict[str, np.ndarray]:
    """Return what each METHOD of the product makes of the case, and the regression's sigma under 'sigma'."""
    scenes = [case.target.scene, *(other.scene for other in case.others)]
    shown = [case.target.scene.valid & ~case.hidden, *case.clear]
    days = ','.join(str(d.day) for d in (case.target, *case.others))
    inputs, masks = [], []
    for k, (scene, clear) in enumerate(zip(scenes, shown)):
        values = np.where(clear, scene.reflectance.astype(np.float32), np.float32(0.9))
        inputs.append(_write(folder / f's2_{k}.tif', values, scene.bands, gdal.GDT_Float32))
        masks.append(_write(folder / f'mask_{k}.tif', ~clear[None], ('cloud',), gdal.GDT_Byte))
    made = {}
    for method in METHODS:
        output, sigma = str(folder / 'output.tif'), str(folder / 'sigma.tif')
        CloudFreeComposite(
            tuple(inputs), tuple(masks), output, uncertainty=sigma, dates=days, target_date=str(case.target.day),
            method=method, mask_type='binary', dilate=0, s2_offset='none',
        ).run()  # fmt: skip
        made[method] = gdal.Open(output).ReadAsArray()
        if method == 'regression':
            made['sigma'] = gdal.Open(sigma).ReadAsArray()
    return made


def scores(made: np.ndarray, case: Case) -> np.ndarray:
    """Return MAE, SSIM and SAM over the hidden pixels; SSIM of the target with its hidden pixels replaced."""
    scene = case.target.scene
    truth = np.where(scene.valid, scene.reflectance.astype(np.float32), np.float32(0.0))
    pasted = np.where(case.hidden, made, truth)  # equal wherever nothing is hidden
    values = (metrics.mae, metrics.ssim, metrics.sam)
    return np.array([measure(pasted, truth, case.hidden) for measure in values])


def evaluate(root: str, seconds: float) -> str:
    """Return the markdown of the table, in about ``seconds``; what was left out for lack of time is said."""
    series, bank = read_series(root), MaskBank(data_root(root), only=VALIDATION_MASKS)
    columns: dict[str, dict[str, list[np.ndarray]]] = {}
    sizes, covers, late = {}, {kind: [] for kind in CLOUDS}, []
    deadline = time.monotonic() + seconds
    jobs = [('hainaut', n, c) for c in CLOUDS for n in COUNTS]
    jobs += [(place, n, 'light') for place in SERIES[1:] for n in COUNTS]
    with tempfile.TemporaryDirectory() as folder:
        for place, count, clouds in jobs:
            column = f'{place}{", heavy cloud" if clouds == "heavy" else ""}: {count} dates'
            found: dict[str, list[np.ndarray]] = {}
            for case in cases(series[place], bank, count, clouds):
                if place == 'hainaut' and not case.target.is_val:
                    continue
                if time.monotonic() > deadline:
                    late.append(column)
                    break
                made = {**baselines(case), **composites(case, Path(folder))}
                error = np.abs(made['regression'] - case.target.scene.reflectance)[:, case.hidden]
                covers[clouds].append(float((error <= 1.645 * made.pop('sigma')[:, case.hidden]).mean()))
                for name, values in made.items():
                    found.setdefault(name, []).append(scores(values, case))
            if found:
                columns[column] = found
                sizes[column] = len(found['regression'])
                sys.stdout.write(f'{column} ({sizes[column]}): ' + _line(found) + '\n')
                sys.stdout.flush()
    return _markdown(columns, sizes, covers, late)


def _line(found: dict[str, list[np.ndarray]]) -> str:
    return ', '.join(f'{name} {1000 * np.mean(rows, axis=0)[0]:.1f}' for name, rows in found.items())


def _markdown(columns: dict, sizes: dict[str, int], covers: dict[str, list[float]], late: list[str]) -> str:
    lines = [
        '## Cloud-free composite: hidden pixels of the target date',
        '',
        '`python -m training.evaluate_series`',
        '',
        'Clear dates of real series, each once the target, with the dates nearest to it; clouds whose shapes were '
        'never seen in training lie over the target and, others, over every other date (6 to 60 % of it; heavy: 50 to '
        '90 %), opaque, with exact masks. Of hainaut (64 x 64 pixels) the targets are the `val` dates. Each cell: MAE '
        'of reflectance x 1000, SSIM, SAM in degrees, over hidden pixels only, mean over targets. Baselines: push-pull '
        'from the target date alone; the nearest date as it is, after the best gain and bias of each band, and the '
        'same-image fit on it alone (where it is hidden, the next nearest that shows the pixel). No radar.',
        '',
    ]
    places = list(dict.fromkeys(column.split(':')[0] for column in columns))
    for place in places:
        own = [column for column in columns if column.split(':')[0] == place]
        heads = (f'{column.split(": ")[1]} ({sizes[column]} targets)' for column in own)
        lines += [f'| {place} | ' + ' | '.join(heads) + ' |', '|---' * (len(own) + 1) + '|']
        for name in (*BASELINES, *METHODS):
            means = [np.nanmean(columns[column][name], axis=0) for column in own]  # SSIM has no say at the rim
            cells = (f'{1000 * mae:.1f}, {ssim:.3f}, {sam:.1f}°' for mae, ssim, sam in means)
            label = f'METHOD **{name}**' if name == 'regression' else f'METHOD {name}' if name in METHODS else name
            lines.append(f'| {label} | ' + ' | '.join(cells) + ' |')
        lines.append('')
    lines.append(
        'UNCERTAINTY of METHOD regression: the 90 % interval (mean ± 1.645 sigma) covers '
        + ', '.join(f'{100 * np.mean(covers[kind]):.0f} % ({kind} cloud)' for kind in CLOUDS if covers[kind])
        + ' of the hidden values.'
    )
    if late:
        lines.append(f'Cut short for lack of time: {", ".join(late)}.')
    return '\n'.join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluate_series', description='Measure the composites.')
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--minutes', type=float, default=10.0, help='after which the rest is left out')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    text = evaluate(options.root, 60 * options.minutes)
    sys.stdout.write(text + '\n')
    if not options.dry:
        write_section('cloud-free composite', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
