"""The table of the cloud-free composite: every METHOD and its baselines on real series under transplanted clouds.

    python -m training.evaluation.series [dates] [cover] [radar] [--dry] [--minutes 10]

Each clear date of a series is once the target; clouds whose shapes were never seen in training are laid over it and
over every other date. What runs is the product's own code: files in, files out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.composite.request import DEFAULT_METHOD, METHODS
from training.baselines.gap_filling import BASELINES, baselines
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouded_series import LIGHT, Case, cases, read_series
from training.data.clouds import MaskBank
from training.data.index import data_root
from training.evaluation.command import write_section
from training.evaluation.run_composites import LEARNED, composites

COUNTS = (2, 3, 5, 8, 12)  # dates, the target among them
COVERS = (10, 30, 50, 70, 90)  # percent of the target date under cloud and shadow
EITHER = 8  # by how many percent they may be missed
PARTS = ('dates', 'cover', 'radar')


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
    return found + [Job(place, f'{n} dates', place, n) for n in (3, 5, 8) for place in ('belgium20m', 'tanzania20m')]


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
        f'`python -m training.evaluation.series {part}`',
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
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.series', description='Measure the composites.')
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
